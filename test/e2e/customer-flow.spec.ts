import { expect } from 'playwright/test'
import { formatWan } from '#domain/money/money.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

test('fund flow: what left for elsewhere, the transactions behind it, and the same without head office', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(120_000)
  const office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(
    bank.pool,
    manager,
    `exists (select from account a join bank_transaction t on t.branch_id = a.branch_id
       and t.account_id = a.id where a.branch_id = c.branch_id and a.customer_id = c.id
       and t.direction = 'out' and t.counterparty_name = c.name)`,
  )
  const { rows } = await bank.pool.query<{ fen: number; count: number }>(
    `select sum(t.amount_fen)::float8 as fen, count(*)::int as count from account a
     join bank_transaction t on t.branch_id = a.branch_id and t.account_id = a.id
     where a.customer_id = $1 and t.direction = 'out' and t.counterparty_name = $2`,
    [known.id, known.name],
  )
  const left = { fen: rows[0]?.fen ?? 0, count: rows[0]?.count ?? 0 }
  const leakage = page.locator('.formula')

  await test.step('a year: what is on this PC is said, and the sum is head office’s', async () => {
    await openBySearch(page, known.customer_no, known.name)
    await page.getByRole('tab', { name: '资金流向' }).click()
    await page.getByRole('button', { name: '1 年', exact: true }).click()
    await expect(page.getByText(/^本机的交易自/)).toBeVisible()
    await expect(leakage).toContainText(`本人他行 ${formatWan(left.fen)}`)
    await expect(page.getByRole('heading', { name: /^外流率 [\d.]+%$/ })).toBeVisible()
    await expect(page.getByRole('img', { name: /流入 .*流出/ }).locator('canvas')).toBeVisible()
  })

  await test.step('a class opens its transactions, each with the rule that decided', async () => {
    const table = page.getByRole('region', { name: '按月分类' })
    await table.getByRole('button', { name: '本人他行' }).last().click()
    const dialog = page.getByRole('dialog', { name: /本人他行 · 流出/ })
    await expect(dialog.getByText(`共 ${left.count} 笔`)).toBeVisible()
    await expect(dialog.getByText(/对方为本人，开户行/).first()).toBeVisible()
    await expect(dialog).not.toContainText(known.name)
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('算法 opens the arithmetic with the version of the rules', async () => {
    await page.getByRole('button', { name: '算法' }).click()
    const dialog = page.getByRole('dialog', { name: '外流率怎样得出' })
    await expect(dialog).toContainText('flow-1')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('without head office, after another tab: the same period, the same sums', async () => {
    const before = await leakage.innerText()
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await page.getByRole('tab', { name: '交易明细' }).click()
    await expect(page.getByRole('tab', { name: '资金流向' })).toBeVisible()
    await page.getByRole('tab', { name: '资金流向' }).click()
    await expect(page.getByRole('button', { name: '1 年', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await expect(leakage).toHaveText(before)
  })
})
