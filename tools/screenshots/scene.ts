import type { Program } from './program.ts'
import type { Terminal } from './terminal.ts'

/** What scenes work with. */
export interface Stage {
  program: Program
  first: Terminal
  second: Terminal
  /** Staff number of a demo user of the first branch, by role; `nth` of several. */
  staffNo: (role: string, nth?: number) => string
  password: string
}

/** A screen in a state. Scenes run in order and begin where the one before left off. */
export interface Scene {
  name: string
  /** Brings a terminal there, speaking Chinese; gives the one to look at. */
  enter: (stage: Stage) => Promise<Terminal>
  /** Puts away what lies on top. */
  leave?: (stage: Stage) => Promise<void>
  /** Opens it anew for each size and language, because it closes when either changes. */
  reenter?: boolean
}
