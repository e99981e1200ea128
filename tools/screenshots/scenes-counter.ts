import type { Scene, Size, Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

/** Sizes of the narrow window: at its usual and its least width. */
const narrow: readonly Size[] = [
  { width: 420, height: 768 },
  { width: 360, height: 614 },
]

/** The narrow window of the second terminal, between two scenes. */
let docked: Terminal | null = null

/** Types what a reader types, and waits until something of the class is there. */
async function read(terminal: Terminal, text: string, shown: string): Promise<void> {
  await terminal.page.keyboard.press('F1')
  await terminal.page.keyboard.type(text)
  await terminal.page.keyboard.press('Enter')
  await terminal.page.locator(shown).first().waitFor()
  await terminal.settle()
}

/** Opens somebody anew: the screen clears itself while pictures are taken. */
async function receive(terminal: Terminal, { program }: Stage): Promise<void> {
  await terminal.page.keyboard.press('Escape')
  await read(terminal, (await program.idNumbers())[0] ?? '', '.who')
}

/** A state of the counter's page on the second terminal. */
function counterScene(name: string, act: (stage: Stage) => Promise<unknown>): Scene {
  return {
    name,
    enter: async (stage) => {
      await stage.second.goTo('/counter')
      await act(stage)
      await stage.second.settle()
      return stage.second
    },
  }
}

/** A state of the narrow window. */
function dockedScene(
  name: string,
  act: (terminal: Terminal, stage: Stage) => Promise<unknown>,
): Scene {
  return {
    name,
    sizes: narrow,
    enter: async (stage) => {
      docked ??= await stage.second.docked()
      await act(docked, stage)
      await docked.settle()
      return docked
    },
  }
}

/** Somebody receives customers: on the counter's page and in the narrow window, with and without the line. */
export const counterScenes: readonly Scene[] = [
  counterScene('counter', ({ second }) => second.page.keyboard.press('Escape')),
  counterScene('counter-customer', (stage) => receive(stage.second, stage)),
  counterScene('counter-value', async (stage) => {
    await receive(stage.second, stage)
    await stage.second.page.locator('.action .link, .action .el-button--default').first().click()
    await stage.second.page.locator('.value').waitFor()
  }),
  counterScene('counter-referred', async (stage) => {
    await receive(stage.second, stage)
    await stage.second.page.keyboard.press('F6')
    await stage.second.page.getByRole('status').filter({ hasText: /转介/ }).first().waitFor()
  }),
  counterScene('counter-nobody', ({ second }) =>
    read(second, '999999190001010000', '.card .empty'),
  ),
  dockedScene('docked', (terminal) => terminal.page.keyboard.press('Escape')),
  dockedScene('docked-customer', (terminal, stage) => receive(terminal, stage)),
  dockedScene('docked-bad-link', async (terminal, { program }) => {
    await program.callByLink('zhike-ocrm://counter?id=')
    await terminal.page.locator('.card .empty').waitFor()
  }),
  {
    name: 'counter-lock-waiting',
    enter: async ({ second, program }) => {
      await second.lock()
      await program.callByLink(`zhike-ocrm://counter?id=${(await program.idNumbers())[1] ?? ''}`)
      await second.page.locator('.link-notice').waitFor()
      return second
    },
  },
  dockedScene('docked-locked', (terminal) => terminal.page.locator('.empty').waitFor()),
  {
    name: 'counter-login-waiting',
    enter: async ({ second }) => {
      await second.page.locator('.lock .link--quiet').click()
      await second.page.locator('.login .link-notice').waitFor()
      return second
    },
  },
  {
    name: 'counter-offline',
    enter: async (stage) => {
      const { second, program, staffNo, password } = stage
      await second.login(staffNo('teller'), password)
      program.cutOff()
      await second.until('the second terminal to be offline', ({ connection }) => {
        return connection === 'offline'
      })
      await second.goTo('/counter')
      await receive(second, stage)
      return second
    },
  },
  dockedScene('docked-offline', async (terminal, stage) => receive(terminal, stage)),
  dockedScene('docked-not-yours', async (terminal, { second, program, staffNo, password }) => {
    program.reconnect()
    await second.until('the second terminal to be online', ({ connection }) => {
      return connection === 'online'
    })
    await second.logout()
    await second.login(staffNo('customer_manager'), password)
    await terminal.page.locator('.empty').waitFor()
  }),
]
