import { closeTop, overlayScene, pageScene, type Scene, type Stage } from './scene.ts'

const page = '/customers/groups'
const parts = 'features/customers/groups'

/** Chooses a group by the words of its kind: the nth static or dynamic one. */
async function choose({ first, words }: Stage, kind: 'static' | 'dynamic', nth = 0): Promise<void> {
  const groups = first.page.locator('.groups__one')
  await groups.first().waitFor()
  await groups.filter({ hasText: words.customers.groups.kind[kind] }).nth(nth).click()
}

/** The rule of a dynamic group with its counts. */
async function counted({ first }: Stage): Promise<void> {
  await first.page.locator('.count__total').waitFor()
  await first.page.locator('.sample, .sample__none').first().waitFor()
  await first.settle()
}

/** A new group with lines that are not finished, and an attempt to save it. */
async function wrong(stage: Stage): Promise<void> {
  const { first, words } = stage
  await first.page.getByRole('button', { name: words.customers.groups.new }).click()
  const add = (word: string) => first.page.getByRole('button', { name: word, exact: true }).first()
  await add(words.customers.groups.addCondition).click()
  await add(words.customers.groups.addGroup).click()
  await first.page.getByRole('button', { name: words.customers.groups.save, exact: true }).click()
  await first.page.getByRole('alert').first().waitFor()
  await first.settle()
}

/** Leaves the new group unwritten, so that the next scene begins afresh. */
async function leaveNew({ first }: Stage): Promise<void> {
  await first.page.evaluate(() => {
    const { drafts } = (
      globalThis as unknown as {
        branch: { drafts: { discard: (request: { key: string }) => Promise<unknown> } }
      }
    ).branch
    return drafts.discard({ key: 'group:new' })
  })
  await first.goTo('/customers')
}

async function chosenRows({ first }: Stage): Promise<void> {
  await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
  await first.page.getByRole('grid').focus()
  await first.page.keyboard.press('Home')
  await first.page.keyboard.press('x')
  await first.page.keyboard.press('Shift+ArrowDown')
}

/** 客户组: rules with who is left, named customers, and the way there from the list. */
export const groupScenes: readonly Scene[] = [
  pageScene('customer-groups', page, async (stage) => {
    await choose(stage, 'dynamic', 1)
    await counted(stage)
  }),
  pageScene('customer-groups-shared', page, async (stage) => {
    await choose(stage, 'dynamic', 0)
    await counted(stage)
  }),
  pageScene('customer-groups-static', page, async (stage) => {
    await choose(stage, 'static')
    await stage.first.page.locator('.members tbody tr').first().waitFor()
  }),
  {
    ...overlayScene('customer-groups-words', page, async (stage) => {
      await choose(stage, 'dynamic', 1)
      await counted(stage)
      await stage.first.page.locator('.words').first().click()
      await stage.first.page.locator('.words__list input').first().waitFor()
    }),
    opens: [`${parts}/words-choice.vue`],
  },
  { ...overlayScene('customer-groups-wrong', page, wrong), leave: leaveNew },
  overlayScene(
    'customers-groups-menu',
    '/customers',
    async ({ first, words }) => {
      await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      await first.page
        .getByRole('button', { name: words.customers.groups.button, exact: true })
        .click()
      await first.page.getByText(words.customers.groups.menuFilter).waitFor()
    },
    ['features/customers/list/customers-page.vue'],
  ),
  {
    ...overlayScene(
      'customers-add-to-group',
      '/customers',
      async (stage) => {
        const { first, words } = stage
        await chosenRows(stage)
        await first.page.getByRole('button', { name: words.customers.groups.addSelected }).click()
        await first.page.getByRole('dialog').waitFor()
        await first.page.getByRole('dialog').locator('.form__submit').click()
        await first.page.getByRole('dialog').getByRole('alert').first().waitFor()
      },
      [`${parts}/add-to-group-dialog.vue`],
    ),
    leave: async (stage) => {
      await closeTop(stage)
      await stage.first.page
        .getByRole('button', { name: stage.words.customers.footer.clear, exact: true })
        .click()
    },
  },
  pageScene('paper-group-visits', page, async (stage) => {
    const { first, words } = stage
    await choose(stage, 'static')
    await first.page.getByRole('button', { name: words.customers.groups.print }).click()
    await first.page.locator('.sheet tbody tr').first().waitFor()
  }),
]
