import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { staffId } from '#head-office/demo/organisation.ts'
import type { Terminal } from '#test/support/terminal-app.ts'
import { demoBank, testWithBank } from './support/bank.ts'
import { customersShown, logIn, toTraining, toTrainingTab } from './support/pages.ts'

const test = testWithBank(demoBank)

/** The secret of a running terminal, as its own key store opens it. */
async function secretOf({ app, userData }: Terminal): Promise<string> {
  const sealed = readFileSync(join(userData, 'device.secret')).toString('base64')
  return app.evaluate(async ({ safeStorage }, text) => {
    const store = safeStorage as unknown as {
      decryptStringAsync(sealed: Buffer): Promise<{ result: string }>
    }
    return (await store.decryptStringAsync(Buffer.from(text, 'base64'))).result
  }, sealed)
}

/** Somebody writes another name into the last record of a PC that stands still; its number. */
function editLastRecord(userData: string, secret: string, actor: string): number {
  const program = join(import.meta.dirname, 'support/edit-ledger.ts')
  const args = [program, join(userData, 'journal.db'), secret, actor]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

test('a usage ledger that was edited on a branch PC is found, and decided on screen above the branch', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const manager = bank.user('customer_manager')
  const line: DemoUser = { ...manager, staffNo: '8110001', name: '谢宏图', role: 'line_manager' }
  const office = await bank.openHeadOffice()
  const pc = await newPc(manager.branchId)
  const name = pc.userData.slice(-9)
  let edited = 0

  await test.step('the line is cut, the PC stopped, and a record changed in its file', async () => {
    const terminal = await pc.open()
    await logIn(terminal.window, manager)
    await customersShown(terminal.window)
    const secret = await secretOf(terminal)
    await office.kill()
    await expect(terminal.window.getByText('离线').first()).toBeVisible({ timeout: 60_000 })
    await terminal.close()
    edited = editLastRecord(pc.userData, secret, staffId('8110104'))
  })

  const again = await bank.openHeadOffice()
  const { window: page } = await pc.open()
  await logIn(page, line)
  const found = async () => {
    const { rows } = await bank.pool.query<{ code: string; seq: number }>(
      `select f.code, f.seq::int as seq from usage_finding f join device d on d.id = f.device_id
       where d.name = $1`,
      [name],
    )
    return rows
  }
  await expect.poll(found, { timeout: 60_000 }).toEqual([{ code: 'HASH', seq: edited }])

  await test.step('the case stands in the list, in words', async () => {
    await toTraining(page)
    await toTrainingTab(page, '终端案件')
    const row = page.getByRole('grid', { name: '终端案件' }).getByRole('row', { name })
    await expect(row).toContainText('记录写好以后被改过')
    await expect(row).toContainText(`第 ${edited} 条`)
    await expect(page.locator('main')).not.toContainText(manager.name)
    await row.dblclick()
    await expect(page.getByText(/字改一个，指纹就变/)).toBeVisible()
    await expect(page.getByRole('table', { name: '涉及的记录' })).toContainText('有问题')
  })

  const dialog = page.getByRole('dialog')
  await test.step('what is typed outlives the dialog, and grounds are asked for', async () => {
    await page.getByRole('button', { name: '核实', exact: true }).click()
    await dialog.getByText('属实', { exact: true }).click()
    await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Control+Enter')
    await expect(dialog.getByText('请写明依据。')).toBeVisible()
    await dialog.getByLabel('依据').fill('监控核对：当天 18 点有人在这台电脑上改过文件')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.getByRole('button', { name: '核实', exact: true }).click()
    await expect(dialog.getByLabel('依据')).toHaveValue(/监控核对/)
    // The keys are the form's once it has the focus.
    await expect(dialog.getByRole('form').locator(':focus')).toHaveCount(1)
  })

  await test.step('decided, it stands among the decided ones with who said what', async () => {
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('list', { name: '经过' })).toContainText('谢宏图：监控核对', {
      timeout: 30_000,
    })
    await expect(page.getByRole('button', { name: '核实', exact: true })).toBeHidden()
    const { rows } = await bank.pool.query<{ actor: string }>(
      `select actor from audit_log where action = 'ledger.case.confirmed'`,
    )
    expect(rows).toEqual([{ actor: '8110001' }])
    await page.getByRole('link', { name: '返回终端案件' }).click()
    await page.getByRole('tab', { name: /^已核实/ }).click()
    await expect(page.getByRole('grid').getByRole('row', { name })).toContainText('属实')
  })

  await test.step('without the line what was read stays, and says so', async () => {
    await again.kill()
    await expect(page.getByText(/^未联网，显示/)).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('grid').getByRole('row', { name })).toContainText('属实')
  })
})
