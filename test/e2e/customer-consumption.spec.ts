import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { openBook, ownCustomer } from './support/book.ts'
import { openBySearch } from './support/pages.ts'

const test = testWithBank(demoBank)
const pictures = process.env['OCRM_E2E_PICTURES']

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('.consents').analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

const consented = `exists (select from consent x where x.branch_id = c.branch_id
  and x.customer_id = c.id and x.purpose = 'profiling' and x.withdrawn_on is null)`
const pays = `c.deceased_on is null and extract(year from age(c.birth_date)) >= 20
  and (select count(*) from account a join bank_transaction t on t.branch_id = a.branch_id
    and t.account_id = a.id where a.branch_id = c.branch_id and a.customer_id = c.id
    and t.operation = 'card_payment' and t.purpose = 'dining') >= 4`

test('consumption: what for, where and how much with consent, nothing without or after a withdrawal, the same offline', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  let office = await bank.openHeadOffice()
  const manager = bank.user('customer_manager')
  const page = await openBook(newPc, manager)
  const open = await ownCustomer(bank.pool, manager, `${consented} and ${pays}`)
  const shut = await ownCustomer(bank.pool, manager, `not ${consented} and ${pays}`)
  const what = page.getByRole('region', { name: '用在哪些方面' })
  const limits = page.getByRole('region', { name: '数据范围与局限' })
  const months = page.getByRole('region', { name: /消费 ¥/ })

  let sums = ''
  await test.step('with consent: categories that add up, months as a picture and a table, the limits', async () => {
    await openBySearch(page, open.customer_no, open.name)
    await page.getByRole('tab', { name: '消费画像' }).click()
    await expect(months.locator('canvas')).toBeVisible()
    await expect(what.getByRole('row', { name: /^餐饮/ })).toBeVisible()
    await expect(what).not.toContainText(/医|药/)
    const shares = await what.locator('tbody .share__text').allInnerTexts()
    const total = shares.reduce((sum, share) => sum + Math.round(Number.parseFloat(share) * 100), 0)
    expect(total).toBe(10_000)
    await expect(limits).toContainText('只含本行账户')
    await expect(limits).toContainText('占客户全部支出的比例未知')
    await months.getByRole('button', { name: '数据表' }).click()
    await expect(months.getByRole('row').nth(2)).toBeVisible()
    sums = await what.innerText()
  })

  await test.step('without consent: why not, and how to ask', async () => {
    await openBySearch(page, shut.customer_no, shut.name)
    await page.getByRole('tab', { name: '消费画像' }).click()
    await expect(page.getByText('客户没有画像授权，不查看消费')).toBeVisible()
    await expect(page.getByText(/您愿意授权吗/)).toBeVisible()
    await expect(what).toBeHidden()
  })

  await test.step('without head office the same', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await openBySearch(page, open.customer_no, open.name)
    await page.getByRole('tab', { name: '消费画像' }).click()
    await expect(what).toBeVisible()
    expect(await what.innerText()).toBe(sums)
  })

  await test.step('without head office a consent is written down, opens the profile, and is taken back', async () => {
    await openBySearch(page, shut.customer_no, shut.name)
    await page.getByRole('tab', { name: '资料' }).click()
    const consents = page.getByRole('region', { name: '授权', exact: true })
    const profiling = consents.getByRole('listitem').filter({ hasText: '消费画像、客户类型' })
    await expect(profiling.getByText('未授权')).toBeVisible()
    await consents.getByRole('button', { name: '登记授权：画像' }).click()
    const form = consents.getByRole('form', { name: '登记画像授权' })
    await form.getByRole('button', { name: '登记', exact: true }).click()
    await expect(form.getByText('请选择渠道。')).toBeVisible()
    await form.getByText('网点', { exact: true }).click()
    await form.getByText('书面签署', { exact: true }).click()
    await form.getByText('2024-11', { exact: true }).click()
    await expectAccessible(page)
    if (pictures) await page.screenshot({ path: `${pictures}/consents.png` })
    await page.keyboard.press('Control+Enter')
    await expect(profiling.getByText('有效', { exact: true })).toBeVisible()
    await expect(profiling.getByText('待上传')).toBeVisible()
    await page.getByRole('tab', { name: '消费画像' }).click()
    await expect(what).toBeVisible()
    await page.getByRole('tab', { name: '资料' }).click()
    await consents.getByRole('button', { name: '撤回授权：画像' }).click()
    const ending = consents.getByRole('form', { name: '登记客户撤回画像授权' })
    await ending.getByText('电话', { exact: true }).click()
    await ending.getByRole('button', { name: '登记撤回' }).click()
    await expect(profiling.getByText('已撤回')).toBeVisible()
    await page.getByRole('tab', { name: '消费画像' }).click()
    await expect(page.getByText(/客户已于 .+ 撤回画像授权/)).toBeVisible()
    await expect(what).toBeHidden()
    await openBySearch(page, open.customer_no, open.name)
    await page.getByRole('tab', { name: '消费画像' }).click()
  })

  await test.step('a withdrawal hides what is on the screen as soon as it arrives', async () => {
    office = await bank.openHeadOffice()
    await expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 60_000 })
    const { rows } = await bank.pool.query<object>(
      `select way, channel, withdrawn_channel, given_by = withdrawn_by as same,
         (select count(*)::int from audit_log l where l.object = k.id::text) as trace
       from consent k where k.branch_id = $1 and k.customer_id = $2 and k.purpose = 'profiling'`,
      [manager.branchId, shut.id],
    )
    expect(rows).toEqual([
      { way: 'signed', channel: 'counter', withdrawn_channel: 'phone', same: true, trace: 2 },
    ])
    await bank.pool.query('update scope_version set v = v + 1 where branch_id = $1', [
      manager.branchId,
    ])
    await bank.pool.query(
      `update consent set withdrawn_on = (select business_date from database_info), rev = rev + 1,
              ver = (select v from scope_version where branch_id = $1)
        where branch_id = $1 and customer_id = $2 and purpose = 'profiling'`,
      [manager.branchId, open.id],
    )
    await expect(page.getByText(/客户已于 .+ 撤回画像授权/)).toBeVisible({ timeout: 60_000 })
    await expect(what).toBeHidden()
  })
  await office.kill()
})
