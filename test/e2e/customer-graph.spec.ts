import { expect } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)
const pictures = process.env['OCRM_E2E_PICTURES']

test('relation graph: by keyboard to a relative and into the record, and the same without head office', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(
    bank.pool,
    manager,
    `exists (select from relation r
       join customer_manager o on o.branch_id = r.branch_id and o.customer_id = r.to_customer_id
         and o.valid_to is null and o.staff_id = m.staff_id
       where r.branch_id = c.branch_id and r.from_customer_id = c.id and r.kind = 'spouse')`,
  )
  const { rows } = await bank.pool.query<{ name: string }>(
    `select c.name from relation r join customer c on c.branch_id = r.branch_id
       and c.id = r.to_customer_id where r.from_customer_id = $1 and r.kind = 'spouse'`,
    [known.id],
  )
  const spouse = rows[0]?.name ?? ''
  const graph = page.getByRole('listbox', { name: /^关系图谱/ })
  const relative = graph.getByRole('option', { name: new RegExp(`^${spouse}`) })

  await test.step('the spouse stands there with the reason, and as much in the table', async () => {
    await openBySearch(page, known.customer_no, known.name)
    await page.getByRole('tab', { name: '关系图谱' }).click()
    await expect(relative).toHaveAttribute('aria-label', new RegExp(`${known.name}的配偶`))
    await page.getByRole('button', { name: '数据表' }).click()
    const line = page.getByRole('row', {
      name: new RegExp(`${known.name} ${spouse} 配偶 客户告知`),
    })
    await expect(line).toBeVisible()
    await page.getByRole('button', { name: '图形' }).click()
  })

  await test.step('what the customer tells is added with its source, stands in the graph, and is taken back', async () => {
    await page.getByRole('button', { name: '补关系' }).click()
    const form = page.getByRole('form', { name: '补关系' })
    await form.getByRole('button', { name: '登记', exact: false }).click()
    await expect(form.getByText('请填写姓名。')).toBeVisible()
    await form.getByText('兄弟姐妹', { exact: true }).click()
    await form.getByLabel('对方姓名').fill('欧阳守一')
    if (pictures) await page.screenshot({ path: `${pictures}/relation.png` })
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(graph.getByRole('option', { name: /^欧阳守一/ })).toBeVisible()
    await expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 30_000 })
    const { rows: told } = await bank.pool.query<object>(
      `select r.source, r.kind, r.valid_to is null as stands from relation r
       where r.from_customer_id = $1 and r.to_name = '欧阳守一'`,
      [known.id],
    )
    expect(told).toEqual([{ source: 'customer', kind: 'sibling', stands: true }])
    await page.getByRole('tab', { name: '概览' }).click()
    await page.getByRole('button', { name: '收回关系：欧阳守一' }).click()
    await expect(page.getByText('欧阳守一')).toBeHidden()
    await page.getByRole('tab', { name: '关系图谱' }).click()
    await expect(relative).toBeVisible()
    await expect(graph.getByRole('option', { name: /^欧阳守一/ })).toHaveCount(0)
  })

  await test.step('family alone: the others go, and one degree is enough', async () => {
    for (const kind of [/^担保/, /^转介/, /^单位/, /^转账/, /^同手机号/]) {
      await page.getByRole('button', { name: kind }).click()
    }
    await page.getByRole('button', { name: '1 度', exact: true }).click()
    await expect(graph.getByRole('option', { name: /转账往来/ })).toHaveCount(0)
    await expect(relative).toBeVisible()
  })

  await test.step('without head office: arrows reach the spouse, Enter opens the record', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await graph.getByRole('option', { selected: true }).focus()
    await page.keyboard.press('Home')
    await expect(graph.getByRole('option', { name: new RegExp(`^${known.name}`) })).toBeFocused()
    const arrows = ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']
    for (const arrow of arrows) {
      if ((await relative.getAttribute('aria-selected')) === 'true') break
      await page.keyboard.press(arrow)
    }
    await expect(relative).toBeFocused()
    await expect(
      page.getByRole('region', { name: new RegExp(`^${spouse} · 依据`) }).first(),
    ).toContainText('客户告知')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: spouse })).toBeVisible()
    await page.getByRole('tab', { name: '关系图谱' }).click()
    await expect(graph.getByRole('option', { name: new RegExp(`^${known.name}`) })).toBeVisible()
    await expect(page.getByText(/^数字为 AUM（万元），截至 \d{4}-\d{2}-\d{2} 日终/)).toBeVisible()
  })
})
