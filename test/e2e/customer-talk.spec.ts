import { expect } from 'playwright/test'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { type Known, openBook, ownCustomer } from './support/book.ts'
import { askedDuring, expectBounded, nodes } from './support/load.ts'
import { customersShown, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

test('the search box: opened last, acts on the first hit, and a walk along the hits', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(
    bank.pool,
    manager,
    // A surname that others of the book have as well.
    `c.mobile is not null and left(c.name, 1) in ('王', '李', '张', '刘', '陈')`,
  )

  await test.step('full-width digits with spaces find the number; the record is remembered', async () => {
    const wide = [...known.customer_no].map((sign) =>
      /\d/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign,
    )
    await openBySearch(page, ` ${wide.join('')} `, known.name)
    await page.keyboard.press('Control+k')
    const recent = page.getByRole('option', { name: new RegExp(known.customer_no) })
    await expect(page.getByText('最近打开')).toBeVisible()
    await expect(recent.first()).toBeVisible()
  })

  await test.step('garbage of a thousand characters is answered, not swallowed', async () => {
    const box = page.getByRole('combobox')
    await box.fill(`${'¥‰☃%_"\\'}${'x'.repeat(1000)}`)
    await expect(page.getByText(/没有找到/)).toBeVisible()
    await box.fill('')
    await expect(page.getByText('最近打开')).toBeVisible()
  })

  await test.step('登记联系 of the first hit opens its form', async () => {
    await page.getByRole('combobox').fill(known.customer_no)
    await page.getByRole('option', { name: `${known.name}：登记联系` }).click()
    await expect(page.getByRole('form', { name: '登记联系' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('Ctrl ↓ walks along what was found, in its order', async () => {
    const surname = [...known.name][0] ?? ''
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(surname)
    const hits = page.getByRole('option').filter({ hasText: '日均' })
    await expect(hits.nth(1)).toBeVisible()
    const second = await hits.nth(1).locator('.name').innerText()
    await page.keyboard.press('Enter')
    await expect(page.getByText(`搜索“${surname}” 1 /`)).toBeVisible()
    await page.keyboard.press('Control+ArrowDown')
    await expect(page.getByRole('heading', { level: 1, name: second })).toBeVisible()
    await expect(page.getByText(`搜索“${surname}” 2 /`)).toBeVisible()
  })
})

test('a record says what to talk about: products, days to come, family, the next tier', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const member = `exists (select 1 from relation r where r.branch_id = c.branch_id
    and r.from_customer_id = c.id and r.kind = 'spouse' and r.to_customer_id is not null)`
  const known = await ownCustomer(bank.pool, manager, `${member} and c.tier <> 'private'`)
  await openBySearch(page, known.customer_no, known.name)

  await test.step('facts and panels', async () => {
    await expect(page.getByText('家庭 AUM').first()).toBeVisible()
    await expect(page.getByRole('heading', { name: '可谈产品' })).toBeVisible()
    await expect(page.getByRole('heading', { name: '到期与日程' })).toBeVisible()
  })

  await test.step('transactions are filtered, the sums follow', async () => {
    await page.getByRole('tab', { name: '交易明细' }).click()
    const foot = page.getByText(/^共 .* 笔 · 入 .* · 出 /)
    await expect(foot).toBeVisible()
    await page.getByLabel('方向').selectOption('in')
    await expect(foot).toContainText('出 0.00 万元')
    await page.getByLabel('对方、用途、金额或流水号').fill('没有这样的对方')
    await expect(page.getByText('没有符合条件的交易')).toBeVisible()
    await page.getByRole('button', { name: '清除' }).click()
  })

  await test.step('the tier is explained with what it takes from which day on', async () => {
    await page.getByRole('tab', { name: '概览' }).click()
    await page.getByRole('button', { name: /日均 AUM/ }).click()
    const explained = page.getByRole('region', { name: /日均 AUM/ })
    await explained.getByRole('button', { name: '本季' }).click()
    await expect(explained.getByText('从哪天补足')).toBeVisible()
    await expect(explained.locator('.starts tbody tr').first()).toBeVisible()
  })
})

test('a record puts its tasks off or aside, tells what is to be paid, and leaves the dead in peace', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const open = `from task t where t.branch_id = c.branch_id and t.customer_id = c.id
    and t.state = 'open'`
  // Something that is owed, which nobody can refuse, among several.
  const several = `(select count(*) ${open}) > 1 and exists (select 1 ${open}
    and t.kind = 'contact_overdue')`
  const known = await ownCustomer(bank.pool, manager, several)
  await openBySearch(page, known.customer_no, known.name)
  const later = page.getByRole('button', { name: '改期', exact: true })
  await expect(later.nth(1)).toBeVisible()
  const waiting = await later.count()

  await test.step('later: it goes to the end, says until when, and comes back', async () => {
    await later.first().click()
    await page
      .getByRole('group', { name: '改期到' })
      .getByRole('button', { name: /^\d\d-\d\d$/ })
      .nth(1)
      .click()
    await expect(page.getByText(/^已改期到 \d\d-\d\d(，待上传)?$/)).toBeVisible()
    await expect(later).toHaveCount(waiting - 1)
    await page.getByRole('button', { name: '恢复', exact: true }).click()
    await expect(later).toHaveCount(waiting)
  })

  await test.step('not suitable: Escape takes no reason, a reason closes it', async () => {
    const aside = page
      .getByRole('listitem')
      .filter({ hasText: '久未联系' })
      .getByRole('button', { name: '不合适', exact: true })
    await aside.click()
    const reasons = page.getByRole('group', { name: '为什么不合适' })
    await expect(reasons.getByRole('button').first()).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(reasons).toHaveCount(0)
    await expect(aside).toBeFocused()
    await aside.click()
    await reasons.getByRole('button', { name: '时机不合适' }).click()
    await expect(page.getByText('已标为不合适')).toBeVisible()
    await expect(later).toHaveCount(waiting - 1)
  })

  await test.step('transactions are found by the words and amounts of their rows', async () => {
    const earner = await ownCustomer(
      bank.pool,
      manager,
      `exists (select 1 from account a join bank_transaction t on t.branch_id = a.branch_id
         and t.account_id = a.id where a.branch_id = c.branch_id and a.customer_id = c.id
         and t.purpose = 'salary')`,
    )
    await openBySearch(page, earner.customer_no, earner.name)
    await page.getByRole('tab', { name: '交易明细' }).click()
    const grid = page.getByRole('grid')
    const search = page.getByLabel('对方、用途、金额或流水号')
    await search.fill('代发')
    const wages = grid.getByRole('row').filter({ hasText: '工资' })
    await expect(wages.first()).toBeVisible()
    const amount =
      /[\d,]+\.\d\d/.exec(await wages.first().locator('.signed').innerText())?.[0] ?? ''
    await search.fill(
      amount.replace(/\d/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
    )
    await expect(wages.first()).toBeVisible()
    await expect(grid.getByRole('row').nth(1)).toContainText(amount)
    await search.fill(`工资 ${amount}`)
    await expect(wages.first()).toContainText(amount)
  })

  await test.step('a card statement stands among the days to come and beside the card', async () => {
    const owing = await ownCustomer(
      bank.pool,
      manager,
      `exists (select 1 from card k where k.branch_id = c.branch_id and k.customer_id = c.id
         and k.status = 'active' and k.statement_due_fen > 0)`,
    )
    await openBySearch(page, owing.customer_no, owing.name)
    const due = page.getByRole('region', { name: '到期与日程' })
    await expect(due.getByText(/^信用卡 \*{4}\d{4} 应还 /)).toBeVisible()
    const beside = page.getByRole('region', { name: '贷款与卡' })
    await expect(beside.getByText(/\d\d-\d\d 前应还 /)).toBeVisible()
  })

  await test.step('of somebody who died the record says so and offers nothing', async () => {
    const dead = await ownCustomer(bank.pool, manager, 'c.deceased_on is not null')
    await openBySearch(page, dead.customer_no, dead.name)
    await expect(page.getByText(/^已故 · \d{4}-\d\d-\d\d$/)).toBeVisible()
    await expect(page.getByText('客户已故', { exact: true })).toBeVisible()
    await expect(page.getByText('没有待办')).toBeVisible()
    await expect(page.getByRole('button', { name: '拨打' })).toHaveCount(0)
  })
})

test('opening the list and a record takes a bounded number of calls and nodes', async ({
  bank,
  newPc,
}) => {
  const head = bank.user('branch_head')
  const page = await openBook(newPc, head)
  const known = await ownCustomer(bank.pool, bank.user('customer_manager'), 'y.aum_fen > 0')
  await openBySearch(page, known.customer_no, known.name)
  await expect(page.getByRole('heading', { name: '可谈产品' })).toBeVisible()
  expect(await nodes(page)).toBeLessThan(1600)

  const listed = await askedDuring(page, async () => {
    await page.getByRole('button', { name: '返回我的客户' }).click()
    await customersShown(page)
  })
  expect(listed.calls.length, listed.calls.join(' ')).toBeLessThanOrEqual(5)
  expect(await nodes(page)).toBeLessThan(1800)

  const opened = await askedDuring(page, async () => {
    await page.getByRole('grid').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '可谈产品' })).toBeVisible()
    await page.waitForTimeout(500)
  })
  expect(opened.calls.length, opened.calls.join(' ')).toBeLessThanOrEqual(6)
})

test('every screen a day begins with takes a bounded number of calls, bytes and nodes', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const at = async (user: DemoUser) => {
    const page = (await (await newPc(user.branchId)).open()).window
    await logIn(page, user)
    return page
  }
  await test.step('the branch head: team and sync centre', async () => {
    const page = await at(bank.user('branch_head'))
    await customersShown(page)
    const team = page.getByRole('heading', { name: '团队进度' })
    await expectBounded(page, '/workbench', team, { calls: 6, bytes: 40_000, nodes: 1500 })
    const sync = page.getByRole('heading', { level: 1, name: '同步中心' })
    await expectBounded(page, '/sync', sync, { calls: 6, bytes: 20_000, nodes: 1000 })
  })
  await test.step('a manager: the workbench, a page of its list at a time', async () => {
    const page = await at(bank.user('customer_manager'))
    const row = page.getByRole('grid', { name: '今日优先' }).getByRole('row').nth(2)
    await expect(row).toBeVisible({ timeout: 60_000 })
    await expectBounded(page, '/workbench', row, { calls: 6, bytes: 80_000, nodes: 2000 })
  })
  await test.step('a teller: the counter', async () => {
    const page = await at(bank.user('teller'))
    const find = page.getByLabel('查找当前客户')
    await expect(find).toBeVisible({ timeout: 60_000 })
    await expectBounded(page, '/counter', find, { calls: 6, bytes: 20_000, nodes: 1000 })
  })
})

test('a customer of somebody else: masked, read-only, and whom to ask', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const { rows } = await bank.pool.query<Known & { manager: string }>(
    `select c.id, c.customer_no, c.name, s.name as manager from customer_manager m
       join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
       join customer c on c.branch_id = m.branch_id and c.id = m.customer_id
      where m.branch_id = $1 and m.valid_to is null and m.role = 'primary'
        and not exists (select 1 from customer_manager o join staff t
          on t.branch_id = o.branch_id and t.id = o.staff_id
          where o.branch_id = c.branch_id and o.customer_id = c.id and t.staff_no = $2)
      limit 1`,
    [manager.branchId, manager.staffNo],
  )
  const [other] = rows
  if (!other) throw new Error('everybody is his own')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(other.customer_no)
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText(`请联系主管户 ${other.manager}`)).toBeVisible()
  await expect(page.getByText(other.name, { exact: true })).toHaveCount(0)
})
