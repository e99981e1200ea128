import type pg from 'pg'
import { expect, type Locator, type Page } from 'playwright/test'
import type { BranchBridge } from '#contract/ipc.ts'
import { decideAppeal, waitingAppeals } from '#head-office/assessment/appeals.ts'
import { keepAssessment } from '#head-office/assessment/due.ts'
import { lockMonth } from '#head-office/assessment/periods.ts'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { staffId } from '#head-office/demo/organisation.ts'
import { moveAppeals } from '#tools/screenshots/appeal-days.ts'
import { type BranchPc, demoBank, testWithBank } from './support/bank.ts'
import type { HeadOfficeProcess } from './support/head-office-process.ts'
import {
  changeSeat,
  logIn,
  toCounter,
  toSyncCentre,
  toTraining,
  toTrainingTab,
  submitDialog,
} from './support/pages.ts'

const test = testWithBank(demoBank)
test.describe.configure({ timeout: 120_000 })

let office: HeadOfficeProcess
test.beforeAll(async ({ bank }) => {
  office = await bank.openHeadOffice()
})

/** Somebody at a PC of the own branch. */
async function seat(pc: BranchPc, user: DemoUser): Promise<Page> {
  const { window } = await pc.open()
  await logIn(window, user)
  return window
}

/** A row of the table of parts. */
const partOf = (page: Page, name: string): Locator =>
  page.getByRole('table', { name: '得分怎么来的' }).getByRole('row', { name })

/** The own month before the running one, by the line that tells of it. */
async function openLastMonth(page: Page): Promise<void> {
  await toTraining(page)
  await page.getByRole('button', { name: /^看 \d+ 月$/ }).click({ timeout: 60_000 })
  await expect(page.getByText(/暂定 · 申诉截至/)).toBeVisible()
}

/** What is to be decided about the month before the running one, by the line that tells of it. */
async function openCases(page: Page): Promise<void> {
  await toTraining(page)
  await toTrainingTab(page, '网点')
  await page.getByRole('button', { name: '去办理' }).click({ timeout: 60_000 })
  await expect(page.getByText(/暂定 · 申诉截至/)).toBeVisible()
}

/** The total of the score that is shown. */
const totalOf = (page: Page): Promise<string> => partOf(page, '合计').locator('strong').innerText()

/** Locks the provisional month a week on, after what waited was answered. */
async function lockLastMonth(pool: pg.Pool): Promise<void> {
  const nowMs = Date.now()
  const line = staffId('8110001')
  const { rows } = await pool.query<{ month: string; branches: string[] }>(
    `select to_char(m.month, 'YYYY-MM-DD') as month, array(select id::text from org_unit) as branches
     from assessment_month m where m.state = 'provisional'`,
  )
  const { month = '', branches = [] } = rows[0] ?? {}
  for (const { branchId, id } of await waitingAppeals(pool, branches)) {
    const ruling = { upheld: false as const, reason: '没有新的依据' }
    await decideAppeal(pool, { branchId, id, ruling }, line, nowMs)
  }
  await keepAssessment(pool, nowMs)
  await lockMonth(pool, month, line, nowMs + 7 * 86_400_000)
}

const uploaded = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 30_000 })

