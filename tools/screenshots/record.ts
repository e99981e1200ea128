import { closeTop, type Scene, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

/** The first customer of the book, opened where none is. */
async function openRecord({ first }: Stage, tab: string): Promise<Terminal> {
  const idNow = () =>
    first.page.evaluate(() => /^#\/customers\/([^/]+)/.exec(globalThis.location.hash)?.[1] ?? null)
  let id = await idNow()
  if (id === null) {
    await first.goTo('/customers')
    await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
    await first.settle()
    await first.page.getByRole('grid').focus()
    await first.page.keyboard.press('Enter')
    await first.page.waitForURL(/#\/customers\/.+/)
    id = await idNow()
  }
  await first.goTo(`/customers/${id}/${tab}`)
  await first.page.locator('.facts').waitFor()
  await first.settle()
  return first
}

/** A tab of the record, and what is done there first. */
export function record(
  name: string,
  tab: string,
  act: (stage: Stage) => Promise<unknown> = () => Promise.resolve(),
): Scene {
  return {
    name,
    enter: async (stage) => {
      const first = await openRecord(stage, tab)
      await act(stage)
      await first.settle()
      return first
    },
  }
}

/** Something that opens over the record and closes with Esc. */
export function over(
  name: string,
  tab: string,
  open: (stage: Stage) => Promise<unknown>,
  leave: (stage: Stage) => Promise<void> = closeTop,
  opens: readonly string[] = [],
): Scene {
  return { ...record(name, tab, open), reenter: true, leave, opens }
}

/** Goes on in the list until something is on the page; throws a sentence where it never is. */
export async function walkTo(
  stage: Stage,
  wanted: string,
  ready: (stage: Stage) => Promise<unknown>,
): Promise<void> {
  const { page } = stage.first
  for (let nth = 0; nth < 30; nth += 1) {
    await ready(stage)
    if (await page.locator(wanted).first().isVisible()) return
    await page.keyboard.press('Control+ArrowDown')
    await stage.first.settle()
  }
  throw new Error(`no customer shows ${wanted}`)
}

/** Leaves a form that stands in a line of the overview. */
export async function leaveLine({ first, words }: Stage): Promise<void> {
  const keep = first.page.getByRole('button', {
    name: words.customers.tasks.cancel,
    exact: true,
  })
  if (await keep.first().isVisible()) await keep.first().click()
  await first.settle()
}
