import { expect, type Page } from 'playwright/test'
import type { Transaction } from '#domain/accounts/records.ts'
import { reverseBookings } from '#head-office/key-transactions/reverse-bookings.ts'
import { takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { type Known, ownCustomer } from './support/book.ts'
import { LiveFeedProcess } from './support/live-feed.ts'
import { customersShown, logIn } from './support/pages.ts'

const test = testWithBank(demoBank)
const wan = 1_000_000
const pictures = process.env['OCRM_E2E_PICTURES']
let serial = 0

/** Money leaves a customer's richest current account for his or her own at another bank, today. */
async function leaves(
  pool: Parameters<typeof takeArrivals>[0],
  { id, name }: Known,
  own: Partial<Transaction> = {},
): Promise<Transaction> {
  const { rows } = await pool.query<{ branch_id: string; id: string }>(
    `select a.branch_id::text, a.id::text from account a
     where a.customer_id = $1 and a.kind = 'current' and a.status = 'normal' limit 1`,
    [id],
  )
  const [account] = rows
  if (!account) throw new Error(`${name} has no account`)
  const nowMs = Date.now()
  serial += 1
  const booking: Transaction = {
    branch_id: account.branch_id,
    txn_no: `E2E-${serial}`,
    account_id: account.id,
    posted_on: new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 10),
    posted_at: nowMs,
    direction: 'out',
    amount_fen: 90 * wan,
    balance_fen: null,
    operation: 'transfer_out',
    purpose: 'own_transfer',
    channel: 'mobile',
    counterparty_name: name,
    counterparty_bank: '甲州银行',
    counterparty_account: '9812000000000001',
    ...own,
  }
  const counts = await takeArrivals(pool, [booking], nowMs)
  expect(counts).toMatchObject({ taken: 1, refused: [], cards: 1 })
  return booking
}

/** Opens 关键交易监控 from the workbench. */
async function openCards(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /待处置 \d+ 张|关键交易监控/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: '关键交易监控' })).toBeVisible()
}

const rowOf = (page: Page, name: string) =>
  page.getByRole('grid', { name: '关键交易卡片' }).getByRole('row').filter({ hasText: name })
/** Counts the tones that the page plays from now on, without changing what is heard. */
const countTones = (page: Page) =>
  page.evaluate(() => {
    const { prototype } = AudioContext
    const make: (this: AudioContext) => OscillatorNode = Reflect.get(prototype, 'createOscillator')
    Object.assign(window, { tones: 0 })
    prototype.createOscillator = function create() {
      ;(window as unknown as { tones: number }).tones += 1
      return make.call(this)
    }
  })
const tones = (page: Page) => page.evaluate(() => (window as unknown as { tones: number }).tones)
const focused = (page: Page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))
const pane = (page: Page) => page.getByRole('region', { name: '卡片详情' })

