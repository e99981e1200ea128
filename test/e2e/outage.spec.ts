import { expect, type Page } from 'playwright/test'
import type pg from 'pg'
import { importedBank, testWithBank } from './support/bank.ts'
import {
  customersShown,
  keepMine,
  logContact,
  logIn,
  logInOffline,
  openBySearch,
  proposeCorrection,
} from './support/pages.ts'

const test = testWithBank(importedBank)

/** Commands of a name as head office holds them: id, outcome. */
async function commands(pool: pg.Pool, name: string) {
  const { rows } = await pool.query<{ command_id: string; outcome: string }>(
    'select command_id::text, outcome from command where name = $1 order by seq',
    [name],
  )
  return rows
}

async function contactsWith(pool: pg.Pool, summary: string): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    'select count(*) from contact where summary = $1',
    [summary],
  )
  return Number(rows[0]?.count)
}

function pendingCell(page: Page, count: number) {
  return page.getByRole('button', { name: new RegExp(`待上传 ${count}$`) })
}

test('the line is cut, the branch works on, and everything arrives once', async ({
  bank,
  newPc,
}) => {
  test.setTimeout(240_000)
  const head = bank.user('branch_head')
  const { rows: book } = await bank.pool.query<{ id: string; name: string; customer_no: string }>(
    `select id::text, name, customer_no from customer
      where branch_id = $1 and email is null order by customer_no limit 3`,
    [head.branchId],
  )
  const [first, second, third = first] = book
  if (!first || !second || !third) throw new Error('the bank has too few customers')

  const pc = await newPc(head.branchId)
  let office = await bank.openHeadOffice('dying')
  let terminal = await pc.open()
  let page = terminal.window

  await test.step('log in, open a customer, log a contact; head office dies before it replies', async () => {
    await logIn(page, head)
    await customersShown(page)
    await openBySearch(page, first.customer_no, first.name)
    await logContact(page, '有意向', 'before the cut')
    await office.ended
    expect(await contactsWith(bank.pool, 'before the cut')).toBe(1)
  })

  await test.step('work on without head office', async () => {
    await expect(page.getByText(/离线工作中/)).toBeVisible({ timeout: 30_000 })
    await openBySearch(page, second.customer_no, second.name)
    await logContact(page, '再联系', 'during the cut, one')
    await openBySearch(page, third.customer_no, third.name)
    await logContact(page, '未接通', 'during the cut, two')
    await proposeCorrection(page, '电子邮箱', 'branch@example.com', '致电登记手机核实')
    await expect(pendingCell(page, 4)).toBeVisible()
  })

  await test.step('another branch office changes the same field meanwhile', async () => {
    await bank.pool.query(`update scope_version set v = v + 1 where branch_id = $1`, [
      head.branchId,
    ])
    await bank.pool.query(
      `update customer set email = 'newer@example.com', rev = rev + 1,
              ver = (select v from scope_version where branch_id = $1)
        where branch_id = $1 and id = $2`,
      [head.branchId, third.id],
    )
  })

  await test.step('close the terminal, open it again without head office: all is there', async () => {
    expect(await terminal.close()).toBe(0)
    terminal = await pc.open()
    page = terminal.window
    await logInOffline(page, head)
    await customersShown(page)
    await expect(pendingCell(page, 4)).toBeVisible()
    await openBySearch(page, third.customer_no, third.name)
    await expect(page.getByText('during the cut, two')).toBeVisible()
  })

  await test.step('head office is back: the queue drains, the conflict is visible', async () => {
    office = await bank.openHeadOffice()
    await expect(pendingCell(page, 0)).toBeVisible({ timeout: 60_000 })
    const logged = await commands(bank.pool, 'contact.log')
    expect(logged.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
    expect(new Set(logged.map(({ command_id }) => command_id)).size).toBe(3)
    for (const summary of ['before the cut', 'during the cut, one', 'during the cut, two']) {
      expect(await contactsWith(bank.pool, summary)).toBe(1)
    }
    const proposed = await commands(bank.pool, 'customer.proposeCorrection')
    expect(proposed.map(({ outcome }) => outcome)).toEqual(['rejected'])
  })

  await test.step('the rejection is repaired in the sync centre', async () => {
    await page.getByRole('button', { name: /被退回 1/ }).click()
    await keepMine(page)
    await expect
      .poll(async () => (await commands(bank.pool, 'customer.proposeCorrection')).at(-1)?.outcome, {
        timeout: 30_000,
      })
      .toBe('applied')
    const { rows } = await bank.pool.query<{ email: string }>(
      'select email from customer where branch_id = $1 and id = $2',
      [head.branchId, third.id],
    )
    expect(rows[0]?.email).toBe('branch@example.com')
    await expect(page.getByRole('button', { name: /被退回 0/ })).toBeVisible()
  })
})
