import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, firstCustomer, logContact, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test('the sync centre says what waits, takes one back, and shows what became of the rest', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(150_000)
  const manager = bank.user('customer_manager')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  const customer = await firstCustomer(page)

  await test.step('two contacts while head office is away', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await openBySearch(page, customer, customer)
    await logContact(page, '有意向', 'kept')
    await logContact(page, '未接通', 'taken back')
  })

  const queue = page.getByRole('region', { name: /^待上传/ })
  const done = page.getByRole('region', { name: /^最近处理/ })

  await test.step('both wait, in order; the second is taken back', async () => {
    await page.getByRole('button', { name: /待上传 2$/ }).click()
    await expect(queue.getByRole('row')).toHaveCount(3)
    await expect(queue.getByRole('row').nth(1)).toContainText('有意向')
    await expect(page.getByText(/网络自 .* 中断，您可以继续工作/)).toBeVisible()
    await queue.getByRole('button', { name: /^查看.*有意向/ }).click()
    await expect(page.getByRole('dialog', { name: /登记详情/ })).toContainText('待上传')
    await page.keyboard.press('Escape')
    await queue.getByRole('button', { name: /^撤回.*未接通/ }).click()
    await expect(queue.getByRole('row')).toHaveCount(2)
    await expect(done.getByRole('row', { name: /未接通/ })).toContainText('已撤回')
  })

  await test.step('diagnostics name no customer and can be copied', async () => {
    await page.getByRole('button', { name: '导出诊断信息' }).click()
    const text = page.getByRole('textbox', { name: '诊断内容' })
    await expect(text).toHaveValue(/version: /)
    expect(await text.inputValue()).not.toContain(customer)
    await page.getByRole('button', { name: '复制' }).click()
    await expect(page.getByText('已复制到剪贴板')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('head office is back: the first is applied, nothing waits', async () => {
    await bank.openHeadOffice()
    await page.getByRole('button', { name: '立即重试' }).click()
    await expect(page.getByText('没有待上传的登记')).toBeVisible({ timeout: 30_000 })
    await expect(done.getByRole('row', { name: /有意向/ })).toContainText('已生效')
    await expect(page.getByText('没有被退回的登记')).toBeVisible()
  })
})