test('a card comes while the window is open, is read, called about, and waits without the line', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(300_000)
  const manager = bank.user('customer_manager')
  const young = `c.birth_date > now() - interval '60 years' and c.mobile is not null
    and exists (select from account a where a.branch_id = c.branch_id and a.customer_id = c.id
      and a.kind = 'current' and a.status = 'normal')
    and not exists (select from key_transaction k where k.branch_id = c.branch_id
      and k.customer_id = c.id and k.day > current_date - 2)`
  const rich = await ownCustomer(bank.pool, manager, young)
  const older = young.replace(
    "birth_date > now() - interval '60 years'",
    "birth_date < now() - interval '66 years'",
  )
  const elder = await ownCustomer(bank.pool, manager, older)
  let office = await bank.openHeadOffice()
  const { window: page } = await (await newPc(manager.branchId)).open()
  await logIn(page, manager)
  await openCards(page)
  await expect(rowOf(page, rich.name)).toBeHidden()

  await test.step('it comes within seconds, and says why', async () => {
    await leaves(bank.pool, rich)
    await expect(rowOf(page, rich.name)).toBeVisible({ timeout: 10_000 })
    await rowOf(page, rich.name).click()
    await expect(pane(page).getByText(/规则 KT-0[12]/)).toBeVisible()
    await expect(pane(page).getByText('90.00', { exact: true }).first()).toBeVisible()
    await expect(pane(page).getByText(/先问用途，再谈留存/)).toBeVisible()
  })

  await test.step('read with R, then called about with C', async () => {
    await page.getByRole('grid', { name: '关键交易卡片' }).focus()
    await page.keyboard.press('r')
    await expect(rowOf(page, rich.name).getByText('已阅')).toBeVisible()
    await page.keyboard.press('c')
    const drawer = page.getByRole('dialog', { name: '拨打并登记' })
    await drawer.getByText('再联系', { exact: true }).click()
    await drawer.getByRole('textbox').fill('用于付购房首付')
    await page.keyboard.press('Control+Enter')
    await expect(drawer).toBeHidden()
    await expect(rowOf(page, rich.name).getByText('已联系')).toBeVisible()
    await expect(pane(page).getByText(/已联系 · 用于付购房首付/)).toBeVisible()
  })

  await test.step('an elder’s card goes the way of 反诈 and sells nothing', async () => {
    await leaves(bank.pool, elder)
    await expect(rowOf(page, elder.name)).toBeVisible({ timeout: 10_000 })
    await rowOf(page, elder.name).click()
    await expect(rowOf(page, elder.name).getByText('反诈', { exact: true })).toBeVisible()
    await expect(pane(page).getByText(/走反诈核实，本单不得营销/)).toBeVisible()
    await expect(pane(page).getByText(/留存|存单|理财|推荐/)).toHaveCount(0)
    if (pictures) await page.screenshot({ path: `${pictures}/key-transactions.png` })
  })

  await test.step('without the line steps wait, and arrive when it is back', async () => {
    await office.kill()
    await expect(page.getByText(/离线，显示/).first()).toBeVisible({ timeout: 30_000 })
    await pane(page).getByRole('button', { name: '误报…' }).click()
    const dialog = page.getByRole('dialog', { name: '标为误报' })
    await dialog.getByRole('button', { name: /保存/ }).click()
    await expect(dialog.getByText('请选择原因。')).toBeVisible()
    await dialog.getByText('事先已知', { exact: true }).click()
    await dialog.getByRole('button', { name: /保存/ }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('tab', { name: /误报/ }).click()
    await expect(rowOf(page, elder.name).getByText('待上传')).toBeVisible()
    office = await bank.openHeadOffice()
    await expect(rowOf(page, elder.name).getByText('待上传')).toBeHidden({ timeout: 60_000 })
    const { rows } = await bank.pool.query<{ state: string; reason: string }>(
      'select state, reason from key_transaction where customer_id = $1 order by day desc limit 1',
      [elder.id],
    )
    expect(rows).toEqual([{ state: 'false_alarm', reason: 'known_before' }])
  })

  await test.step('on another page a notice tells of it, takes no focus, and leads to the card', async () => {
    await customersShown(page)
    await page.getByRole('grid', { name: '我的客户' }).focus()
    const before = await focused(page)
    const news = page
      .getByRole('status', { name: '通知' })
      .getByText(/新的关键交易|新到 \d+ 张关键交易/)
    const feed = LiveFeedProcess.start(bank, ['--rate', '240', '--seed', '7'])
    try {
      await expect(news).toBeVisible({ timeout: 60_000 })
    } finally {
      expect(await feed.stop(), feed.said).toBe(0)
    }
    expect(feed.said).toMatch(/入账 \d+ 笔，卡片 [1-9]\d* 张/)
    expect(await focused(page)).toBe(before)
    await page.getByRole('button', { name: '查看', exact: true }).click()
    await expect(page.getByRole('heading', { name: '关键交易监控' })).toBeVisible()
    await expect(pane(page)).toBeVisible()
    await expect(news).toBeHidden()
  })

  await test.step('P0 is heard; muted it is seen alone, and that is remembered; a reversal takes a card back', async () => {
    const another = () => ownCustomer(bank.pool, manager, older)
    await countTones(page)
    const first = await another()
    await leaves(bank.pool, first)
    await expect(rowOf(page, first.name)).toBeVisible({ timeout: 10_000 })
    await expect.poll(() => tones(page)).toBe(2)
    await page.getByRole('button', { name: '仅 P0 提示音' }).click()
    await expect(page.getByRole('button', { name: '提示音已关' })).toBeVisible()
    const second = await another()
    const booked = await leaves(bank.pool, second)
    await expect(rowOf(page, second.name)).toBeVisible({ timeout: 10_000 })
    expect(await tones(page)).toBe(2)
    const wrong = { branch_id: booked.branch_id, txn_no: booked.txn_no, reason: '柜员录错账号' }
    await reverseBookings(bank.pool, [wrong], Date.now())
    await expect(rowOf(page, second.name)).toBeHidden({ timeout: 10_000 })
    await page.getByRole('tab', { name: /^全部/ }).click()
    await rowOf(page, second.name).click()
    await expect(rowOf(page, second.name).getByText('已冲正')).toBeVisible()
    await expect(pane(page).getByText(/核心系统已冲正：柜员录错账号/)).toBeVisible()
    if (pictures) await page.screenshot({ path: `${pictures}/key-transactions-reversed.png` })
    await page.getByRole('tab', { name: /^待处置/ }).click()
    await page.getByTitle(/的菜单$/).click()
    await page.getByRole('button', { name: '个人设置' }).click()
    await expect(page.getByRole('checkbox', { name: /P0 关键交易到达时/ })).not.toBeChecked()
    await page.keyboard.press('Escape')
  })

  await test.step('我的提醒 lists what is due, and leads there', async () => {
    await page.getByRole('button', { name: '我的提醒' }).click()
    const reminders = page.getByRole('dialog', { name: '我的提醒' })
    await expect(reminders.getByRole('listitem').nth(1)).toBeVisible()
    if (pictures) await page.screenshot({ path: `${pictures}/key-transactions-reminders.png` })
    const look = reminders.getByRole('button', { name: `查看卡片：${rich.name}` })
    await look.click()
    await expect(reminders).toBeHidden()
    await expect(pane(page).getByRole('heading', { name: rich.name })).toBeVisible()
  })
})
