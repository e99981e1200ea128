import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

test('a head office that froze is noticed within about ten seconds, and when it goes on', async ({
  bank,
  newPc,
}) => {
  test.skip(process.platform === 'win32', 'freezes head office by SIGSTOP')
  const manager = bank.user('customer_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  await expect(page.getByText('在线', { exact: true })).toBeVisible()

  office.freeze()
  const frozen = performance.now()
  await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 40_000 })
  const noticedMs = Math.round(performance.now() - frozen)
  console.log(`frozen head office noticed after ${noticedMs} ms`)
  // A poll of at most 6 s, 2 s of silence, 2.5 s for the question beside, and a busy machine. The
  // packed digest of a fresh cache may be on its way, in place of the poll.
  expect(noticedMs).toBeLessThan(13_000)

  office.thaw()
  await expect(page.getByText('在线', { exact: true })).toBeVisible({ timeout: 40_000 })
})