test('a sign about oneself is seen while nobody has judged it, and then what became of it', async ({
  bank,
  newPc,
}) => {
  const teller = bank.person('8110107')
  const colleague = bank.person('8110108')
  const head = bank.user('branch_head')
  const at = async (user: DemoUser) => seat(await newPc(teller.branchId), user)
  const [own, board] = await Promise.all([at(teller), at(head)])
  const signs = own.getByRole('region', { name: '看到的疑点' })
  let points = ''

  await test.step('what was seen, that it is no verdict, who judges it and what may be said', async () => {
    await toTraining(own)
    await expect(
      own.getByRole('note').filter({ hasText: '有 1 个与您有关的疑点还没有人核实' }),
    ).toBeVisible({ timeout: 60_000 })
    await openLastMonth(own)
    await expect(signs).toContainText('疑点不是结论，不扣分')
    await expect(signs.getByText('还没有人核实', { exact: true })).toBeVisible()
    await expect(signs).toContainText(/过短登录：\d+ 次里 \d+ 次不足 2 分钟/)
    await expect(signs).toContainText(/涉及的登录：\d\d-\d\d\s\d\d:\d\d、/)
    await expect(signs).toContainText('由网点主任或上级条线管理岗核实')
    await expect(signs).toContainText('您可以先向核实的人说明')
    await expect(own.getByRole('region', { name: '本月已结束' })).toContainText('不再增减分数')
    points = await totalOf(own)
  })

  await test.step('the branch head judges it; the page that is open follows', async () => {
    await openCases(board)
    await board.getByRole('button', { name: new RegExp(`^核实 ${teller.name}`) }).click()
    const dialog = board.getByRole('dialog')
    await expect(dialog).toContainText(/涉及的登录：\d\d-\d\d\s\d\d:\d\d、/)
    await dialog.getByText('属实', { exact: true }).click()
    await dialog.getByLabel('理由').fill('柜面交接时反复登录，已当面说明以后一次登录办完')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
    await expect(signs.getByText('属实', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(signs).toContainText(/核实：柜面交接时反复登录，已当面说明/)
    await expect(signs.getByText('还没有人核实', { exact: true })).toHaveCount(0)
    await expect(signs).not.toContainText('您可以先向核实的人说明')
  })

  await test.step('it took no point, and is nobody else’s to read', async () => {
    expect(await totalOf(own)).toBe(points)
    await changeSeat(own, teller, colleague)
    await toTraining(own)
    await expect(own.getByRole('note').filter({ hasText: '以前申诉' })).not.toContainText('疑点')
    await openLastMonth(own)
    await expect(signs).toHaveCount(0)
    await expect(own.locator('main')).not.toContainText('柜面交接时反复登录')
  })
})

test('a reminder stands where its person begins, leads to the next step, and is put away for the week', async ({
  bank,
  newPc,
}) => {
  const teller = bank.person('8110108')
  const colleague = bank.person('8110107')
  const head = bank.user('branch_head')
  const at = async (user: DemoUser) => seat(await newPc(teller.branchId), user)
  const [own, board] = await Promise.all([at(teller), at(head)])
  const reminder = own.getByRole('complementary', { name: '考核提醒' })
  const words = new RegExp(`${head.name} 于 .+ 提醒：本月有效使用`)
  const remind = board.getByRole('button', { name: /^提醒 \d+ 人/ })

  await test.step('the branch head reminds those who fall behind, by name', async () => {
    await toTraining(own)
    await expect(own.getByRole('table', { name: '得分怎么来的' })).toBeVisible({ timeout: 60_000 })
    await toCounter(own)
    await expect(reminder).toHaveCount(0)
    await toTraining(board)
    await toTrainingTab(board, '网点')
    await expect(board.getByRole('table', { name: '人员明细' })).toBeVisible({ timeout: 60_000 })
    await remind.click()
    const dialog = board.getByRole('dialog')
    await expect(dialog).toContainText(teller.name)
    await expect(dialog).not.toContainText(colleague.name)
    await expect(dialog).toContainText('每人每周最多提醒一次')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
  })

  await test.step('it comes while the person works, says from whom and why, and leads to the steps', async () => {
    await expect(reminder).toContainText(words, { timeout: 30_000 })
    await expect(reminder).toContainText(/本月有效使用 \d+ 次，应有 12 次/)
    await reminder.getByRole('link', { name: '看离达标最近的几步' }).click()
    await expect(own.getByRole('note').filter({ hasText: words })).toBeVisible()
    const steps = own.getByRole('region', { name: '离达标最近的几步' }).getByRole('listitem')
    await expect(steps.first()).toContainText(/再完成 \d+ 次有效使用/)
    await expect(reminder).toHaveCount(0)
  })

  await test.step('put away it stays away, also after the next login; the own page keeps it', async () => {
    await toCounter(own)
    await reminder.getByRole('button', { name: '本周不再显示' }).click()
    await expect(reminder).toHaveCount(0)
    await changeSeat(own, teller, colleague)
    await toCounter(own)
    await expect(reminder).toHaveCount(0)
    await changeSeat(own, colleague, teller)
    await toTraining(own)
    await expect(own.getByRole('note').filter({ hasText: words })).toBeVisible()
    await toCounter(own)
    await expect(reminder).toHaveCount(0)
  })

  await test.step('nobody is reminded twice in a week, whoever asks', async () => {
    await uploaded(board)
    await expect(remind).toBeDisabled()
    await expect(remind).toHaveAttribute('title', /一周内都已提醒过/)
    const again = await board.evaluate(async (staffId) => {
      const { branch } = globalThis as unknown as { branch: BranchBridge }
      const read = await branch.assessment.board({ month: null })
      const month = read.ok ? read.value.month : ''
      const reply = await branch.assessment.remind({ month, staffIds: [staffId] })
      return reply.ok ? 'given' : reply.error.code
    }, staffId(teller.staffNo))
    expect(again).toBe('assessment.remindedAlready')
  })
})

test('an appeal about breadth is upheld and another one refused; the score follows, with reasons', async ({
  bank,
  newPc,
}) => {
  const manager = bank.person('8110104')
  const line = bank.person('8110001')
  const at = async (user: DemoUser) => seat(await newPc(manager.branchId), user)
  const [own, board] = await Promise.all([at(manager), at(line)])
  const appeals = own.getByRole('region', { name: '申诉、免考与出勤' })
  const facts = own.getByRole('list', { name: '本月考核' })
  const ownDialog = own.getByRole('dialog')
  const dialog = board.getByRole('dialog')
  let before = 0
  const decide = (part: string) =>
    board.getByRole('button', { name: new RegExp(`^答复 ${manager.name} ${part}`) }).click()

  await test.step('the part, the days and facts; what is missing is asked for', async () => {
    await openLastMonth(own)
    await expect(partOf(own, '必用模块')).toContainText('3 / 4')
    await expect(facts).toContainText('未用：关键交易监控')
    before = Number(await totalOf(own))
    await own.getByRole('button', { name: '申诉', exact: true }).click()
    await ownDialog.getByText('必用模块', { exact: true }).click()
    await submitDialog(ownDialog)
    await expect(ownDialog.getByText('请写明理由。')).toBeVisible()
    await ownDialog
      .getByLabel('理由')
      .fill('12 日跟主任在分行处置了两张关键交易卡，用的是主任的电脑')
    await submitDialog(ownDialog)
    await expect(ownDialog).toBeHidden()
    await expect(appeals.getByText('待答复', { exact: true })).toHaveCount(2)
    await uploaded(own)
  })

  await test.step('a line manager upholds it by naming the module, and refuses the other one', async () => {
    await openCases(board)
    await decide('必用模块')
    await dialog.getByText('采纳', { exact: true }).click()
    await submitDialog(dialog)
    await expect(dialog.getByText('采纳时至少勾选一个模块。')).toBeVisible()
    await expect(dialog.getByRole('checkbox')).toHaveCount(1)
    await dialog.getByRole('checkbox', { name: '关键交易监控' }).check()
    await dialog.getByLabel('理由').fill('卡片处置记录里有本人签字')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
    await decide('有效使用')
    await dialog.getByText('不采纳', { exact: true }).click()
    await dialog.getByLabel('理由').fill('跟班三天已按借调减了应有次数')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
  })

  await test.step('the person reads both answers; every figure of the page follows', async () => {
    await expect(appeals.getByText('已采纳', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(appeals.getByText('未采纳', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(appeals).toContainText('答复：卡片处置记录里有本人签字')
    await expect(appeals).toContainText('答复：跟班三天已按借调减了应有次数')
    const breadth = partOf(own, '必用模块').getByRole('cell')
    await expect(breadth.nth(0)).toHaveText('4 / 4', { timeout: 30_000 })
    await expect(breadth.nth(2)).toHaveText((await breadth.nth(1).textContent()) ?? '')
    expect(Number(await totalOf(own))).toBeGreaterThan(before)
    await expect(partOf(own, '有效使用')).toContainText('11 / 12')
    await expect(facts).toContainText('本岗位的必用模块都用过')
  })

  await test.step('so does the board of the branch', async () => {
    await board.getByRole('tab', { name: /^人员明细/ }).click()
    const row = board
      .getByRole('table', { name: '人员明细' })
      .getByRole('row', { name: manager.name })
    await expect(row).toContainText('4/4')
    await expect.poll(() => totalOf(own)).toBe(await row.locator('strong').last().innerText())
  })

  await test.step('after its days an appeal is refused, and nothing typed is lost', async () => {
    await own.getByRole('button', { name: '申诉', exact: true }).click()
    await ownDialog.getByText('活跃天数', { exact: true }).click()
    await ownDialog.getByLabel('理由').fill('7 日和 8 日在社区摆摊，当天没有电脑')
    await moveAppeals(bank.pool, -1)
    const button = own.locator('.page__actions').getByText('申诉', { exact: true }).locator('..')
    await expect(button).toHaveAttribute('title', /^申诉期已过（/, { timeout: 30_000 })
    await expect(button).toBeDisabled()
    await submitDialog(ownDialog)
    await expect(ownDialog.getByRole('alert')).toHaveText(/申诉期已过，不能再提交/)
    await expect(ownDialog.getByLabel('理由')).toHaveValue(/社区摆摊/)
  })
})

test('an appeal that head office gets after the month was locked comes back with the reason', async ({
  bank,
  newPc,
}) => {
  const manager = bank.person('8110103')
  await moveAppeals(bank.pool, 3)
  const own = await seat(await newPc(manager.branchId), manager)
  const dialog = own.getByRole('dialog')

  await test.step('within its days, but without the line: it waits, and says until when', async () => {
    await openLastMonth(own)
    await office.kill()
    await expect(own.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await own.getByRole('button', { name: '申诉', exact: true }).click()
    await expect(dialog).toContainText(/现在离线：.+须在月份锁定前送到/)
    await dialog.getByText('数据质量', { exact: true }).click()
    await dialog.getByLabel('理由').fill('补录的两户总行已采纳，没有算进来')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
    await expect(own.getByText('待上传', { exact: true })).toBeVisible()
  })

  await test.step('the month is locked before it arrives: it comes back, and says so', async () => {
    await lockLastMonth(bank.pool)
    office = await bank.openHeadOffice()
    await toSyncCentre(own)
    await own.getByRole('button', { name: '立即重试' }).click()
    const refused = own.getByRole('article')
    await expect(refused).toContainText('考核申诉', { timeout: 60_000 })
    await expect(refused).toContainText('这个月的考核已锁定，不能再修改')
    await toTraining(own)
    await own.getByRole('button', { name: '上一个月' }).click()
    await expect(own.getByText(/已锁定/).first()).toBeVisible()
    await expect(own.getByText('待上传', { exact: true })).toHaveCount(0)
    const button = own.getByRole('button', { name: '申诉', exact: true })
    await expect(button).toBeDisabled()
    await expect(button).toHaveAttribute('title', '这个月已锁定，不能再申诉')
  })
})
