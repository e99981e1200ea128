import { overlayScene, pageScene, type Scene, type Stage } from './scene.ts'

const desk = '/workbench'
const list = 'features/workbench/list'

/** Waits until the work list is drawn. */
async function listDrawn({ first }: Stage): Promise<void> {
  await first.page.getByRole('grid').getByRole('row').nth(2).waitFor()
  await first.settle()
}

/** Something that opens over the work list. */
function over(
  name: string,
  opens: readonly string[],
  open: (stage: Stage) => Promise<unknown>,
): Scene {
  return overlayScene(
    name,
    desk,
    async (stage) => {
      await listDrawn(stage)
      await open(stage)
    },
    opens,
  )
}

/** The `nth` button at the end of the first row. */
const rowAct = ({ first }: Stage, nth: number) =>
  first.page.locator('.acts').first().locator('button').nth(nth).click()

/** The login page, and a manager's day from the work list to paper. */
export const deskScenes: readonly Scene[] = [
  {
    name: 'login',
    enter: async ({ first }) => {
      await first.page.getByRole('tab').first().waitFor()
      return first
    },
  },
  {
    name: 'login-wrong',
    enter: async ({ first, words }) => {
      await first.page.getByRole('button', { name: words.login.submitOnline, exact: true }).click()
      await first.page.getByRole('alert').first().waitFor()
      return first
    },
  },
  {
    name: 'login-refused',
    enter: async ({ first, staffNo, words }) => {
      await first.page.getByLabel(words.login.staffNo).fill(staffNo('customer_manager'))
      await first.page.getByLabel(words.login.password, { exact: true }).fill('not the password')
      await first.page.getByRole('button', { name: words.login.submitOnline, exact: true }).click()
      await first.page.getByRole('alert').first().waitFor()
      return first
    },
  },
  {
    name: 'workbench',
    carries: true,
    enter: async (stage) => {
      const { first, staffNo, password } = stage
      await first.login(staffNo('customer_manager'), password)
      await first.dataReady()
      await first.goTo(desk)
      await listDrawn(stage)
      return first
    },
  },
  pageScene('workbench-group', desk, async (stage) => {
    await listDrawn(stage)
    await stage.first.page.getByRole('tab').nth(1).click()
  }),
  over('workbench-order', [`${list}/order-note.vue`], ({ first, words }) =>
    first.page.getByRole('button', { name: words.workbench.order.title }).click(),
  ),
  over('workbench-points', [], ({ first }) => first.page.locator('.order__score').first().click()),
  over('workbench-later', [`${list}/row-acts.vue`, 'components/choice-menu.vue'], (stage) =>
    rowAct(stage, 2),
  ),
  over('workbench-unsuitable', [], (stage) => rowAct(stage, 3)),
  {
    ...pageScene('workbench-done', desk, async (stage) => {
      await listDrawn(stage)
      await rowAct(stage, 1)
      await stage.first.page.locator('.notices').getByRole('button').first().waitFor()
    }),
    reenter: true,
    leave: async ({ first, words }) => {
      const undo = first.page.getByRole('button', { name: words.workbench.notice.undo })
      if (await undo.first().isVisible()) await undo.first().click()
      await first.settle()
    },
  },
  over('workbench-single', [], async ({ first }) => {
    await rowAct({ first } as Stage, 0)
    await first.page.locator('.card').waitFor()
  }),
  over('workbench-round', ['features/workbench/round/contact-round.vue'], async ({ first }) => {
    await first.page.locator('.head__actions .el-button--primary').click()
    await first.page.locator('.card').waitFor()
  }),
  over('workbench-round-wrong', [], async ({ first }) => {
    await first.page.locator('.head__actions .el-button--primary').click()
    await first.page.locator('.card').waitFor()
    await first.page.locator('.card .form__submit').click()
    await first.page.getByRole('dialog').getByRole('alert').waitFor()
  }),
  pageScene('workbench-visits', '/workbench/paper/visits', ({ first }) =>
    first.page.locator('.sheet').waitFor(),
  ),
  pageScene('workbench-log', '/workbench/paper/log', ({ first }) =>
    first.page.locator('.sheet').waitFor(),
  ),
]
