import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, firstCustomer, logContact, logIn, openBySearch } from './support/pages.ts'
import { processesBelow } from './support/processes.ts'

const test = testWithBank(demoBank)

test('the service hangs while the window is open: it is replaced and nothing is lost', async ({
  bank,
  newPc,
}) => {
  test.skip(process.platform === 'win32', 'stops the service by SIGSTOP')
  const manager = bank.user('customer_manager')
  await bank.openHeadOffice()
  const terminal = await (await newPc(manager.branchId)).open()
  const page = terminal.window
  await logIn(page, manager)
  await customersShown(page)
  const name = await firstCustomer(page)
  await openBySearch(page, name, name)
  await logContact(page, '有意向', 'before the service hung')

  const shellPid = await terminal.app.evaluate(() => process.pid)
  const [pid] = processesBelow(shellPid, 'service.js')
  if (pid === undefined) throw new Error('the service was not found')
  process.kill(pid, 'SIGSTOP')
  const stopped = performance.now()

  await page
    .getByRole('button', { name: /登记联系/ })
    .first()
    .click()
  const form = page.getByRole('form', { name: '登记联系' })
  const more = form.getByRole('button', { name: /更多/ })
  if (await more.isVisible()) await more.click()
  await form.getByLabel('内容').fill('typed while it hung')

  await expect(page.getByText(/网点服务中断，正在自动恢复/)).toBeVisible({ timeout: 15_000 })
  console.log(`hang noticed after ${Math.round(performance.now() - stopped)} ms`)
  expect(processesBelow(shellPid, 'service.js')).not.toContain(pid)
  await logIn(page, manager)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('before the service hung')).toBeVisible()
  await page
    .getByRole('button', { name: /登记联系/ })
    .first()
    .click()
  await expect(form.getByLabel('内容')).toHaveValue('typed while it hung')
  await expect
    .poll(async () => {
      const { rows } = await bank.pool.query<{ count: string }>(
        'select count(*) from contact where summary = $1',
        ['before the service hung'],
      )
      return Number(rows[0]?.count)
    })
    .toBe(1)
})
