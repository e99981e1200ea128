import { leaveLine, over, record, walkTo } from './record.ts'
import { closeTop, type Scene, type Stage } from './scene.ts'

/** The flow of a year, which says where the transactions on the PC begin, with its drawing done. */
async function flowShown({ first, words }: Stage): Promise<void> {
  await first.page.getByRole('button', { name: words.customers.flow.year, exact: true }).click()
  await first.page.locator('.flow__notices').waitFor()
  await first.page.locator('.flow canvas').waitFor()
}

/** The profile of what is spent, or why there is none. */
async function consumptionShown({ first }: Stage): Promise<void> {
  await first.page.locator('.consumption canvas, .consumption .empty').first().waitFor()
}

/** The record that was open before is opened again by the next scene. */
const backToList = ({ first }: Stage): Promise<void> => first.goTo('/customers')

const typesShown = ({ first }: Stage): Promise<void> =>
  first.page.locator('.part__line').first().waitFor()

/** The relation graph with its drawing done. */
async function graphShown({ first }: Stage): Promise<void> {
  await first.page.locator('.graph [role=option]').nth(1).waitFor()
}

const scrollTo = (nth: number) => (stage: Stage) =>
  stage.first.page
    .locator('.record__body .panel')
    .nth(nth)
    .evaluate((panel) => panel.scrollIntoView({ block: 'start' }))

/** What to do next, drawn, with something that may be refused and something that is held back. */
async function actionsShown({ first }: Stage): Promise<void> {
  const { page } = first
  const refusable = page.locator('[data-way="refuse"]')
  const held = page.locator('.blocked > button')
  const drawn = page.locator('.action, .overview .empty').first()
  for (let tries = 0; tries < 60; tries += 1) {
    await drawn.waitFor()
    await first.settle()
    if ((await refusable.count()) > 0 && (await held.count()) > 0) return
    await page.keyboard.press('Control+ArrowDown')
    await first.settle()
  }
  throw new Error('nobody of the book has both something to refuse and something held back')
}

async function correct({ first, words }: Stage): Promise<void> {
  const { fill, change } = words.customers.profile
  const begin = first.page.getByRole('button', { name: new RegExp(`^(${fill}|${change}) `) })
  await begin.first().click()
  await begin.first().click()
  await first.page.keyboard.press('Control+Enter')
  await first.page.getByRole('alert').first().waitFor()
}

async function dropCorrection(stage: Stage): Promise<void> {
  const drop = stage.first.page.getByRole('button', {
    name: stage.words.customers.correction.discard,
  })
  if (await drop.isVisible()) await drop.click()
  await stage.first.settle()
}

