import type { BranchBridge } from '#contract/ipc.ts'
import type { Sentences } from '#renderer/locales/sentences.ts'
import type { zh } from '#renderer/locales/zh.ts'
import type { Program } from './program.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

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
  /** Sentences as they stand on screen, in the language that is spoken now. */
  words: Sentences<typeof zh>
}

/** A screen in a state. Scenes are played in order. */
export interface Scene {
  name: string
  /** Brings a terminal there; gives the one to look at. */
  enter: (stage: Stage) => Promise<Terminal>
  /** Puts away what lies on top, and what it did. */
  leave?: (stage: Stage) => Promise<void>
  /** Its own sizes instead of those of all scenes. */
  sizes?: readonly Size[]
  /** Opens it anew for each size and language, because it closes when either changes. */
  reenter?: boolean
  /** Later ones begin where it left off (a login, a line that is cut): it is always played. */
  carries?: boolean
  /** Components, below `renderer/`, that open in it: every dialog, drawer and popover has one. */
  opens?: readonly string[]
}

/** Somebody of a role at the second terminal: whoever else sits there leaves it. */
export async function secondAs(
  { second, staffNo, password }: Stage,
  role: string,
): Promise<Terminal> {
  const held = await second.page.evaluate(async () => {
    const reply = await window.branch.session.current()
    return reply.ok && reply.value !== null ? reply.value.roles : null
  })
  if (held?.some((one) => one === role)) return second
  if (held) {
    await second.goTo('/sync')
    await second.logout()
  }
  await second.login(staffNo(role), password)
  return second
}

/** Closes what lies on top with Esc. */
export async function closeTop({ first }: Pick<Stage, 'first'>): Promise<void> {
  await first.page.keyboard.press('Escape')
  await first.drawn()
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
  opens: readonly string[] = [],
): Scene {
  return { ...pageScene(name, path, open), reenter: true, leave: closeTop, opens }
}
