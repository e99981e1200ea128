import { zh } from '#renderer/locales/zh.ts'
import { closeTop, overlayScene, pageScene, type Scene, type Stage } from './scene.ts'

/** A tab of the first customer's record. */
function recordTab(name: string, tab: string): Scene {
  return {
    name,
    enter: async ({ first }) => {
      const path = await first.page.evaluate(() => globalThis.location.hash)
      const id = /^#\/customers\/([^/]+)/.exec(path)?.[1]
      if (!id) throw new Error('no customer is open')
      await first.goTo(`/customers/${id}/${tab}`)
      return first
    },
  }
}

/** Something of the frame that opens over the sync centre. */
const overlay = (name: string, open: (stage: Stage) => Promise<unknown>): Scene =>
  overlayScene(name, '/sync', open)

/** The kit, scrolled so that a part of it stands at the top. */
function kitPart(name: string, heading: string): Scene {
  return pageScene(name, '/kit', async ({ first }) => {
    await first.page
      .getByRole('heading', { name: heading, exact: true })
      .evaluate((element) => element.scrollIntoView({ block: 'start' }))
    await first.page.waitForTimeout(500)
  })
}

/** Something that opens over the customer list. */
function over(name: string, open: (stage: Stage) => Promise<void>): Scene {
  return {
    name,
    reenter: true,
    enter: async (stage) => {
      await stage.first.goTo('/customers')
      await stage.first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      await open(stage)
      await stage.first.settle()
      return stage.first
    },
    leave: closeTop,
  }
}

/** From the first start to a day's work, with head office there. */
export const onlineScenes: readonly Scene[] = [
  {
    name: 'login',
    enter: async ({ first }) => {
      await first.page.getByRole('tab').first().waitFor()
      return first
    },
  },
  {
    name: 'login-refused',
    enter: async ({ first, staffNo }) => {
      await first.page.getByLabel(zh.login.staffNo).fill(staffNo('customer_manager'))
      await first.page.getByLabel(zh.login.password, { exact: true }).fill('not the password')
      await first.page.getByRole('button', { name: zh.login.submitOnline, exact: true }).click()
      await first.page.getByRole('alert').first().waitFor()
      return first
    },
  },
  {
    name: 'workbench',
    enter: async ({ first, staffNo, password }) => {
      await first.login(staffNo('customer_manager'), password)
      await first.dataReady()
      await first.page.getByRole('grid').getByRole('row').nth(2).waitFor()
      await first.settle()
      return first
    },
  },
  {
    name: 'workbench-round',
    reenter: true,
    enter: async ({ first }) => {
      await first.goTo('/workbench')
      await first.page.locator('.head__actions .el-button--primary').click()
      await first.page.locator('.card').waitFor()
      await first.settle()
      return first
    },
    leave: closeTop,
  },
  {
    name: 'workbench-visits',
    enter: async ({ first }) => {
      await first.goTo('/workbench/paper/visits')
      await first.page.locator('.sheet').waitFor()
      return first
    },
  },
  {
    name: 'workbench-log',
    enter: async ({ first }) => {
      await first.goTo('/workbench/paper/log')
      await first.page.locator('.sheet').waitFor()
      return first
    },
  },
  {
    name: 'customers',
    enter: async ({ first }) => {
      await first.goTo('/customers')
      await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      return first
    },
  },
  over('customers-save-view', async ({ first }) => {
    await first.page.getByRole('button', { name: zh.customers.views.save, exact: true }).click()
    await first.page.getByRole('dialog').waitFor()
  }),
  over('customers-columns', async ({ first }) => {
    await first.page.getByRole('button', { name: zh.customers.columns.title, exact: true }).click()
    await first.page.getByRole('checkbox', { name: zh.customers.column.loan }).waitFor()
  }),
  over('customers-export', async ({ first }) => {
    await first.page.getByRole('grid').focus()
    await first.page.keyboard.press('e')
    await first.page.getByRole('dialog').waitFor()
  }),
  {
    name: 'customer-overview',
    enter: async ({ first }) => {
      await first.goTo('/customers')
      await first.page.getByRole('grid').getByRole('row').nth(4).waitFor()
      await first.page.getByRole('grid').focus()
      await first.page.keyboard.press('Enter')
      await first.page.waitForURL(/#\/customers\/.+/)
      await first.settle()
      return first
    },
  },
  {
    name: 'customer-average',
    reenter: true,
    enter: async ({ first }) => {
      await first.page.locator('.facts button, .strip button').first().click()
      await first.settle()
      return first
    },
    leave: closeTop,
  },
  recordTab('customer-transactions', 'transactions'),
  recordTab('customer-contacts', 'contacts'),
  recordTab('customer-profile', 'profile'),
  pageScene('sync', '/sync'),
  overlay('search', async ({ first }) => {
    await first.page.keyboard.press('Control+k')
    await first.page.keyboard.type('zh')
    await first.page.getByRole('option').first().waitFor()
  }),
  overlay('shortcuts', async ({ first }) => {
    await first.page.keyboard.press('?')
  }),
  overlay('usage', async ({ first }) => {
    await first.page.locator('.status .cell').nth(4).click()
  }),
  overlay('user', async ({ first }) => {
    await first.page.locator('.user').click()
  }),
  overlay('diagnostics', async ({ first }) => {
    await first.page.locator('.page__actions button').first().click()
  }),
  overlay('preferences', async ({ first }) => {
    await first.page.locator('.user').click()
    await first.page.locator('.menu__act').first().click()
    await first.page.getByRole('dialog').last().waitFor()
  }),
  pageScene('kit', '/kit'),
  kitPart('kit-fields', zh.kit.fields.title),
  kitPart('kit-panels', zh.kit.panels.bare),
  kitPart('kit-grids', zh.kit.grids.empty),
  overlayScene('kit-dialog', '/kit', ({ first }) =>
    first.page.locator('[data-kit="dialog"]').click(),
  ),
  overlayScene('kit-toast', '/kit', ({ first }) =>
    first.page.locator('[data-kit="toast"]').click(),
  ),
]
