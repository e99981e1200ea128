import { expect, type Page } from 'playwright/test'
import { formatWan } from '#domain/money/money.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test.beforeAll(async ({ bank }) => {
  await bank.openHeadOffice()
})

/** Cells of a table's row as numbers, without separators. */
async function numbers(page: Page, row: string): Promise<number[]> {
  const cells = await page.locator(row).getByRole('cell').allInnerTexts()
  return cells.map((cell) => Number(cell.replaceAll(',', '').replace('−', '-')))
}

test('the average of a customer is explained, and every figure adds up', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(bank.pool, manager, 'y.aum_quarter_average_fen > 20000000')
  const { rows } = await bank.pool.query<{ average: string }>(
    'select aum_quarter_average_fen as average from customer_summary where customer_id = $1',
    [known.id],
  )
  const average = formatWan(Number(rows[0]?.average))
  await openBySearch(page, known.customer_no, known.name)
  await page.getByRole('button', { name: /日均 AUM/ }).click()
  const explained = page.getByRole('region', { name: /日均 AUM/ })
  await explained.getByRole('button', { name: '本季' }).click()
  await expect(explained.locator('.formula')).toContainText(`= ${average} 万元`)

  const months = await explained.locator('.addition tbody').getByRole('row').count()
  const rowsOf = await Promise.all(
    Array.from({ length: months }, (_, index) =>
      numbers(page, `.addition tbody tr:nth-child(${index + 1})`),
    ),
  )
  const total = await numbers(page, '.addition tfoot tr')
  const sum = (column: number) => rowsOf.reduce((all, row) => all + (row[column] ?? 0), 0)
  expect(sum(0)).toBe(total[0])
  expect(sum(2)).toBeCloseTo(total[2] ?? 0, 6)
  expect((total[2] ?? 0) / (total[0] ?? 1)).toBeCloseTo(total[1] ?? 0, 2)
  const classes = await explained.locator('.legend__amount').allInnerTexts()
  const classSum = classes.reduce((all, text) => all + Number(text.replaceAll(',', '')), 0)
  expect(classSum.toFixed(2)).toBe(average.replaceAll(',', ''))

  await page.keyboard.press('Escape')
  await expect(explained).toBeHidden()
})

test('a tier in danger says by which rule, and shows the averages of every decision', async ({
  bank,
  newPc,
}) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(
    bank.pool,
    manager,
    `c.tier_state = 'watch' and exists (select from tier_change t
      where t.branch_id = c.branch_id and t.customer_id = c.id and t.outcome = 'watched')`,
  )
  const { rows } = await bank.pool.query<{ on: string; average: string; floor: string }>(
    `select to_char(effective_on, 'YYYY-MM-DD') as on, average_fen as average, floor_fen as floor
     from tier_change where customer_id = $1 and outcome = 'watched'
     order by effective_on desc limit 1`,
    [known.id],
  )
  const [decision] = rows
  if (!decision) throw new Error('no decision put this customer on watch')
  await openBySearch(page, known.customer_no, known.name)
  await page.getByRole('button', { name: /日均 AUM/ }).click()
  const explained = page.getByRole('region', { name: /日均 AUM/ })
  await expect(explained).toContainText(/在保级观察期：已连续 \d 个月低于下限/)
  await explained.getByText(/等级变动 \d+ 次/).click()
  await explained
    .getByRole('button', { name: new RegExp(`${decision.on}.*进入保级观察期`) })
    .click()
  const why = explained.getByRole('table', { name: /进入保级观察期/ })
  const last = why.getByRole('row').last()
  await expect(last).toContainText(formatWan(Number(decision.average)))
  await expect(last).toContainText(formatWan(Number(decision.floor)))
})

test('a masked number is shown for a reason and hides itself again', async ({ bank, newPc }) => {
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(bank.pool, manager, 'c.mobile is not null')
  const { rows } = await bank.pool.query<{ mobile: string }>(
    'select mobile from customer where id = $1',
    [known.id],
  )
  const mobile = rows[0]?.mobile ?? ''
  await openBySearch(page, known.customer_no, known.name)
  const body = page.locator('body')
  await expect(body).not.toContainText(mobile)
  await page.clock.install()
  await page.getByRole('button', { name: '显示手机号' }).click()
  await page.getByRole('button', { name: '电话联系' }).click()
  await expect(body).toContainText(mobile)
  await expect(page.getByText(/事由：电话联系 · \d+ 秒后隐藏/)).toBeVisible()
  await page.clock.fastForward('00:30')
  await expect(body).not.toContainText(mobile)
})

