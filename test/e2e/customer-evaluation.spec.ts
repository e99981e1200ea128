import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { logContact, logIn, openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

/** SQL: nobody has spoken with the customer for two cycles of the tier. */
const longSilent = `not c.do_not_contact and c.deceased_on is null
  and coalesce(y.last_contact_on, c.customer_since) < (select business_date from database_info)
    - 2 * case c.tier when 'private' then 30 when 'diamond' then 30 when 'platinum' then 60
      when 'gold' then 90 when 'potential' then 180 else 365 end`

test('evaluation: a manager opens the score and its reasons, and a contact counts at once, offline too', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(150_000)
  const office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(bank.pool, manager, longSilent)
  const { rows } = await bank.pool.query<{ score: number }>(
    'select value_score as score from customer_value where customer_id = $1',
    [known.id],
  )
  // Shown with one decimal, halves away from zero.
  const score = (Math.round((rows[0]?.score ?? Number.NaN) / 10) / 10).toFixed(1)
  const panel = page.getByRole('region', { name: /^价值分/ })
  const churn = page.getByRole('region', { name: /^流失分/ })
  const overdue = churn.getByRole('button', { name: /两个联系周期未联系/ })

  await test.step('the score is head office’s, and each of the six bars opens', async () => {
    await openBySearch(page, known.customer_no, known.name)
    await page.getByRole('tab', { name: '评估' }).click()
    await expect(page.getByRole('heading', { name: `价值分 ${score}` })).toBeVisible()
    const bars = panel.getByRole('button')
    await expect(bars).toHaveCount(6)
    await bars.first().focus()
    await page.keyboard.press('Enter')
    await expect(bars.first()).toHaveAttribute('aria-expanded', 'true')
    await expect(panel).toContainText(/近 90 天日均 AUM .*高于本网点其他 \d+% 的客户.*× 35%/s)
    await expect(panel).toContainText('value-1')
  })

  let before = 0
  await test.step('the points name their reasons, and what nobody can judge', async () => {
    await expect(overdue).toContainText('+10')
    await expect(churn).toContainText('按最新联系登记计算')
    await expect(churn.getByRole('button', { name: /投诉未结/ })).toContainText('无法判断')
    before = Number(/\d+/.exec(await churn.getByRole('heading').innerText())?.[0])
    expect(before).toBeGreaterThanOrEqual(10)
  })

  await test.step('without head office the same stands, and a contact takes its reason away', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('heading', { name: `价值分 ${score}` })).toBeVisible()
    await logContact(page, '有意向', '问过近况')
    await expect(overdue).not.toContainText('+10')
    const after = Number(/\d+/.exec(await churn.getByRole('heading').innerText())?.[0])
    expect(after).toBeLessThanOrEqual(before - 10)
  })
})

test('cross-holding: the branch head sees what it is made of, and it adds up to the list', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  await bank.openHeadOffice()
  const head = bank.user('branch_head')
  const page = (await (await newPc(head.branchId)).open()).window
  await logIn(page, head)
  const panel = page.getByRole('region', { name: '交叉持有' })
  await expect(panel.getByRole('row', { name: /^本网点/ })).toBeVisible({ timeout: 60_000 })

  const numbers = await panel
    .getByRole('row')
    .evaluateAll((rows) =>
      rows
        .slice(1)
        .map((row) =>
          [...row.querySelectorAll('td')].map((cell) =>
            (cell.textContent ?? '').replaceAll(',', ''),
          ),
        ),
    )
  const branch = numbers.at(-1) ?? []
  const managers = numbers.slice(0, -1)
  const sum = (column: number) =>
    managers.reduce((all, cells) => all + Number(cells[column] ?? Number.NaN), 0)
  const [active, classes] = branch.map(Number)
  expect(managers.length).toBeGreaterThan(2)
  expect(sum(0)).toBe(active)
  expect(sum(1)).toBe(classes)
  expect(branch[2]).toBe(((classes ?? 0) / (active ?? 1)).toFixed(2))

  const three = /%\s*(\d+)/.exec(branch[3] ?? '')?.[1]
  await panel.getByRole('button', { name: '查看三类及以上' }).click()
  await expect(page.getByRole('grid', { name: '我的客户' })).toBeVisible()
  await expect(
    page.getByText(new RegExp(`· ${Number(three).toLocaleString('en')} 户$`)).first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: '持有类数 至少 3 类' })).toBeVisible()
})
