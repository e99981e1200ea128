import { expect } from 'playwright/test'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { staffId } from '#head-office/demo/organisation.ts'
import { exportMonth } from '#head-office/assessment/export.ts'
import { lockMonth } from '#head-office/assessment/periods.ts'
import { keepAssessment } from '#head-office/assessment/due.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { verifyMonth } from '#tools/ledger/verify/assessment.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import {
  changeSeat,
  customersShown,
  logIn,
  toTraining,
  toTrainingTab,
  submitDialog,
} from './support/pages.ts'

const test = testWithBank(demoBank)

test('an appeal is decided above the branch, the score follows, the month is locked and taken away', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(180_000)
  const head = bank.user('branch_head')
  const line: DemoUser = { ...head, staffNo: '8110001', name: '谢宏图', role: 'line_manager' }
  await bank.openHeadOffice()
  const { window: page } = await (await newPc(head.branchId)).open()
  await logIn(page, head)
  await customersShown(page)
  const dialog = page.getByRole('dialog')
  const uploaded = () =>
    expect(page.getByRole('button', { name: /待上传 0$/ })).toBeVisible({ timeout: 30_000 })
  async function openCases(): Promise<void> {
    await toTraining(page)
    await toTrainingTab(page, '网点')
    await expect(page.getByRole('table', { name: '人员明细' })).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '上一个月' }).click()
    await expect(page.getByText(/暂定 · 申诉截至/)).toBeVisible()
    await page.getByRole('tab', { name: /^待办理/ }).click()
  }
  const scored = async (no: string) => {
    const { rows } = await bank.pool.query<{ month: string; outcome: string; hundredths: number }>(
      `select to_char(a.month, 'YYYY-MM-DD') as month, a.outcome, a.hundredths
       from assessment_score a join assessment_month m on m.month = a.month
       where a.staff_id = $1 and m.state = 'provisional'`,
      [staffId(no)],
    )
    return rows[0]
  }

  await test.step('the branch head decides a sign, and no appeal', async () => {
    await openCases()
    await expect(page.getByText('由条线管理岗办理')).toBeVisible()
    await page.getByRole('button', { name: /^核实/ }).click()
    await dialog.getByText('可以解释', { exact: true }).click()
    await dialog.getByRole('textbox').fill('当周系统升级，反复退出重登')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
    await expect(page.getByText('可以解释', { exact: true })).toBeVisible()
    await uploaded()
  })

  await test.step('a line manager upholds the appeal: the score is another one', async () => {
    const before = await scored('8110104')
    expect(before?.outcome).toBe('retrain')
    await changeSeat(page, head, line)
    await openCases()
    await page.getByRole('button', { name: /^答复/ }).click()
    await dialog.getByText('采纳', { exact: true }).click()
    await submitDialog(dialog)
    await expect(dialog.getByText('请写明理由。')).toBeVisible()
    await dialog.getByLabel('有效使用 次').fill('1')
    await dialog.getByLabel('理由').fill('跟班签到表属实')
    await submitDialog(dialog)
    await expect(dialog).toBeHidden()
    await uploaded()
    await expect.poll(async () => (await scored('8110104'))?.outcome).toBe('passed')
    expect((await scored('8110104'))?.hundredths).toBeGreaterThan(before?.hundredths ?? 0)
  })

  await test.step('the outlets below stand in one table, with totals and without names', async () => {
    await toTrainingTab(page, '各级汇总')
    const units = page.getByRole('table', { name: '下级机构' })
    await expect(units.getByRole('row')).toHaveCount(3)
    await page.getByRole('button', { name: '上一个月' }).click()
    await expect(page.getByText(/个网点有结果 · 暂定/)).toBeVisible()
    await expect(units.getByText('%').first()).toBeVisible()
    await expect(page.locator('main')).not.toContainText(head.name)
    await openCases()
  })

  await test.step('locked, the month is exported and holds before the verifier', async () => {
    const month = (await scored('8110104'))?.month ?? ''
    const nowMs = Date.now()
    await keepAssessment(bank.pool, nowMs)
    await lockMonth(bank.pool, month, staffId('8110001'), nowMs + 7 * 86_400_000)
    await expect(page.getByText(/已锁定/)).toBeVisible({ timeout: 60_000 })
    const master = await openMasterKey(`${bank.folder}/head-office`)
    const { publicKey, privateKey } = await openGrantKeys(bank.pool, master, nowMs)
    const { rows } = await bank.pool.query<{ code: string }>(
      'select code from org_unit where id = $1',
      [head.branchId],
    )
    const wish = { month, branch: rows[0]?.code ?? '' }
    const { text, final } = await exportMonth(bank.pool, privateKey, wish, 'os:audit', nowMs)
    expect(final).toBe(true)
    expect(verifyMonth(text, publicKey)).toMatchObject({ month, final: true, people: 8, found: [] })
  })
})
