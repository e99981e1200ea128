import type { BranchBridge } from '#contract/ipc.ts'
import type { Tour } from '#domain/help/tours.ts'
import type { Scene, Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

const bar = ({ page }: Terminal) => page.locator('.practice')
const card = ({ page }: Terminal) => page.locator('.tour')

/** Turns the first terminal to a fresh invented branch. */
async function practise({ first }: Stage): Promise<void> {
  await first.page.evaluate(async () => {
    const entered = await window.branch.practice.enter()
    if (!entered.ok) throw new Error(entered.error.code)
  })
  await bar(first).waitFor()
}

async function leave({ first }: Stage): Promise<void> {
  if (await card(first).isVisible()) await first.page.keyboard.press('Escape')
  await first.page.evaluate(() => window.branch.practice.leave())
  await bar(first).waitFor({ state: 'detached' })
}

/** A page of the invented branch. */
const practised = (name: string, path: string, shown: string): Scene => ({
  name,
  leave,
  enter: async (stage) => {
    await practise(stage)
    await stage.first.goTo(path)
    await stage.first.page.locator(shown).first().waitFor()
    await stage.first.settle()
    return stage.first
  },
})

/** A tour at a step, begun from the help of its page. */
const taken = (name: string, tour: Tour, path: string, step: number): Scene => ({
  name,
  leave,
  enter: async (stage) => {
    const { first } = stage
    await practise(stage)
    await first.page.evaluate(
      async ([of, at]) => {
        await window.branch.help.keepTour({ tour: of, step: at, done: false })
      },
      [tour, step] as const,
    )
    await first.goTo(path)
    await first.settle()
    await first.page.keyboard.press('?')
    await first.page.locator('.tours .el-button--primary').first().click()
    await card(first).waitFor()
    await first.page.locator('.spot').waitFor()
    await first.settle()
    return first
  },
})

/** Help, practice on invented customers, and tours. */
export const practiceScenes: readonly Scene[] = [
  {
    name: 'help',
    reenter: true,
    opens: ['help/help-panel.vue'],
    enter: async ({ first }) => {
      await first.goTo('/workbench')
      await first.page.keyboard.press('?')
      await first.page.locator('.tours').first().waitFor()
      await first.settle()
      return first
    },
    leave: async ({ first }) => {
      await first.page.keyboard.press('Escape')
      await first.drawn()
    },
  },
  practised('practice-workbench', '/workbench', '[data-tour="work-list"] [role="row"]'),
  practised('practice-customers', '/customers', '[data-tour="list-grid"] [role="row"]'),
  practised('practice-cards', '/workbench/key-transactions', '[data-tour="cards-list"]'),
  taken('tour-workbench', 'workbench', '/workbench', 1),
  taken('tour-customers', 'customers', '/customers', 2),
]
