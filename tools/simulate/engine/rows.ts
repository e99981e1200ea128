import type pg from 'pg'
import type { WireValue } from '#contract/sync/rows/table.ts'
import { type TableName, tableNamed } from '#contract/sync/rows/tables.ts'
import { BranchWriter, type RecordFields } from '#head-office/store/branch-writer.ts'
import { mergeStaged, stageRows } from '#head-office/store/bulk-load.ts'
import { wireColumns } from '#head-office/store/columns.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { allocation, anchors, managerOf } from './bank.ts'

async function rowsOf(
  client: pg.ClientBase,
  name: TableName,
  branchId: string,
  column: string,
  value: string,
): Promise<WireValue[][]> {
  const table = tableNamed(name)
  const { rows } = await client.query<WireValue[]>({
    text: `select ${wireColumns(table, 't')} from ${name} t
           where t.branch_id = $1 and t.${column} = $2 order by ${table.key[1] ?? ''}`,
    values: [branchId, value],
    rowMode: 'array',
  })
  return rows
}

const carried = ['customer', 'customer_summary', 'task', 'contact', 'correction'] as const

/** Where a customer is. */
export async function branchOf(pool: pg.Pool, customerId: string): Promise<string> {
  const { rows } = await pool.query<{ branch: string }>(
    'select branch_id::text as branch from customer_directory where customer_id = $1',
    [customerId],
  )
  return rows[0]?.branch ?? ''
}

/**
 * Moves a customer with everything to another branch: tombstones there, rows here, which keep
 * counting their changes.
 */
export async function moveCustomer(
  pool: pg.Pool,
  customerId: string,
  to: string,
  nowMs: number,
): Promise<void> {
  const from = await branchOf(pool, customerId)
  await inTransaction(pool, 'write', async (client) => {
    const writers = new Map<string, BranchWriter>()
    for (const id of [from, to].sort()) writers.set(id, await BranchWriter.lock(client, id))
    const [old, next] = [writers.get(from), writers.get(to)]
    if (!old || !next) throw new Error('a branch is missing')
    for (const name of carried) {
      const table = tableNamed(name)
      const column = name === 'customer' ? 'id' : 'customer_id'
      for (const row of await rowsOf(client, name, from, column, customerId)) {
        const fields: RecordFields = {}
        table.columns.forEach((own, index) => {
          if (own.name !== 'branch_id') fields[own.name] = row[index] ?? null
        })
        const id = String(fields[table.key[1] ?? ''])
        await old.remove(name, id, 'left_scope', nowMs)
        await next.insert(name, id, fields)
        await client.query(
          `update ${name} set rev = $3 where branch_id = $1 and ${table.key[1] ?? ''} = $2`,
          [to, id, Number(row.at(-1)) + 1],
        )
      }
    }
    for (const row of await rowsOf(client, 'customer_manager', from, 'customer_id', customerId)) {
      await old.remove('customer_manager', String(row[1]), 'left_scope', nowMs)
    }
    const fields = allocation(customerId, managerOf(to), 'primary')
    await next.insert('customer_manager', fields.id, fields)
    await client.query('update customer_directory set branch_id = $2 where customer_id = $1', [
      customerId,
      to,
    ])
  })
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
