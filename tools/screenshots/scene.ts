import type { Program } from './program.ts'
import type { Terminal } from './terminal.ts'

/** Languages of the screen. */
export type Language = 'zh' | 'en'

/** Every language. */
export const languages: readonly Language[] = ['zh', 'en']

/** A size of the window in CSS px. */
export interface Size {
  width: number
  height: number
}

/** Every size; the last is 1366 × 768 at 125 %. */
export const sizes: readonly Size[] = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 1093, height: 614 },
]

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
  /** Its own sizes instead of those of all scenes. */
  sizes?: readonly Size[]
  /** Opens it anew for each size and language, because it closes when either changes. */
  reenter?: boolean
}

/** Closes what lies on top with Esc. */
export async function closeTop({ first }: Stage): Promise<void> {
  await first.page.keyboard.press('Escape')
  await first.settle()
}

/** A page at an address, as the first terminal shows it, and what is done there first. */
export function pageScene(
  name: string,
  path: string,
  act: (stage: Stage) => Promise<unknown> = () => Promise.resolve(),
): Scene {
  return {
    name,
    enter: async (stage) => {
      await stage.first.goTo(path)
      await act(stage)
      await stage.first.settle()
      return stage.first
    },
  }
}

/** Something that opens over a page at an address and closes with Esc. */
export function overlayScene(
  name: string,
  path: string,
  open: (stage: Stage) => Promise<unknown>,
): Scene {
  return {
    ...pageScene(name, path, open),
    reenter: true,
    leave: closeTop,
  }
}
