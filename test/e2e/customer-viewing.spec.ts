import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

test('a manager asks to see a colleague’s customer, the branch head lets him, and both see how it went', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const manager = bank.user('customer_manager')
  const boss = bank.user('branch_head')
  await bank.openHeadOffice()
  const { rows } = await bank.pool.query<{ id: string; no: string; name: string }>(
    `select c.id::text, c.customer_no as no, c.name from customer c
     where c.branch_id = $1 and c.deceased_on is null and char_length(c.name) = 3
       and not exists (select from customer_manager m join staff s
         on s.branch_id = m.branch_id and s.id = m.staff_id
         where m.branch_id = c.branch_id and m.customer_id = c.id and s.staff_no = $2)
       and not exists (select from customer_viewing v
         where v.branch_id = c.branch_id and v.customer_id = c.id)
     order by c.customer_no limit 1`,
    [manager.branchId, manager.staffNo],
  )
  const [customer] = rows
  if (!customer) throw new Error('nobody else has a customer')
  const { window: page } = await (await newPc(manager.branchId)).open()
  const { window: head } = await (await newPc(boss.branchId)).open()
  const panel = head.getByRole('region', { name: /^查看申请/ })
  const audited = async () => {
    const { rows: entries } = await bank.pool.query<{ action: string }>(
      `select action from audit_log where action like 'viewing.%' and detail::json ->> 'customer' = $1
       order by id`,
      [customer.id],
    )
    return entries.map(({ action }) => action)
  }

  await test.step('the hit is masked; 申请查看 wants an occasion and words', async () => {
    await logIn(page, manager)
    await customersShown(page)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(customer.no)
    const masked = `${customer.name[0]}*${customer.name[2]}`
    await page.getByRole('option', { name: `${masked}：申请查看` }).click()
    const form = page.getByRole('form', { name: '申请查看' })
    await form.getByRole('button', { name: /^提交申请/ }).click()
    await expect(form).toContainText('请选择事由。')
    await expect(form).toContainText('请写明为什么须查看')
    await form.getByText('客户到访', { exact: true }).click()
    await form.getByLabel(/说明/).fill('客户在网点等候，管户人外出')
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(page.getByText(/您已申请查看/)).toBeVisible()
    await expect(page.getByRole('button', { name: '撤回申请' })).toBeVisible()
    await expect(page.getByText(customer.name)).toBeHidden()
  })

  await test.step('the branch head reads why, and grants it for today with a word', async () => {
    await logIn(head, boss)
    const row = panel.getByRole('row', { name: new RegExp(`${manager.name}.*${customer.name}`) })
    await expect(row).toContainText('客户在网点等候，管户人外出', { timeout: 60_000 })
    await row.getByRole('button', { name: /^审批/ }).click()
    const form = head.getByRole('form', { name: '审批' })
    await form.getByText('准许', { exact: true }).click()
    await form.getByText('仅今日', { exact: true }).click()
    await form.getByRole('button', { name: /^提交审批/ }).click()
    await expect(form).toContainText('请写明意见')
    await form.getByLabel(/意见/).fill('情况属实，仅限本次接待')
    await head.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(row).toContainText('可查看', { timeout: 30_000 })
    await expect(row).toContainText('没有打开过')
  })

  await test.step('the record opens by itself, to be read and nothing else', async () => {
    await expect(page.getByRole('heading', { level: 1, name: customer.name })).toBeVisible({
      timeout: 60_000,
    })
    const note = page.getByRole('note')
    await expect(note).toContainText(`${boss.name} 准许`)
    await expect(note).toContainText('打开 1 次')
    await expect(page.getByRole('button', { name: /登记联系/ })).toBeHidden()
    for (const tab of ['资金流向', '关系图谱', '评估', '联系记录', '资料']) {
      await page.getByRole('tab', { name: tab }).click()
      await expect(page.getByRole('button', { name: /^(导出|补关系|认定|补录|修改)/ })).toHaveCount(
        0,
      )
    }
    await page.keyboard.press('c')
    await expect(page.getByRole('form', { name: '登记联系' })).toBeHidden()
  })

  await test.step('the branch head sees the opening and takes the leave back; it is closed at once', async () => {
    const row = panel.getByRole('row', { name: new RegExp(`${manager.name}.*${customer.name}`) })
    await expect(row).toContainText('打开 1 次', { timeout: 60_000 })
    await row.getByRole('button', { name: /^收回/ }).click()
    await expect(row).toContainText('已结束', { timeout: 30_000 })
    await expect(page.getByText('这位客户不由您管户', { exact: true })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByText(customer.name, { exact: true })).toBeHidden()
    await expect
      .poll(audited, { timeout: 30_000 })
      .toEqual(['viewing.ask', 'viewing.decide', 'viewing.open', 'viewing.end'])
  })

  await test.step('the manager’s own list tells how it went', async () => {
    await customersShown(page)
    await page.getByRole('button', { name: /^查看申请/ }).click()
    const dialog = page.getByRole('dialog', { name: '我的查看申请' })
    const row = dialog.getByRole('row', { name: /客户在网点等候，管户人外出/ })
    await expect(row).toContainText(`${boss.name} 于`)
    await expect(row).toContainText('情况属实，仅限本次接待')
    await expect(row).not.toContainText(customer.name)
  })
})
