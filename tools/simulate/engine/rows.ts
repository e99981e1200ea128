import type pg from 'pg'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { transferCustomers } from '#head-office/customers/transfer.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { wireColumns } from '#head-office/store/columns.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { anchors, managerOf } from './bank.ts'

/** Where a customer is. */
export async function branchOf(pool: pg.Pool, customerId: string): Promise<string> {
  const { rows } = await pool.query<{ branch: string }>(
    'select branch_id::text as branch from customer_directory where customer_id = $1',
    [customerId],
  )
  return rows[0]?.branch ?? ''
}

/**
 * Moves a customer with everything to another branch, as head office does it; where a day is being
 * opened, it has to wait.
 */
export async function moveCustomer(
  pool: pg.Pool,
  customerId: string,
  to: string,
  nowMs: number,
): Promise<void> {
  const from = await branchOf(pool, customerId)
  const info = await readDatabaseInfo(pool)
  if (!info) throw new Error('the database has no info row')
  const transfer = {
    customerIds: [customerId],
    from,
    to,
    staffId: managerOf(to).id,
    actor: 'simulation',
  }
  const moment = { businessDate: info.businessDate, nowMs }
  await inTransaction(pool, 'write', (client) => transferCustomers(client, transfer, moment))
}

/** A load of a night: all customers of both branches get a value, each branch in one version. */
export async function loadInBulk(pool: pg.Pool, value: string): Promise<void> {
  const table = tableNamed('customer')
  const at = table.columns.findIndex(({ name }) => name === 'employer')
  await inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<WireValue[]>({
      text: `select ${wireColumns(table, 't')} from customer t order by t.branch_id, t.id`,
      rowMode: 'array',
    })
    const changed = rows.map((row) =>
      row.slice(0, -2).map((own, index) => (index === at ? value : own)),
    )
    await stageRows(client, 'customer', changed)
    await mergeStaged(client)
  })
}

/** The anchors of one branch get a value, in one version of one transaction. */
export async function changeAnchors(pool: pg.Pool, branchId: string, value: string): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    const writer = await BranchWriter.lock(client, branchId)
    for (const id of anchors[branchId] ?? [])
      await writer.update('customer', id, { employer: value })
  })
}
