import { expect, type Page } from 'playwright/test'
import type pg from 'pg'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

/** Own customers of a manager as head office has them: how many, and Σ AUM in 分. */
async function book(pool: pg.Pool, staffNo: string): Promise<{ count: number; aumFen: number }> {
  const { rows } = await pool.query<{ count: string; aum: string }>(
    `select count(*) as count, sum(y.aum_fen) as aum from customer_manager m
       join staff s on s.branch_id = m.branch_id and s.id = m.staff_id
       join customer_summary y on y.branch_id = m.branch_id and y.customer_id = m.customer_id
      where s.staff_no = $1 and m.valid_to is null`,
    [staffNo],
  )
  return { count: Number(rows[0]?.count), aumFen: Number(rows[0]?.aum) }
}

function names(page: Page) {
  return page.getByRole('grid').locator('.who__name')
}

/** Total at the foot of the list, such as `52 户`. */
function footTotal(page: Page) {
  return page.locator('.foot__sum')
}

test('a manager finds customers by views, filters and keys, and comes back to the same place', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const terminal = await (await newPc(manager.branchId)).open()
  const page = terminal.window
  await logIn(page, manager)
  await customersShown(page)
  const grid = page.getByRole('grid', { name: '我的客户' })

  await test.step('the list holds the whole book and its sum', async () => {
    const { count, aumFen } = await book(bank.pool, manager.staffNo)
    await expect(
      page.getByRole('tab', { name: new RegExp(`^全部管户\\s*${count}$`) }),
    ).toBeVisible()
    await expect(footTotal(page)).toContainText(`${count} 户`)
    const shown = await footTotal(page).innerText()
    const [value = '', unit = ''] = /([\d,.]+) (万元|亿元)/.exec(shown)?.slice(1) ?? []
    const scaleFen = unit === '亿元' ? 10_000_000_000 : 1_000_000
    expect(value.replaceAll(',', '')).toBe((aumFen / scaleFen).toFixed(2))
  })

  await test.step('a view is a filter with a count; a chip narrows it; 还原 undoes that', async () => {
    const vip = page.getByRole('tab', { name: /^贵宾重点/ })
    await vip.click()
    const count = Number(/\d+/.exec(await vip.innerText())?.[0])
    await expect(footTotal(page)).toContainText(`${count} 户`)
    const tiers = await grid.locator('.tier').allInnerTexts()
    expect(tiers.every((tier) => ['白金', '钻石', '私行'].includes(tier))).toBe(true)
    await page
      .getByRole('search')
      .getByRole('button', { name: /^近 30 日变动/ })
      .click()
    await page.getByRole('menuitem', { name: '增加' }).click()
    await expect(vip).toContainText('已改')
    await expect(grid.locator('.change--down')).toHaveCount(0)
    await page.getByRole('button', { name: '还原视图' }).click()
    await expect(footTotal(page)).toContainText(`${count} 户`)
  })

  await test.step('sorting by a header turns round at the second click', async () => {
    const sort = grid.getByRole('columnheader', { name: /^时点 AUM/ })
    await expect(sort).toHaveAttribute('aria-sort', 'descending')
    const first = await names(page).first().innerText()
    await sort.getByRole('button').click()
    await expect(sort).toHaveAttribute('aria-sort', 'ascending')
    await expect(names(page).first()).not.toHaveText(first)
    await sort.getByRole('button').click()
    await expect(names(page).first()).toHaveText(first)
  })

  await test.step('/ filters by name, Enter returns to the rows', async () => {
    const wanted = await names(page).nth(2).innerText()
    await page.keyboard.press('/')
    await page.keyboard.type(wanted)
    await expect(names(page).first()).toHaveText(wanted)
    await page.keyboard.press('Enter')
    await expect(grid).toBeFocused()
    await page.getByRole('button', { name: '清除' }).click()
    await expect(page.getByRole('tab', { name: /^贵宾重点/ })).toContainText('已改')
    await page.getByRole('button', { name: '还原视图' }).click()
  })

  await test.step('nobody fits: the list says what to relax', async () => {
    await page.getByLabel('快速筛选').fill('zzzz')
    await expect(page.getByText('没有客户与“zzzz”相符')).toBeHidden()
    await expect(page.getByText(/放宽“等级”后有 0 户/)).toBeVisible()
    await page.getByLabel('快速筛选').fill('')
    await customersShown(page)
  })

  await test.step('keys move, select and preview; Ctrl ↓ walks on in the record', async () => {
    await grid.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await expect(page.getByText('已选 2 户')).toBeVisible()
    const here = await names(page).nth(2).innerText()
    const next = await names(page).nth(3).innerText()
    await page.keyboard.press(' ')
    const preview = page.getByRole('complementary', { name: `${here} 的预览` })
    await expect(preview.getByText('待办', { exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(preview).toBeHidden()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: here })).toBeVisible()
    await page.keyboard.press('Control+ArrowDown')
    await expect(page.getByRole('heading', { level: 1, name: next })).toBeVisible()
    await expect(page.getByText(/^贵宾重点 4 \/ /)).toBeVisible()
  })

  await test.step('back: view, selection and the row are as they were', async () => {
    await page.getByRole('button', { name: '返回我的客户' }).click()
    await expect(page.getByRole('tab', { name: /^贵宾重点/ })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    await expect(page.getByText('已选 2 户')).toBeVisible()
    await expect(grid.locator('.grid__row--cursor')).toHaveAttribute('aria-rowindex', '5')
  })
})

test('a branch head sees the branch with its managers, others see no list at all', async ({
  bank,
  newPc,
}) => {
  const head = bank.user('branch_head')
  const terminal = await (await newPc(head.branchId)).open()
  const page = terminal.window
  await logIn(page, head)
  await customersShown(page)
  const { rows } = await bank.pool.query<{ count: string }>(
    'select count(*) from customer where branch_id = $1',
    [head.branchId],
  )
  await expect(footTotal(page)).toContainText(`${rows[0]?.count} 户`)
  await expect(page.getByRole('columnheader', { name: '管户' })).toBeVisible()
  await page.getByTitle(`${head.name} 的菜单`).click()
  await page.getByRole('button', { name: '退出登录' }).click()

  const teller = bank.user('teller')
  await logIn(page, teller)
  await expect(page.getByRole('grid')).toHaveCount(0)
  await expect(page.getByRole('link', { name: /我的客户/ })).toHaveCount(0)
})
