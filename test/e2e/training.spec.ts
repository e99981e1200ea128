import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, firstCustomer, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test('a manager sees how the own login counted, also without the line', async ({ bank, newPc }) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  const customer = await firstCustomer(page)
  await openBySearch(page, customer, customer)

  await test.step('the running session stands in the list, with what was done', async () => {
    await page
      .getByRole('navigation', { name: '主导航' })
      .getByRole('link', { name: /培训考核/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: '培训考核 · 我的' })).toBeVisible()
    const facts = page.getByRole('list', { name: '本月使用情况' })
    await expect(facts.getByText('登录次数（官方口径）')).toBeVisible()
    const sessions = page.getByRole('table', { name: '每次登录怎么算的' })
    await expect(sessions.getByRole('row')).toHaveCount(2)
    await expect(sessions.getByRole('row').nth(1)).toContainText('我的客户')
    // The minute is not over: what is missing is said.
    await expect(sessions.getByRole('row').nth(1)).toContainText(/不足 60 秒|计入/)
  })

  await test.step('the month before is empty and says why; ahead there is nothing', async () => {
    await expect(page.getByRole('button', { name: '下一个月' })).toBeDisabled()
    await page.getByRole('button', { name: '上一个月' }).click()
    await expect(page.getByText('这个月在本机还没有登录记录')).toBeVisible()
    await page.getByRole('button', { name: '下一个月' }).click()
    await expect(page.getByRole('table', { name: '每次登录怎么算的' })).toBeVisible()
  })

  await test.step('it comes from this PC: an outage changes nothing', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '上一个月' }).click()
    await page.getByRole('button', { name: '下一个月' }).click()
    await expect(page.getByRole('table', { name: '每次登录怎么算的' })).toBeVisible()
  })
})
