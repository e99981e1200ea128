import { expect } from 'playwright/test'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import {
  customersShown,
  firstCustomer,
  logIn,
  openBySearch,
  proposeCorrection,
  toSyncCentre,
} from './support/pages.ts'

const test = testWithBank(demoBank)

test('what head office refused reaches the branch head on another PC, who settles it', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  // Rejections come to the branch head on the day they are given.
  await bank.pool.query(`update parameter set value = '0' where key = 'supervision.rejection_days'`)
  const manager = bank.user('customer_manager')
  const boss = bank.user('branch_head')
  const office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await customersShown(page)
  const customer = await firstCustomer(page)

  await test.step('a correction is overtaken while head office is away, and rejected', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await openBySearch(page, customer, customer)
    await proposeCorrection(page, '电子邮箱', 'branch@example.com', '客户来电')
    await inTransaction(bank.pool, 'write', async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `select c.id::text from customer c join customer_manager m
           on m.branch_id = c.branch_id and m.customer_id = c.id and m.role = 'primary'
         join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
         where c.branch_id = $1 and c.name = $2 and s.staff_no = $3`,
        [manager.branchId, customer, manager.staffNo],
      )
      const writer = await BranchWriter.lock(client, manager.branchId)
      for (const { id } of rows) {
        await writer.update('customer', id, { email: 'head-office@example.com' })
      }
    })
    await bank.openHeadOffice()
    await toSyncCentre(page)
    await page.getByRole('button', { name: '立即重试' }).click()
    await expect(page.getByRole('article')).toContainText('被退回', { timeout: 30_000 })
    await expect(page.getByRole('region', { name: /^待主管处理/ })).toBeHidden()
  })

  const { window: head } = await (await newPc(boss.branchId)).open()
  const waiting = head.getByRole('region', { name: /^待主管处理/ })

  await test.step('the branch head reads it, and settles it with a reason', async () => {
    await logIn(head, boss)
    await head.getByRole('link', { name: '待主管处理 1 笔' }).click()
    const row = waiting.getByRole('row', { name: new RegExp(manager.name) })
    await expect(row).toContainText('资料补录')
    await expect(row).toContainText(customer)
    await row.getByRole('button', { name: /^处理/ }).click()
    const form = head.getByRole('form', { name: '处理' })
    // The keys are the form's once it has the focus.
    await expect(form.locator(':focus')).toHaveCount(1)
    await head.keyboard.press('Control+Enter')
    await expect(form).toContainText('请选择处理结果。')
    await form.getByText('退请本人处理', { exact: true }).click()
    await form.getByLabel(/处理意见/).fill('请与客户核实邮箱后再提交')
    await head.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(waiting).toContainText('没有待主管处理的登记', { timeout: 30_000 })
  })

  await test.step('its author hears so, and may still resubmit it', async () => {
    await page.getByRole('button', { name: '立即重试' }).click()
    const article = page.getByRole('article')
    await expect(article).toContainText('请与客户核实邮箱后再提交', { timeout: 30_000 })
    await expect(article).toContainText(boss.name)
    await expect(article.getByRole('button', { name: '按所选重新提交' })).toBeEnabled()
  })
})
