import { expect, type Page } from 'playwright/test'
import type pg from 'pg'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

interface Known {
  id: string
  customer_no: string
  name: string
}

/** An own customer of a manager for whom a condition holds; the richest. */
async function own(pool: pg.Pool, staffNo: string, condition: string): Promise<Known> {
  const { rows } = await pool.query<Known>(
    `select c.id, c.customer_no, c.name from customer_manager m
       join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
       join customer c on c.branch_id = m.branch_id and c.id = m.customer_id
       join customer_summary y on y.branch_id = m.branch_id and y.customer_id = m.customer_id
      where s.staff_no = $1 and m.valid_to is null and ${condition}
      order by y.aum_fen desc limit 1`,
    [staffNo],
  )
  const [found] = rows
  if (!found) throw new Error(`nobody: ${condition}`)
  return found
}

/** Counts what a page asks of the service while something happens. */
async function callsDuring(page: Page, act: () => Promise<void>): Promise<string[]> {
  await page.evaluate(() => {
    const asked: string[] = []
    Object.assign(window, { asked })
    window.addEventListener('ocrm:call', (event) => {
      asked.push((event as CustomEvent<string>).detail)
    })
  })
  await act()
  return page.evaluate(() => (window as unknown as { asked: string[] }).asked)
}

const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length)

test('the search box: opened last, acts on the first hit, and a walk along the hits', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const page = (await (await newPc(manager.branchId)).open()).window
  await logIn(page, manager)
  await customersShown(page)
  const known = await own(bank.pool, manager.staffNo, 'c.mobile is not null')

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
  const page = (await (await newPc(manager.branchId)).open()).window
  await logIn(page, manager)
  await customersShown(page)
  const member = `exists (select 1 from relation r where r.branch_id = c.branch_id
    and r.from_customer_id = c.id and r.kind = 'spouse' and r.to_customer_id is not null)`
  const known = await own(bank.pool, manager.staffNo, `${member} and c.tier <> 'private'`)
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

test('opening the list and a record takes a bounded number of calls and nodes', async ({
  bank,
  newPc,
}) => {
  const head = bank.user('branch_head')
  const page = (await (await newPc(head.branchId)).open()).window
  await logIn(page, head)
  await customersShown(page)
  const known = await own(bank.pool, bank.user('customer_manager').staffNo, 'y.aum_fen > 0')
  await openBySearch(page, known.customer_no, known.name)
  await expect(page.getByRole('heading', { name: '可谈产品' })).toBeVisible()
  expect(await nodes(page)).toBeLessThan(1600)

  const listed = await callsDuring(page, async () => {
    await page.getByRole('button', { name: '返回我的客户' }).click()
    await customersShown(page)
  })
  expect(listed.length).toBeLessThanOrEqual(5)
  expect(await nodes(page)).toBeLessThan(2200)

  const opened = await callsDuring(page, async () => {
    await page.getByRole('grid').focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '可谈产品' })).toBeVisible()
    await page.waitForTimeout(500)
  })
  expect(opened.length, opened.join(' ')).toBeLessThanOrEqual(6)
})

test('a customer of somebody else: masked, read-only, and whom to ask', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const page = (await (await newPc(manager.branchId)).open()).window
  await logIn(page, manager)
  await customersShown(page)
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
