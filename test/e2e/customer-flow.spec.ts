import { expect } from 'playwright/test'
import { formatWan } from '#domain/money/money.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)
const pictures = process.env['OCRM_E2E_PICTURES']

test('fund flow: what left for elsewhere, the transactions behind it, and the same without head office', async ({
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

  await test.step('peers stand beside it; a wrong class is set right, undone, and set right again', async () => {
    await expect(page.getByText(/^同级(中位 [\d.]+%|（.+）可比客户不足)/)).toBeVisible({
      timeout: 20_000,
    })
    const parties = page.getByRole('region', { name: '主要对手方' })
    const wrong = parties.getByRole('button', { name: /^分类有误：/ }).first()
    const name = ((await wrong.getAttribute('aria-label')) ?? '').replace('分类有误：', '')
    const row = parties.getByRole('row').filter({ hasText: name })
    const set = async () => {
      await wrong.click()
      const dialog = page.getByRole('dialog', { name: '分类有误？' })
      await dialog.getByRole('button', { name: '更正' }).click()
      await expect(dialog.getByText('请选择类别，须与现在的不同。')).toBeVisible()
      await dialog.getByText('房车', { exact: true }).click()
      if (pictures) await page.screenshot({ path: `${pictures}/flow-class.png` })
      await page.keyboard.press('Control+Enter')
      await expect(dialog).toBeHidden()
      await expect(row.getByRole('img', { name: '经人工认定' })).toBeVisible()
      await expect(row).toContainText('房车')
    }
    await set()
    await page.getByRole('button', { name: '撤销', exact: true }).click()
    await expect(row.getByRole('img', { name: '经人工认定' })).toBeHidden()
    await set()
    await expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 30_000 })
    const { rows: said } = await bank.pool.query<object>(
      `select p.flow_class, (select count(*)::int from audit_log l
         where l.object = p.id::text and l.action = 'party.classify') as trace
       from party_class p where p.customer_id = $1 order by p.given_at desc limit 1`,
      [known.id],
    )
    expect(said).toEqual([{ flow_class: 'property_car', trace: 1 }])
    if (pictures) await page.screenshot({ path: `${pictures}/flow.png` })
  })

  await test.step('the table goes to a file with its reason, the name masked', async () => {
    await page.getByRole('button', { name: '导出', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '导出资金流向' })
    await dialog.getByRole('button', { name: '导出', exact: true }).click()
    await expect(dialog.getByText(/请选择用途/)).toBeVisible()
    await dialog.getByText('核对数据', { exact: true }).click()
    await dialog.getByText('CSV 文本', { exact: true }).click()
    await dialog.getByRole('button', { name: '导出', exact: true }).click()
    await expect(dialog.getByText(/^已导出 \d+ 行$/)).toBeVisible()
    await expect(dialog).not.toContainText(known.name)
    await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
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