/** 客户 360 in all its tabs, with what opens in them. */
export const recordScenes: readonly Scene[] = [
  record('customer-overview', 'overview'),
  record('customer-overview-middle', 'overview', scrollTo(3)),
  record('customer-overview-end', 'overview', scrollTo(7)),
  over('customer-average', 'overview', async ({ first }) => {
    await first.page.locator('.facts button').first().click()
    await first.page.locator('.formula').first().waitFor()
  }),
  over(
    'customer-reveal',
    'overview',
    async ({ first }) => {
      await first.page.locator('.line .masked__eye').first().click()
      await first.page.locator('.answer').first().waitFor()
    },
    closeTop,
    ['components/masked-field.vue'],
  ),
  over(
    'customer-revealed',
    'overview',
    async ({ first }) => {
      await first.page.locator('.line .masked__eye').first().click()
      await first.page.locator('.answer').first().click()
      await first.page.getByRole('timer').waitFor()
    },
    async ({ first, words }) => {
      const hide = first.page.getByRole('button', {
        name: words.common.mask.hide.split('{')[0] ?? '',
      })
      if (await hide.first().isVisible()) await hide.first().click()
      await first.settle()
    },
  ),
  over(
    'customer-task',
    'overview',
    async ({ first, words }) => {
      const close = first.page.getByRole('button', {
        name: words.customers.tasks.complete,
        exact: true,
      })
      await close.first().click()
      await first.page.getByRole('button', { name: words.customers.tasks.confirm }).click()
      await first.page.getByRole('alert').first().waitFor()
    },
    leaveLine,
  ),
  over(
    'customer-next-how',
    'overview',
    async (stage) => {
      await actionsShown(stage)
      await stage.first.page.locator('.action__score').first().click()
      await stage.first.page.getByRole('dialog').waitFor()
    },
    closeTop,
    ['features/customers/next-action/action-arithmetic.vue'],
  ),
  over(
    'customer-next-refuse',
    'overview',
    async (stage) => {
      await actionsShown(stage)
      await stage.first.page.locator('[data-way="refuse"]').first().click()
      const form = stage.first.page.getByRole('form', {
        name: stage.words.customers.next.refusal.title,
      })
      await form.locator('.form__submit').click()
      await form.getByRole('alert').first().waitFor()
    },
    leaveLine,
  ),
  over(
    'customer-need',
    'overview',
    async (stage) => {
      await actionsShown(stage)
      const { page } = stage.first
      await page.getByRole('button', { name: stage.words.customers.needs.add }).click()
      const form = page.getByRole('form', { name: stage.words.customers.needs.addTitle })
      await form.locator('.form__submit').click()
      await form.getByRole('alert').first().waitFor()
      await form.evaluate((drawn) => drawn.scrollIntoView({ block: 'center' }))
    },
    leaveLine,
  ),
  record('customer-next-blocked', 'overview', async (stage) => {
    await actionsShown(stage)
    const held = stage.first.page.locator('.blocked > button')
    if ((await held.getAttribute('aria-expanded')) === 'false') await held.click()
    await held.evaluate((drawn) => drawn.scrollIntoView({ block: 'center' }))
  }),
  over('customer-log', 'overview', async ({ first, words }) => {
    await first.page.keyboard.press('c')
    await first.page.getByRole('button', { name: words.customers.contactForm.more }).click()
    await first.page.getByRole('dialog').locator('.form__submit').click()
    await first.page.getByRole('dialog').getByRole('alert').first().waitFor()
  }),
  record('customer-assets', 'assets'),
  record('customer-flow', 'flow', flowShown),
  record('customer-flow-end', 'flow', async (stage) => {
    await flowShown(stage)
    await scrollTo(3)(stage)
  }),
  over(
    'customer-flow-how',
    'flow',
    async (stage) => {
      await flowShown(stage)
      const { how, howTitle } = stage.words.customers.flow.leakage
      await stage.first.page.getByRole('button', { name: how, exact: true }).click()
      await stage.first.page.getByRole('dialog', { name: howTitle }).waitFor()
    },
    closeTop,
    ['features/customers/flow/flow-arithmetic.vue'],
  ),
  over(
    'customer-flow-class',
    'flow',
    async (stage) => {
      await flowShown(stage)
      await stage.first.page.locator('.class__wrong').first().click()
      await stage.first.page.getByRole('dialog').waitFor()
    },
    closeTop,
    ['features/customers/flow/party-class-dialog.vue'],
  ),
  over(
    'customer-flow-export',
    'flow',
    async (stage) => {
      await flowShown(stage)
      const { open, title } = stage.words.customers.flow.export
      await stage.first.page.getByRole('button', { name: open, exact: true }).click()
      await stage.first.page.getByRole('dialog', { name: title }).waitFor()
    },
    closeTop,
    ['features/customers/export/export-box.vue'],
  ),
  over(
    'customer-relation',
    'graph',
    async (stage) => {
      await graphShown(stage)
      const { add } = stage.words.customers.relations
      await stage.first.page.getByRole('button', { name: add, exact: true }).click()
      await stage.first.page.getByRole('dialog', { name: add }).waitFor()
    },
    closeTop,
    ['features/customers/relations/relation-dialog.vue'],
  ),
  over(
    'customer-flow-movements',
    'flow',
    async (stage) => {
      await flowShown(stage)
      await stage.first.page.locator('.flow tbody button.link').first().click()
      await stage.first.page.getByRole('dialog').getByRole('row').nth(1).waitFor()
    },
    closeTop,
    ['features/customers/flow/flow-movements.vue'],
  ),
  {
    ...record('customer-moment', 'overview', (stage) =>
      walkTo(stage, '.recognition__moment', ({ first }) => first.page.locator('.facts').waitFor()),
    ),
    leave: backToList,
  },
  record('customer-consumption', 'consumption', consumptionShown),
  {
    ...record('customer-consumption-told', 'consumption', (stage) =>
      walkTo(stage, '.consumption canvas', consumptionShown),
    ),
    leave: backToList,
  },
  record('customer-graph', 'graph', graphShown),
  over(
    'customer-graph-table',
    'graph',
    async (stage) => {
      await graphShown(stage)
      const { page } = stage.first
      await page.getByRole('button', { name: stage.words.common.chart.table }).click()
      await page.locator('.graph .table tbody tr').first().waitFor()
    },
    async ({ first, words }) => {
      await first.page.getByRole('button', { name: words.common.chart.chart }).click()
      await first.settle()
    },
  ),
  record('customer-evaluation', 'evaluation', async ({ first }) => {
    const lines = first.page.locator('.part__line')
    await lines.first().waitFor()
    for (const nth of [1, 5]) {
      const line = lines.nth(nth)
      if ((await line.getAttribute('aria-expanded')) === 'false') await line.click()
    }
  }),
  over(
    'customer-type-add',
    'evaluation',
    async ({ first, words }) => {
      await first.page.getByRole('button', { name: words.customers.types.add }).click()
      await first.page.getByText(words.customers.types.addNote).waitFor()
    },
    closeTop,
    ['features/customers/evaluation/types-panel.vue'],
  ),
  over(
    'customer-type-deny',
    'evaluation',
    async (stage) => {
      await walkTo(stage, '.type', typesShown)
      const { deny } = stage.words.customers.types
      const denial = stage.first.page.getByRole('button', { name: new RegExp(`^${deny} `) })
      await denial.first().click()
    },
    async (stage) => {
      await closeTop(stage)
      await backToList(stage)
    },
    ['features/customers/evaluation/type-item.vue'],
  ),
  over(
    'customer-flow-range',
    'flow',
    async (stage) => {
      await flowShown(stage)
      const { own, to } = stage.words.customers.flow
      const { page } = stage.first
      await page.getByRole('button', { name: own, exact: true }).click()
      await page.getByRole('combobox', { name: to, exact: true }).fill('2031-01-01')
      await page.keyboard.press('Enter')
      await page.locator('.period__own [type=submit]').click()
      await page.locator('.period__problem').waitFor()
    },
    async ({ first, words }) => {
      const { own } = words.customers.flow
      await first.page.getByRole('button', { name: own, exact: true }).click()
      await first.settle()
    },
  ),
  record('customer-transactions', 'transactions'),
  record('customer-transactions-none', 'transactions', async ({ first, words }) => {
    const field = first.page.getByLabel(words.customers.transactions.filterText)
    await field.fill('zzzzzz')
    await first.page.locator('.empty').waitFor()
  }),
  record('customer-contacts', 'contacts'),
  record('customer-profile', 'profile'),
  over('customer-correction', 'profile', correct, dropCorrection),
]
