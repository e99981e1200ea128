import { expect } from 'playwright/test'
import { messages } from '#renderer/locales/index.ts'
import { examine } from '#tools/screenshots/examine.ts'
import type { Stage } from '#tools/screenshots/scene.ts'
import { scenes } from '#tools/screenshots/scenes.ts'
import { Terminal } from '#tools/screenshots/terminal.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook } from './support/book.ts'
import { logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

/** The main screens of a manager, with the forms that stand on them and have been refused. */
const looked = [
  'workbench-group',
  'workbench-order',
  'workbench-unsuitable',
  'workbench-round-wrong',
  'workbench-visits',
  'customers',
  'customers-chosen',
  'customers-columns',
  'customers-save-view-wrong',
  'customers-export-wrong',
  'customers-bulk',
  'customer-overview',
  'customer-average',
  'customer-reveal',
  'customer-task',
  'customer-log',
  'customer-transactions',
  'customer-contacts',
  'customer-profile',
  'customer-correction',
  'sync',
  'search',
  'preferences',
]

/** 终端案件 as a line manager sees them: the list, a case, and its decision that was refused. */
const cases = ['training-pc-cases', 'training-pc-case', 'training-pc-decide']

test('the cases of PCs are whole at 125 %, in either language', async ({ bank, newPc }) => {
  const line = bank.person('8110001')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(bank.user('branch_head').branchId)).open()
  await logIn(page, line)
  const second = new Terminal(page)
  await page.setViewportSize({ width: 1093, height: 614 })
  for (const language of ['zh', 'en'] as const) {
    await second.speak(language)
    // What scenes of one line manager use of a stage.
    const stage = { second, words: messages[language] } as Stage
    for (const scene of scenes.filter(({ name }) => cases.includes(name))) {
      await test.step(`${scene.name} ${language}`, async () => {
        await scene.enter(stage)
        expect.soft(await examine(page), scene.name).toEqual([])
        await scene.leave?.(stage)
      })
    }
  }
  await office.stop()
})

test('English, which runs wider, is whole in the smallest window', async ({ bank, newPc }) => {
  test.setTimeout(300_000)
  const office = await bank.openHeadOffice()
  const page = await openBook(newPc, bank.user('customer_manager'))
  const first = new Terminal(page)
  await first.speak('en')
  await page.setViewportSize({ width: 1093, height: 614 })
  // What scenes of one manager use of a stage.
  const stage = { first, words: messages.en } as Stage
  const played = scenes.filter(({ name }) => looked.includes(name))
  expect(played).toHaveLength(looked.length)
  for (const scene of played) {
    await test.step(scene.name, async () => {
      await scene.enter(stage)
      await first.settle()
      expect.soft(await examine(page), scene.name).toEqual([])
      await scene.leave?.(stage)
    })
  }
  await office.stop()
})
