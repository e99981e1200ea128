import type { BranchBridge } from '#contract/ipc.ts'
import type { Tour } from '#domain/help/tours.ts'
import { closeTop, pageScene, type Scene, type Stage } from './scene.ts'
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

/** A tour at a step, begun from help: in practice, or on the own pages. */
const taken = (name: string, tour: Tour, step: number, place: 'practice' | 'own'): Scene => ({
  name,
  leave: async (stage) => {
    if (place === 'practice') return leave(stage)
    await card(stage.first).locator('footer .link').click()
    await card(stage.first).waitFor({ state: 'detached' })
  },
  enter: async (stage) => {
    const { first, words } = stage
    if (place === 'practice') await practise(stage)
    await first.page.evaluate(
      async ([of, at]) => {
        await window.branch.help.keepTour({ tour: of, step: at, done: false })
      },
      [tour, step] as const,
    )
    await first.goTo('/workbench')
    await first.settle()
    await first.page.keyboard.press('?')
    await first.page
      .locator('.tours')
      .getByRole('button', { name: new RegExp(`^${words.help.module[tour]}[：:]`) })
      .click()
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
  practised('practice-paper', '/workbench/paper/visits', '.sheet'),
  {
    name: 'practice-export',
    reenter: true,
    leave: async (stage) => {
      await closeTop(stage)
      await leave(stage)
    },
    enter: async (stage) => {
      await practise(stage)
      await stage.first.goTo('/customers')
      await stage.first.page.locator('[data-tour="list-grid"] [role="row"]').first().waitFor()
      await stage.first.page.locator('[data-tour="list-export"]').click()
      await stage.first.page.getByRole('form').waitFor()
      await stage.first.settle()
      return stage.first
    },
  },
  taken('tour-workbench', 'workbench', 1, 'practice'),
  taken('tour-customers', 'customers', 2, 'practice'),
  taken('tour-record', 'record', 3, 'practice'),
  taken('tour-flow', 'flow', 1, 'practice'),
  taken('tour-graph', 'graph', 1, 'practice'),
  taken('tour-paper', 'paper', 1, 'practice'),
  taken('tour-training', 'training', 1, 'own'),
  taken('tour-courses', 'courses', 1, 'own'),
  {
    name: 'next-step',
    enter: async ({ second, staffNo, password }) => {
      const held = await second.page.evaluate(async () => {
        const reply = await window.branch.session.current()
        return reply.ok && reply.value !== null
      })
      if (held) {
        await second.goTo('/sync')
        await second.logout()
      }
      // The second manager is the one who fell behind in the running month.
      await second.login(staffNo('customer_manager', 1), password)
      await second.dataReady()
      await second.goTo('/training')
      await second.page.locator('.next').waitFor()
      await second.settle()
      return second
    },
  },
  pageScene('tip', '/workbench', ({ first }) => first.page.locator('.tip').waitFor()),
]
