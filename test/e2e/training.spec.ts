import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import {
  customersShown,
  firstCustomer,
  logIn,
  openBySearch,
  toTraining,
  submitDialog,
} from './support/pages.ts'

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
  const sessions = page.getByRole('table', { name: '每次登录怎么算的' })

  await test.step('the running session stands in the list, with what was done', async () => {
    await toTraining(page)
    await expect(page.getByRole('heading', { level: 1, name: '培训考核 · 我的' })).toBeVisible()
    const facts = page.getByRole('list', { name: '本月考核' })
    await expect(facts.getByText('登录次数（官方口径）')).toBeVisible()
    const newest = sessions.getByRole('row').nth(1)
    await expect(newest).toContainText('我的客户')
    await expect(newest).not.toContainText('其他电脑')
    // The minute is not over: what is missing is said.
    await expect(newest).toContainText(/不足 60 秒|计入/)
    await expect(sessions.getByRole('row').nth(2)).toContainText('其他电脑')
  })

  await test.step('the score opens its arithmetic and says what this PC adds', async () => {
    const score = page.getByRole('table', { name: '得分怎么来的' })
    await score.getByRole('button', { name: '任务按时且抽检合格' }).click()
    await expect(score.getByText(/^[\d.]+ × \d+ ÷ \d+ = [\d.]+$|得满分/)).toBeVisible()
    await expect(page.getByText(/加上本机还没有核算的 1 次登录/)).toBeVisible()
  })

  await test.step('the month before is provisional; ahead there is nothing', async () => {
    await expect(page.getByRole('button', { name: '下一个月' })).toBeDisabled()
    await page.getByRole('button', { name: '上一个月' }).click()
    await expect(page.getByText(/暂定 · 申诉截至/)).toBeVisible()
    await page.getByRole('button', { name: '申诉', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^提交申诉/ }).click()
    await expect(dialog.getByText('请选择一项。')).toBeVisible()
    await dialog.getByText('任务按时且抽检合格', { exact: true }).click()
    await dialog.getByRole('textbox').fill('12 日的两笔到期承接当天已办，系统次日才更新')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
    await expect(page.getByText('待答复', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: '下一个月' }).click()
    await expect(sessions).toBeVisible()
  })

  await test.step('it comes from this PC: an outage changes nothing', async () => {
    await expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 30_000 })
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '上一个月' }).click()
    await page.getByRole('button', { name: '下一个月' }).click()
    await expect(sessions).toBeVisible()
    await expect(page.getByRole('table', { name: '得分怎么来的' })).toBeVisible()
  })
})
