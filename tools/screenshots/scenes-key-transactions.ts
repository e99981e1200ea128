import { overlayScene, pageScene, type Scene, type Stage } from './scene.ts'

const page = '/workbench/key-transactions'
const feature = 'features/key-transactions'
/** Cards that come up for the first picture. */
const shownCards = 7

/** Waits until list and pane are drawn. */
async function cardsDrawn({ first }: Stage): Promise<void> {
  await first.page.getByRole('grid').getByRole('row').nth(2).waitFor()
  await first.page.locator('.pane').waitFor()
  await first.settle()
}

function over(
  name: string,
  opens: readonly string[],
  open: (stage: Stage) => Promise<unknown>,
): Scene {
  return overlayScene(
    name,
    page,
    async (stage) => {
      await cardsDrawn(stage)
      await open(stage)
    },
    opens,
  )
}

const button = ({ first }: Stage, name: string) =>
  first.page.locator('.pane').getByRole('button', { name, exact: true })

/** Goes down the list to a card that core banking took back; false where there is none. */
async function reversedShown({ first }: Stage): Promise<boolean> {
  const { page: shown } = first
  const grid = shown.getByRole('grid')
  await grid.focus()
  await shown.keyboard.press('Home')
  for (let row = Number(await grid.getAttribute('aria-rowcount')); row > 0; row -= 1) {
    await first.settle()
    if (await shown.locator('.pane__reversed').isVisible()) return true
    await shown.keyboard.press('ArrowDown')
  }
  return false
}

/** 关键交易监控: cards that just arrived, of an elder, and the steps. */
export const keyTransactionScenes: readonly Scene[] = [
  {
    ...pageScene('key-transactions', page, async (stage) => {
      await stage.first.settle()
      const grid = stage.first.page.getByRole('grid')
      const missing = shownCards + 1 - (await grid.getByRole('row').count())
      const elders = await grid.locator('.advice--fraud').count()
      if (missing > 0 || elders === 0) {
        await stage.program.arrive(stage.staffNo('customer_manager'), Math.max(0, missing))
        await grid.getByRole('row').nth(shownCards).waitFor()
        await grid.locator('.advice--fraud').first().waitFor()
      }
      await cardsDrawn(stage)
    }),
    carries: true,
  },
  pageScene('key-transactions-elder', page, async (stage) => {
    await cardsDrawn(stage)
    await stage.first.page.getByRole('grid').locator('.advice--fraud').first().click()
    await stage.first.page.locator('.pane .advice--fraud').waitFor()
  }),
  {
    ...pageScene('key-transactions-empty', page, async (stage) => {
      await stage.first.page.getByRole('tab').nth(3).click()
      await stage.first.page.locator('.empty').first().waitFor()
    }),
    leave: async ({ first }) => {
      await first.page.getByRole('tab').first().click()
      await first.settle()
    },
  },
  {
    ...pageScene('key-transactions-reversed', page, async (stage) => {
      await cardsDrawn(stage)
      await stage.first.page.getByRole('tab').last().click()
      await stage.first.settle()
      if (await reversedShown(stage)) return
      await stage.program.takeBack(stage.staffNo('customer_manager'))
      await stage.first.page.getByRole('tab').first().click()
      await stage.first.settle()
      await stage.first.page.getByRole('tab').last().click()
      await stage.first.settle()
      if (!(await reversedShown(stage))) throw new Error('no card was taken back')
    }),
    leave: async ({ first }) => {
      await first.page.getByRole('tab').first().click()
      await first.settle()
    },
  },
  over('key-transactions-call', [`${feature}/call-drawer.vue`], async (stage) => {
    await button(stage, stage.words.keyTransactions.act.call).click()
    await stage.first.page.getByRole('dialog').waitFor()
  }),
  over('key-transactions-false-alarm', [`${feature}/step-dialog.vue`], async (stage) => {
    await button(stage, stage.words.keyTransactions.act.false_alarm).click()
    await stage.first.page.getByRole('dialog').waitFor()
  }),
  over('key-transactions-false-alarm-wrong', [], async (stage) => {
    await button(stage, stage.words.keyTransactions.act.false_alarm).click()
    await stage.first.page.getByRole('dialog').locator('.form__submit').click()
    await stage.first.page.getByRole('dialog').getByRole('alert').first().waitFor()
  }),
  over('key-transactions-reminders', [`${feature}/reminders-dialog.vue`], async (stage) => {
    const { page: shown } = stage.first
    await shown
      .getByRole('button', { name: stage.words.keyTransactions.reminders.title, exact: true })
      .click()
    await shown.getByRole('dialog').waitFor()
  }),
]
