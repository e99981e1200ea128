import { expect, type Page } from 'playwright/test'
import { demoBank, testWithBank } from './support/bank.ts'
import { logIn } from './support/pages.ts'

const test = testWithBank(demoBank)

const navigation = (page: Page) => page.getByRole('navigation', { name: '主导航' })
const cases = (page: Page) => page.getByRole('grid', { name: '案件列表' })
const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const fact = (page: Page, name: string) =>
  page.getByRole('list', { name: '风险案件概况' }).getByRole('listitem').filter({ hasText: name })

/** Fills an act's form in by the keyboard and gives it. */
async function write(page: Page, name: string, text: string, sum = ''): Promise<void> {
  const form = page.getByRole('form', { name })
  // The keys are the form's once it has the focus.
  await expect(form.locator(':focus')).toHaveCount(1)
  if (sum !== '') await form.getByLabel(/追回金额/).fill(sum)
  await form.getByRole('textbox').last().fill(text)
  await page.keyboard.press('Control+Enter')
  await expect(form).toBeHidden()
}

/** Waits until head office has answered what was given. */
const answered = (page: Page) =>
  expect(page.getByText('待上报')).toHaveCount(0, { timeout: 30_000 })

test('a risk officer finds a ring, takes it, reports, records what came back, and closes it', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const officer = bank.user('risk_officer')
  const teller = bank.user('teller')
  const office = await bank.openHeadOffice()
  const pc = await newPc(teller.branchId)
  const { window: page } = await pc.open()

  await test.step('the desk is the officer’s home, with what the night found', async () => {
    await logIn(page, officer)
    await expect(page.getByRole('heading', { level: 1, name: '风险案件' })).toBeVisible()
    await expect(navigation(page).getByRole('link', { name: /风险案件/ })).toBeVisible()
    await expect(navigation(page).getByRole('link', { name: /我的首页/ })).toHaveCount(0)
    await expect(fact(page, '本年追回资金')).toContainText('2.77')
    await expect(cases(page).getByRole('row').filter({ hasText: '环形转账' })).toHaveCount(2)
  })

  await test.step('the ring is opened by the keyboard: masked people, path, evidence, reasons', async () => {
    const ring = cases(page).getByRole('row').filter({ hasText: '秦*冬' })
    await ring.click()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /环形转账/ })).toBeVisible()
    const parties = page.getByRole('table', { name: '各方' })
    await expect(parties.getByRole('row')).toHaveCount(5)
    await expect(parties).toContainText('方*新')
    await expect(page.getByText('秦立冬')).toHaveCount(0)
    await page.getByRole('tab', { name: /交易证据/ }).click()
    await expect(page.getByRole('table', { name: '交易证据' })).toContainText('¥28,600.00')
    await expect(page.getByText('资金按时间顺序绕回起点，经 4 方')).toBeVisible()
    const first = page
      .getByRole('listbox', { name: /资金路径图/ })
      .getByRole('option')
      .first()
    await first.focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('option', { selected: true, name: /白\*莲/ })).toBeFocused()
  })

  await test.step('it is taken, put back by the notice, and taken again', async () => {
    await act(page, '领取').click()
    await page.getByRole('button', { name: '撤回领取' }).click()
    await expect(act(page, '领取')).toBeVisible({ timeout: 30_000 })
    await answered(page)
    await act(page, '领取').click()
    await expect(act(page, '登记核查')).toBeVisible()
  })

  await test.step('the number of a customer is shown for a reason, and written down at head office', async () => {
    const parties = page.getByRole('table', { name: '各方' })
    await page.getByRole('tab', { name: /^各方/ }).click()
    const customer = parties.getByRole('row').filter({ hasText: '秦*冬' })
    await customer.getByRole('button', { name: /秦\*冬的电话/ }).click()
    await page.getByText('劝阻提醒', { exact: true }).click()
    await expect(customer.getByText(/^154\d{8}$/)).toBeVisible()
    const { rows } = await bank.pool.query<{ n: number }>(
      "select count(*)::int as n from audit_log where action = 'riskPhone.read'",
    )
    expect(rows).toEqual([{ n: 1 }])
    await customer.getByRole('button', { name: /隐藏/ }).click()
    await expect(customer.getByText(/^154\d{8}$/)).toBeHidden()
  })

  await test.step('what is typed outlives a closed form; a report is asked for', async () => {
    await act(page, '登记核查').click()
    const form = page.getByRole('form', { name: '登记核查' })
    await expect(form.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(form).toContainText('请填写至少 2 个字')
    await form.getByRole('textbox').fill('四人互为同乡，无贸易往来')
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await act(page, '登记核查').click()
    await expect(form.getByRole('textbox')).toHaveValue('四人互为同乡，无贸易往来')
    await expect(form.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(form).toBeHidden()
    await expect(page.getByRole('list', { name: '处理记录' })).toContainText('四人互为同乡')
  })

  await test.step('a measure, and what came back: never more than the case is about', async () => {
    await act(page, '登记措施').click()
    await page.getByRole('form', { name: '登记措施' }).getByText('冻结申请').click()
    await write(page, '登记措施', '已向上级提交冻结申请')
    await act(page, '登记追回').click()
    const form = page.getByRole('form', { name: '登记追回' })
    await expect(form.locator(':focus')).toHaveCount(1)
    await form.getByLabel(/追回金额/).fill('999999')
    await form.getByRole('textbox').last().fill('收款行退回')
    await page.keyboard.press('Control+Enter')
    await expect(form).toContainText('最多还能登记 27,800.00 元')
    await write(page, '登记追回', '收款行退回', '12,345.67')
    await expect(page.getByRole('list', { name: '追回登记' })).toContainText('¥12,345.67', {
      timeout: 30_000,
    })
  })

  await test.step('it is dealt with and closed, and the year’s sum has grown', async () => {
    await act(page, '处置完成').click()
    await write(page, '处置完成', '四个账户已限额，移交公安')
    await act(page, '关闭案件').click()
    await page
      .getByRole('form', { name: '关闭案件' })
      .getByRole('button', { name: '关闭案件' })
      .click()
    await expect(page.getByText('已关闭', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(act(page, '登记核查')).toHaveCount(0)
    await page.getByRole('link', { name: '返回案件列表' }).click()
    await expect(fact(page, '本年追回资金')).toContainText('4.00')
    await expect(cases(page).getByRole('row').filter({ hasText: '秦*冬' })).toHaveCount(0)
    const { rows } = await bank.pool.query<{ action: string }>(
      `select action from audit_log where actor = $1 and action like 'riskCase.%' order by at, id`,
      [officer.staffNo],
    )
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'riskCase.open',
        'riskCase.take',
        'riskCase.recover',
        'riskCase.close',
      ]),
    )
  })

  await test.step('without the line the desk says so, and keeps nothing of it on the PC', async () => {
    await office.kill()
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(/已断网，显示/)).toBeVisible()
    const standing = await cases(page).elementHandle()
    await page.getByRole('tab', { name: /^全部/ }).click()
    await expect(
      page.getByRole('status', { name: '通知' }).getByText('风险案件只在联网时查看'),
    ).toBeVisible()
    // The list was never taken off the page, and the tab is the one it belongs to.
    expect(await standing?.evaluate((grid) => grid.isConnected)).toBe(true)
    await expect(page.getByRole('tab', { name: /^在办/ })).toHaveAttribute('aria-selected', 'true')
    await bank.openHeadOffice()
    await expect(cases(page)).toBeVisible({ timeout: 60_000 })
  })

  await test.step('a teller at the same PC sees neither the entry nor the page', async () => {
    await page.getByTitle(`${officer.name} 的菜单`).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await logIn(page, teller)
    await expect(navigation(page).getByRole('link', { name: /柜面速查/ })).toBeVisible()
    await expect(navigation(page).getByRole('link', { name: /风险案件/ })).toHaveCount(0)
    await page.evaluate(() => {
      location.hash = '#/risk'
    })
    await expect(page.getByRole('heading', { level: 1, name: '风险案件' })).toHaveCount(0)
  })
})
