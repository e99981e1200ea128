import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { logContact, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test('types: a manager sees what speaks for them and denies one, offline; head office keeps to it', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(150_000)
  let office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(
    bank.pool,
    manager,
    `exists (select from customer_value v where v.branch_id = c.branch_id
       and v.customer_id = c.id and v.types like '%payroll%')`,
  )
  const panel = page.getByRole('region', { name: '客户类型' })
  const type = panel.getByRole('listitem').filter({ hasText: '代发客户' })
  const types = async () => {
    const { rows } = await bank.pool.query<{ types: string }>(
      'select types from customer_value where customer_id = $1',
      [known.id],
    )
    return rows[0]?.types ?? ''
  }

  await test.step('the type says who paid in how many months, and how sure it is', async () => {
    await openBySearch(page, known.customer_no, known.name)
    await page.getByRole('tab', { name: '评估' }).click()
    await expect(type).toContainText(/工资 \d+ 个月中 \d+ 个月由 .+ 代发，最近/)
    await expect(type).toContainText(/很可能|可能/)
  })

  await test.step('denied offline with a reason, by keyboard: it no longer counts, and says who said so', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await type.getByRole('button', { name: '否认 代发客户' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: '从来不是' })).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(type).toContainText(/否认：现在不是了；待上传/)
    await expect(panel).toContainText('已否认')
    expect(await types()).toContain('payroll')
  })

  await test.step('back online head office has it, and the type is gone from its types', async () => {
    office = await bank.openHeadOffice()
    await expect.poll(types, { timeout: 60_000 }).not.toContain('payroll')
    await expect(type).not.toContainText('待上传', { timeout: 30_000 })
  })

  await test.step('taken back, it counts again', async () => {
    await type.getByRole('button', { name: '撤回认定 代发客户' }).click()
    await expect(type.getByRole('button', { name: '确认 代发客户' })).toBeVisible()
    await expect.poll(types, { timeout: 60_000 }).toContain('payroll')
  })
  await office.kill()
})

/** SQL: a next contact was promised for a day that has passed, and nobody was reached since. */
const promiseBroken = `c.deceased_on is null and exists (
  select from contact x, database_info b
  where x.branch_id = c.branch_id and x.customer_id = c.id
    and x.next_on between b.business_date - 55 and b.business_date - 1
    and not exists (
      select from contact z where z.branch_id = c.branch_id and z.customer_id = c.id
        and z.outcome <> 'no_answer'
        and (z.at at time zone 'Asia/Shanghai')::date > (x.at at time zone 'Asia/Shanghai')::date))`

test('recognition: a broken promise is told first, and a contact takes it away, offline too', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(bank.pool, manager, promiseBroken)
  const line = page.getByRole('group', { name: '客户类型与感谢时刻' })

  await openBySearch(page, known.customer_no, known.name)
  await expect(line).toContainText('未守约')
  await expect(line).toContainText(/约好 .+ 联系，已过 \d+ 天没有联系/)
  await expect(line).toContainText('先道歉')
  await office.kill()
  await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
  await expect(line).toContainText('未守约')
  await logContact(page, '有意向', '已致歉')
  await expect(page.getByText('未守约')).toBeHidden()
})
