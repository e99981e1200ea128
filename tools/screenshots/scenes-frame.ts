import type { BranchBridge } from '#contract/ipc.ts'
import { overlayScene, pageScene, type Scene, type Stage } from './scene.ts'
import type { Terminal } from './terminal.ts'

declare const window: { branch: BranchBridge }

/** Logs a contact with some customer, so that there is a submission to look at. */
async function logContact({ page }: Terminal): Promise<void> {
  await page.evaluate(async () => {
    const { customers } = window.branch
    const found = await customers.search({ text: 'a', limit: 20 })
    const customerId = found.ok ? found.value.hits.find(({ mine }) => mine)?.id : undefined
    if (customerId === undefined) throw new Error('no customer to speak to')
    const logged = await customers.logContact({
      customerId,
      channel: 'phone',
      outcome: 'interested',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    })
    if (!logged.ok) throw new Error(logged.error.code)
  })
}

/** Something of the frame that opens over the sync centre. */
const overlay = (
  name: string,
  opens: readonly string[],
  open: (stage: Stage) => Promise<unknown>,
): Scene => overlayScene(name, '/sync', open, opens)

/** The kit, scrolled so that a part of it stands at the top. */
function kitPart(name: string, headingOf: (stage: Stage) => string): Scene {
  return pageScene(name, '/kit', async (stage) => {
    await stage.first.page
      .getByRole('heading', { name: headingOf(stage), exact: true })
      .evaluate((element) => element.scrollIntoView({ block: 'start' }))
    await stage.first.settle()
  })
}

/** Something that a button of the kit opens. */
const ofKit = (name: string, part: string): Scene =>
  overlayScene(name, '/kit', ({ first }) => first.page.locator(`[data-kit="${part}"]`).click(), [
    'features/kit/kit-overlays.vue',
    'components/dialog-box.vue',
    'components/form-dialog.vue',
    'components/popover-box.vue',
  ])

/** The sync centre, what opens from the frame, own use, and the kit. */
export const frameScenes: readonly Scene[] = [
  pageScene('sync', '/sync'),
  overlay('sync-detail', ['features/sync/submission-detail.vue'], async ({ first, words }) => {
    const view = first.page.getByRole('button', {
      name: words.sync.queue.viewOf.split('{')[0] ?? '',
    })
    if ((await view.count()) === 0) await logContact(first)
    await view.first().click()
    await first.page.getByRole('dialog').waitFor()
  }),
  overlay('diagnostics', ['features/sync/diagnostics-dialog.vue'], async ({ first }) => {
    await first.page.locator('.page__actions button').first().click()
    await first.page.getByRole('dialog').waitFor()
  }),
  overlay('search', [], async ({ first }) => {
    await first.page.keyboard.press('Control+k')
    await first.page.keyboard.type('zh')
    await first.page.getByRole('option').first().waitFor()
  }),
  overlay('search-none', [], async ({ first }) => {
    await first.page.keyboard.press('Control+k')
    await first.page.keyboard.type('¥‰☃%_"')
    await first.settle()
  }),
  overlay('search-recent', [], async ({ first }) => {
    await first.page.keyboard.press('Control+k')
    await first.page.getByRole('option').first().waitFor()
  }),
  overlay('usage', ['frame/usage-cell.vue'], ({ first }) =>
    first.page.locator('.status .cell').nth(4).click(),
  ),
  overlay('about', ['frame/about-cell.vue'], ({ first }) =>
    first.page.locator('.status .cell').last().click(),
  ),
  overlay('user', ['frame/user-menu.vue'], ({ first }) => first.page.locator('.user').click()),
  overlay('preferences', ['frame/preferences-dialog.vue'], async ({ first }) => {
    await first.page.locator('.user').click()
    await first.page.locator('.menu__act').first().click()
    await first.page.getByRole('dialog').last().waitFor()
  }),
  pageScene('training', '/training'),
  pageScene('training-month', '/training', ({ first, words }) =>
    first.page.getByRole('button', { name: words.training.earlier }).click(),
  ),
  pageScene('training-rules', '/training/rules'),
  overlay(
    'training-appeal',
    ['features/training/own/appeal-dialog.vue'],
    async ({ first, words }) => {
      await first.goTo('/sync')
      await first.goTo('/training')
      await first.page.getByRole('button', { name: words.training.earlier }).click()
      await first.page.getByRole('button', { name: words.assessment.appeal.button }).click()
      await first.page.getByRole('form', { name: words.assessment.appeal.button }).waitFor()
    },
  ),
  pageScene('kit', '/kit'),
  kitPart('kit-fields', ({ words }) => words.kit.fields.title),
  kitPart('kit-panels', ({ words }) => words.kit.panels.bare),
  kitPart('kit-grids', ({ words }) => words.kit.grids.empty),
  ofKit('kit-dialog', 'dialog'),
  ofKit('kit-form-dialog', 'form-dialog'),
  ofKit('kit-popover', 'popover'),
  ofKit('kit-menu', 'menu'),
  ofKit('kit-toast', 'toast'),
]
