import type { BranchBridge } from '#contract/ipc.ts'
import { odd, oddSurname } from './odd-names.ts'
import { closeTop, type Scene, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

/** Which of the branch's customer managers has the odd people, from 0. */
export const oddManager = 1

/** Logs their manager in on the first terminal, where that is not done. */
async function received({ first, staffNo, password }: Stage): Promise<Terminal> {
  const wanted = staffNo('customer_manager', oddManager)
  const now = await first.page.evaluate(async () => {
    const reply = await window.branch.session.current()
    return reply.ok ? (reply.value?.staffNo ?? null) : null
  })
  if (now === wanted) return first
  const another = first.page.locator('.lock .link--quiet')
  if (await another.isVisible()) await another.click()
  else if (now !== null) await first.logout()
  await first.page.getByRole('tab').first().waitFor()
  await first.login(wanted, password)
  await first.dataReady()
  return first
}

/** The record of one of them, and what is done there first. */
function oddRecord(
  name: string,
  who: keyof typeof odd,
  tab = 'overview',
  act: (stage: Stage) => Promise<unknown> = () => Promise.resolve(),
): Scene {
  return {
    name,
    enter: async (stage) => {
      const first = await received(stage)
      const id = await first.page.evaluate(async (text) => {
        const reply = await window.branch.customers.search({ text, limit: 1 })
        const found = reply.ok ? reply.value.hits[0]?.id : undefined
        if (found === undefined) throw new Error(`nobody is called ${text}`)
        return found
      }, odd[who].name)
      await first.goTo(`/customers/${id}/${tab}`)
      await first.page.locator('.facts').waitFor()
      await act(stage)
      await first.settle()
      return first
    },
  }
}

/** The list with all of them. */
async function listed(stage: Stage): Promise<Terminal> {
  const first = await received(stage)
  await first.goTo('/customers')
  const { words } = stage
  await first.page.getByRole('textbox', { name: words.customers.filter.text }).fill(oddSurname)
  await first.page.getByTitle(odd.rare.name).first().waitFor()
  await first.settle()
  return first
}

/** People nobody designs for: in the list, the search, the record and its forms. */
export const oddScenes: readonly Scene[] = [
  { name: 'bad-input-list', enter: listed },
  {
    name: 'bad-input-search',
    reenter: true,
    leave: closeTop,
    enter: async (stage) => {
      const first = await received(stage)
      await first.page.keyboard.press('Control+k')
      await first.page.keyboard.insertText(oddSurname)
      await first.page.getByRole('option').nth(3).waitFor()
      return first
    },
  },
  {
    name: 'bad-input-preview',
    reenter: true,
    leave: closeTop,
    enter: async (stage) => {
      const first = await listed(stage)
      await first.page.getByRole('grid').focus()
      // A preview stays open from one size to the next; the key would close it.
      const preview = first.page.locator('.preview')
      if (!(await preview.isVisible())) await first.page.keyboard.press(' ')
      await preview.waitFor()
      await first.settle()
      return first
    },
  },
  oddRecord('bad-input-long', 'long'),
  oddRecord('bad-input-long-details', 'long', 'profile'),
  {
    ...oddRecord('bad-input-long-log', 'long', 'overview', ({ first }) =>
      first.page.keyboard.press('c'),
    ),
    reenter: true,
    leave: closeTop,
  },
  oddRecord('bad-input-rare', 'rare'),
  oddRecord('bad-input-three-names', 'threeNames'),
  oddRecord('bad-input-no-phone', 'noPhone'),
  oddRecord('bad-input-no-account', 'noAccount'),
  oddRecord('bad-input-no-account-assets', 'noAccount', 'assets'),
  oddRecord('bad-input-busy', 'busy'),
  oddRecord('bad-input-busy-transactions', 'busy', 'transactions'),
]
