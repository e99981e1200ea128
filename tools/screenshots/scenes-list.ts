import { closeTop, overlayScene, type Scene, type Size, type Stage } from './scene.ts'

const page = '/customers'
const list = 'features/customers/list'

/** In which not all views have room, in either language. */
const leastSize: Size = { width: 960, height: 614 }

/** Waits until the customers are there. */
async function drawn({ first }: Stage): Promise<void> {
  await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
  await first.settle()
}

/** The list as it is after something was done in it; it is put right afterwards. */
function after(
  name: string,
  act: (stage: Stage) => Promise<unknown>,
  leave: (stage: Stage) => Promise<void> = closeTop,
  opens: readonly string[] = [],
): Scene {
  return {
    ...overlayScene(
      name,
      page,
      async (stage) => {
        await drawn(stage)
        await act(stage)
      },
      opens,
    ),
    leave,
  }
}

/** Leaves the page with what was chosen or typed on it, so that the next scene begins afresh. */
async function startAgain({ first }: Stage): Promise<void> {
  await first.page.keyboard.press('Escape')
  await first.page.evaluate(() => globalThis.location.reload())
  await first.page.getByRole('navigation').first().waitFor()
  await first.settle()
}

/** Chooses the first three rows. */
async function chooseThree({ first }: Stage): Promise<void> {
  await first.page.getByRole('grid').focus()
  await first.page.keyboard.press('Home')
  await first.page.keyboard.press('x')
  await first.page.keyboard.press('Shift+ArrowDown')
  await first.page.keyboard.press('Shift+ArrowDown')
  await first.settle()
}

async function chooseNone({ first, words }: Stage): Promise<void> {
  await first.page.keyboard.press('Escape')
  await first.settle()
  const clear = first.page.getByRole('button', { name: words.customers.footer.clear, exact: true })
  if (await clear.isVisible()) await clear.click()
}

const press = (key: string) => async (stage: Stage) => {
  await stage.first.page.getByRole('grid').focus()
  await stage.first.page.keyboard.press(key)
}

async function saveView({ first, words }: Stage): Promise<void> {
  await first.page.getByRole('button', { name: words.customers.views.save, exact: true }).click()
  await first.page.getByRole('dialog').waitFor()
}

async function exportList(stage: Stage): Promise<void> {
  await press('e')(stage)
  await stage.first.page.getByRole('dialog').waitFor()
}

async function refused({ first }: Stage): Promise<void> {
  await first.page.getByRole('dialog').locator('.form__submit').click()
  await first.page.getByRole('dialog').getByRole('alert').first().waitFor()
}

/** 我的客户: views, filters, the preview, what is done with one and with many. */
export const listScenes: readonly Scene[] = [
  {
    name: 'customers',
    enter: async (stage) => {
      await stage.first.goTo(page)
      await drawn(stage)
      return stage.first
    },
  },
  after(
    'customers-view',
    async ({ first }) => {
      await first.page.getByRole('tab').nth(1).click()
    },
    async ({ first }) => {
      await first.page.getByRole('tab').first().click()
      await first.settle()
    },
  ),
  after(
    'customers-churn',
    async ({ first, words }) => {
      const tab = first.page.getByRole('tab', { name: words.customers.views.churn })
      if (await tab.isVisible()) await tab.click()
    },
    async ({ first }) => {
      await first.page.getByRole('tab').first().click()
      await first.settle()
    },
  ),
  {
    ...after(
      'customers-all-views',
      async ({ first }) => {
        await first.page.setViewportSize(leastSize)
        await first.page.locator('.tab-bar__all').click()
      },
      closeTop,
      ['components/tab-bar.vue'],
    ),
    sizes: [leastSize],
  },
  after('customers-chosen', chooseThree, chooseNone),
  after('customers-preview', press(' ')),
  after(
    'customers-none',
    async ({ first, words }) => {
      await first.page.getByRole('textbox', { name: words.customers.filter.text }).fill('zzzzzz')
      await first.page.locator('.empty').waitFor()
    },
    async ({ first, words }) => {
      const clear = first.page.getByRole('button', {
        name: words.customers.filter.clear,
        exact: true,
      })
      if (await clear.first().isVisible()) await clear.first().click()
      await first.settle()
    },
  ),
  after(
    'customers-filter',
    async ({ first }) => {
      await first.page.locator('.box__choose').first().click()
      await first.page.getByRole('menuitem').first().waitFor()
    },
    closeTop,
    [`${list}/filter-chip.vue`],
  ),
  after(
    'customers-add-filter',
    async ({ first }) => {
      await first.page.locator('.filters__add').click()
      await first.page.getByRole('menuitem').first().waitFor()
    },
    closeTop,
    [`${list}/filter-bar.vue`],
  ),
  after(
    'customers-columns',
    async ({ first, words }) => {
      await first.page
        .getByRole('button', { name: words.customers.columns.title, exact: true })
        .click()
      await first.page.getByRole('checkbox', { name: words.customers.column.loan }).waitFor()
    },
    closeTop,
    [`${list}/column-chooser.vue`],
  ),
  after('customers-save-view', saveView, closeTop, [`${list}/view-name-dialog.vue`]),
  after('customers-save-view-wrong', async (stage) => {
    await saveView(stage)
    await refused(stage)
  }),
  after(
    'customers-view-menu',
    async (stage) => {
      const { first, words } = stage
      const menu = first.page.locator('.views .icon-button:not(.tab-bar__all)')
      if (!(await menu.isVisible())) {
        await saveView(stage)
        const name = `${words.customers.views.vip} 2`
        await first.page.getByRole('dialog').getByRole('textbox').fill(name)
        await first.page.getByRole('dialog').locator('.form__submit').click()
        await first.page.getByRole('dialog').waitFor({ state: 'hidden' })
      }
      await menu.click()
      await first.page.getByRole('menuitem').first().waitFor()
    },
    async ({ first, words }) => {
      const remove = first.page.getByRole('menuitem', { name: words.customers.views.delete })
      if (await remove.isVisible()) await remove.click()
      await first.settle()
    },
    [`${list}/view-tabs.vue`],
  ),
  after('customers-export', exportList, closeTop, ['features/customers/export/export-box.vue']),
  after('customers-export-wrong', async (stage) => {
    await exportList(stage)
    await refused(stage)
  }),
  after('customers-exported', async (stage) => {
    const { first, words } = stage
    await exportList(stage)
    await first.page.getByText(words.customers.export.reason.visit, { exact: true }).click()
    await first.page.getByRole('dialog').locator('.form__submit').click()
    await first.page.locator('.done').waitFor()
  }),
  after(
    'customers-bulk',
    async (stage) => {
      const { first, words } = stage
      await chooseThree(stage)
      await first.page.getByRole('button', { name: words.customers.bulk.button }).click()
      await first.page.getByRole('dialog').waitFor()
      await refused(stage)
    },
    async (stage) => {
      await closeTop(stage)
      await chooseNone(stage)
    },
    ['features/customers/contact/bulk-contact-dialog.vue'],
  ),
  after('customers-log', press('c'), startAgain),
]