test('what is typed survives; a contact, a task and a correction reach head office', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(
    bank.pool,
    manager,
    `c.employer is null and exists (select 1 from task t where t.branch_id = c.branch_id
       and t.customer_id = c.id and t.state = 'open')`,
  )
  await openBySearch(page, known.customer_no, known.name)

  await test.step('a half-written contact comes back after the page was left', async () => {
    await page.keyboard.press('c')
    const form = page.getByRole('form', { name: '登记联系' })
    await form.getByText('再联系', { exact: true }).click()
    await form.getByRole('button', { name: /更多/ }).click()
    await form.getByLabel('内容').fill('问大额存单，𠮷日再来')
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await page.getByRole('button', { name: '返回我的客户' }).click()
    await openBySearch(page, known.customer_no, known.name)
    await page.keyboard.press('c')
    await expect(page.getByText('已恢复上次没写完的内容')).toBeVisible()
    await expect(form.getByLabel('内容')).toHaveValue('问大额存单，𠮷日再来')
    await form.getByText('7 天后').click()
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(page.getByText(/已登记 .* 的联系，已保存本机/)).toBeVisible()
    await expect
      .poll(async () => {
        const { rows } = await bank.pool.query<{ summary: string; next_on: string | null }>(
          `select summary, next_on from contact where customer_id = $1 and origin = 'terminal'`,
          [known.id],
        )
        return rows.map((row) => [row.summary, row.next_on !== null])
      })
      .toEqual([['问大额存单，𠮷日再来', true]])
    await expect(page.getByText('问大额存单，𠮷日再来').first()).toBeVisible()
  })

  await test.step('news from head office arrive without disturbing what is being typed', async () => {
    await page.keyboard.press('c')
    const form = page.getByRole('form', { name: '登记联系' })
    await form.getByRole('button', { name: /更多/ }).click()
    const content = form.getByLabel('内容')
    await content.click()
    await page.keyboard.type('正在写')
    await bank.pool.query('update scope_version set v = v + 1 where branch_id = $1', [
      manager.branchId,
    ])
    await bank.pool.query(
      `update customer set occupation = '船长', rev = rev + 1,
              ver = (select v from scope_version where branch_id = $1)
        where branch_id = $1 and id = $2`,
      [manager.branchId, known.id],
    )
    await expect(page.locator('.line')).toContainText('船长', { timeout: 20_000 })
    await expect(content).toBeFocused()
    await expect(content).toHaveValue('正在写')
    await page.keyboard.press('Escape')
  })

  await test.step('a task is closed with an outcome', async () => {
    const before = await page.getByRole('button', { name: '处理', exact: true }).count()
    await page.getByRole('button', { name: '处理', exact: true }).first().click()
    await page.getByText('客户拒绝', { exact: true }).click()
    await page.getByLabel('说明（可不填）').fill('暂不考虑')
    await page.getByRole('button', { name: '确认处理' }).click()
    await expect(page.getByRole('button', { name: '处理', exact: true })).toHaveCount(before - 1)
    await expect
      .poll(async () => {
        const { rows } = await bank.pool.query<{ outcome: string; note: string }>(
          `select outcome, note from task where customer_id = $1 and state = 'done'`,
          [known.id],
        )
        return rows
      })
      .toEqual([{ outcome: 'customer_refused', note: '暂不考虑' }])
  })

  await test.step('two fields are proposed at once: one applies, one of the nine waits', async () => {
    await page.getByRole('tab', { name: '资料' }).click()
    await page.getByRole('button', { name: /^补录 工作单位$/ }).click()
    await page.getByLabel('“工作单位”的新内容').fill('云杉食品有限公司')
    await page.getByRole('button', { name: /^(补录|修改) 职业$/ }).click()
    await page.getByRole('button', { name: /^提交修改/ }).click()
    await expect(page.getByText('请写明依据')).toBeVisible()
    await expect(page.getByText('请填写新内容，或移除、撤销这一项')).toBeVisible()
    await page.getByLabel('“职业”的新内容').fill('会计')
    await page.getByRole('button', { name: '到店面谈核实' }).click()
    await page.getByRole('button', { name: /^提交修改/ }).click()
    await expect(page.getByText('已提交，待复核：会计')).toBeVisible()
    await expect(page.getByText('云杉食品有限公司')).toBeVisible()
    const { rows } = await bank.pool.query<{ employer: string; occupation: string | null }>(
      'select employer, occupation from customer where id = $1',
      [known.id],
    )
    expect(rows[0]?.employer).toBe('云杉食品有限公司')
    expect(rows[0]?.occupation).not.toBe('会计')
  })
})
