import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)

/** SQL: idle money that may be spoken about today, and nothing refused or needed so far. */
const mayBeSold = `exists (select 1 from task t where t.branch_id = c.branch_id
    and t.customer_id = c.id and t.kind = 'idle_cash' and t.state = 'open')
  and not c.do_not_contact and c.deceased_on is null
  and c.birth_date between '1962-01-01' and '2000-01-01'
  and exists (select 1 from consent k where k.branch_id = c.branch_id and k.customer_id = c.id
    and k.purpose = 'marketing_call' and k.withdrawn_on is null)
  and not exists (select 1 from contact x where x.branch_id = c.branch_id
    and x.customer_id = c.id and x.at > now() - interval '40 days')
  and not exists (select 1 from refusal r where r.branch_id = c.branch_id and r.customer_id = c.id)
  and not exists (select 1 from customer_need n
    where n.branch_id = c.branch_id and n.customer_id = c.id)`

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('.overview__talk').analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

test('next best action: reasons and arithmetic, a refusal with why, a need met, offline too', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(300_000)
  let office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const known = await ownCustomer(bank.pool, manager, mayBeSold)
  await openBySearch(page, known.customer_no, known.name)
  const panel = page.getByRole('region', { name: '下一步建议' })
  const needs = page.getByRole('region', { name: '客户需要' })
  const idle = panel.getByRole('listitem').filter({ hasText: '活期闲置' })

  await test.step('the best one tells its reasons, and its score opens as arithmetic', async () => {
    await expect(idle).toBeVisible()
    const [first] = await panel.getByRole('button', { name: /分，看算法$/ }).all()
    await expect(
      panel.getByRole('list', { name: '理由' }).getByRole('listitem').first(),
    ).toBeVisible()
    const score = Number(/[\d.]+/.exec((await first?.innerText()) ?? '')?.[0])
    await first?.focus()
    await page.keyboard.press('Enter')
    const how = page.getByRole('dialog', { name: /^评分算法/ })
    await expect(how).toContainText('next-action-1')
    const points = await how
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.slice(0, 4).map((row) => Number(row.querySelector('td:last-child')?.textContent)),
      )
    expect(points).toHaveLength(4)
    expect(points.reduce((sum, each) => sum + each, 0)).toBeCloseTo(score, 5)
    await page.keyboard.press('Escape')
    await expect(how).toBeHidden()
    await expectAccessible(page)
  })

  await test.step('without head office a refusal takes its action away and says why', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await idle.getByRole('button', { name: '不合适', exact: true }).click()
    const form = panel.getByRole('form', { name: '为什么不合适' })
    await form.getByRole('button', { name: '记录' }).click()
    await expect(form.getByText('请选择原因。')).toBeVisible()
    await form.getByText('已在他行办理', { exact: true }).click()
    await expectAccessible(page)
    await form.getByRole('button', { name: '记录' }).click()
    await expect(page.getByText(/^已记录，至 .* 不再推荐$/)).toBeVisible()
    await expect(idle.getByRole('button', { name: '改期', exact: true })).toHaveCount(0)
    await panel.getByRole('button', { name: /^已拦截 \d+ 项$/ }).click()
    await expect(panel.getByText(/^客户拒绝：已在他行办理，至 .* 不再推荐$/)).toBeVisible()
  })

  await test.step('a need is kept as typed, recorded, proposed for and met', async () => {
    await needs.getByRole('button', { name: '记一项' }).click()
    const form = needs.getByRole('form', { name: '记下客户的需要' })
    await form.getByText('养老', { exact: true }).click()
    await form.getByLabel('客户原话').fill('想按月领一点')
    await form.getByLabel('金额（万元，可不填）').fill('５')
    await page.keyboard.press('Escape')
    await expect(form).toHaveCount(0)
    await needs.getByRole('button', { name: '记一项' }).click()
    await expect(form.getByLabel('客户原话')).toHaveValue('想按月领一点')
    await form.getByRole('button', { name: '保存' }).click()
    await expect(needs.getByText('待满足', { exact: true })).toBeVisible()
    await expect(panel.getByText(/想按月领一点/)).toBeVisible()
    await panel.getByRole('button', { name: '已满足', exact: true }).click()
    const end = needs.getByRole('form', { name: '怎么满足的' })
    await end.getByText('服务', { exact: true }).click()
    await expectAccessible(page)
    await end.getByRole('button', { name: '记录' }).click()
    await expect(needs.getByText(/满足率 100%/)).toBeVisible()
    await expect(panel.getByText(/想按月领一点/)).toHaveCount(0)
  })

  await test.step('head office is back and holds the same; taken back, it is proposed again', async () => {
    office = await bank.openHeadOffice()
    await expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 60_000 })
    const { rows } = await bank.pool.query<object>(
      `select r.reason, r.said_by, n.kind, n.state, n.amount_fen::float8 as fen, t.outcome
       from refusal r join customer_need n on n.branch_id = r.branch_id
         and n.customer_id = r.customer_id
       join task t on t.branch_id = r.branch_id and t.id = r.task_id
       where r.customer_id = $1`,
      [known.id],
    )
    expect(rows).toEqual([
      {
        reason: 'elsewhere',
        said_by: 'customer',
        kind: 'retirement',
        state: 'met',
        fen: 5_000_000,
        outcome: 'customer_refused',
      },
    ])
    await panel.getByRole('button', { name: '撤销拒绝' }).first().click()
    await expect(idle.getByRole('button', { name: '改期', exact: true })).toBeVisible()
  })
})
