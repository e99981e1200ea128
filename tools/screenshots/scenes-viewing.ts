import type { BranchBridge } from '#contract/ipc.ts'
import { closeTop, type Scene, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

const feature = 'features/customers/viewings'

/** The customer of the manager's request that stands so. */
function customerOf({ first }: Stage, state: 'open' | 'refused'): Promise<string> {
  return first.page.evaluate(async (wanted) => {
    const reply = await window.branch.customers.viewings(null)
    const found = reply.ok ? reply.value.items.find((item) => item.state === wanted) : undefined
    if (!found) throw new Error(`no request is ${wanted}`)
    return found.customerId
  }, state)
}

/** The page of a customer of somebody else whom the manager was not let see. */
async function refused(stage: Stage): Promise<Terminal> {
  const { first, words } = stage
  await first.goTo(`/customers/${await customerOf(stage, 'refused')}/overview`)
  await first.page.getByRole('button', { name: words.customers.viewing.again }).waitFor()
  await first.settle()
  return first
}

/** The branch head's workbench with what waits for a decision. */
async function waiting({ second, words }: Stage): Promise<Terminal> {
  await second.goTo('/workbench')
  const { title } = words.customers.viewing
  const panel = second.page.getByRole('region', { name: new RegExp(`^${title}`) })
  await panel.getByRole('row').nth(1).waitFor()
  await panel.evaluate((drawn) => drawn.scrollIntoView({ block: 'start' }))
  await second.settle()
  return second
}

/** 申请查看, as a manager meets it. */
export const viewingScenes: readonly Scene[] = [
  {
    name: 'viewing-own',
    reenter: true,
    opens: [`${feature}/own-viewings.vue`],
    enter: async ({ first, words }) => {
      await first.goTo('/customers')
      await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      const { title } = words.customers.viewing
      await first.page.getByRole('button', { name: new RegExp(`^${title}`) }).click()
      await first.page.getByRole('dialog').getByRole('row').nth(1).waitFor()
      await first.settle()
      return first
    },
    leave: closeTop,
  },
  {
    name: 'viewing-record',
    enter: async (stage) => {
      const { first } = stage
      await first.goTo(`/customers/${await customerOf(stage, 'open')}/overview`)
      await first.page.getByRole('note').waitFor()
      await first.settle()
      return first
    },
  },
  { name: 'viewing-refused', enter: refused },
  {
    name: 'viewing-ask',
    reenter: true,
    opens: [`${feature}/ask-viewing-dialog.vue`],
    enter: async (stage) => {
      const first = await refused(stage)
      await first.page.getByRole('button', { name: stage.words.customers.viewing.again }).click()
      await first.page.getByRole('dialog').locator('.form__submit').click()
      await first.page.getByRole('dialog').getByRole('alert').first().waitFor()
      await first.settle()
      return first
    },
    leave: async (stage) => {
      await closeTop(stage)
      await stage.first.goTo('/customers')
    },
  },
]

/** 申请查看, as the branch head decides it; at the second terminal, where he is logged in. */
export const viewingHeadScenes: readonly Scene[] = [
  { name: 'viewing-waiting', enter: waiting },
  {
    name: 'viewing-decide',
    reenter: true,
    opens: ['components/viewings/decide-viewing-dialog.vue'],
    enter: async (stage) => {
      const second = await waiting(stage)
      const { decide, decision } = stage.words.customers.viewing
      await second.page
        .getByRole('button', { name: new RegExp(`^${decide}`) })
        .first()
        .click()
      const dialog = second.page.getByRole('dialog')
      await dialog.getByText(decision.granted, { exact: true }).click()
      await second.settle()
      return second
    },
    leave: ({ second }) => closeTop({ first: second }),
  },
]
