import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { TierFloors } from '#domain/customers/tier.ts'
import type { Day } from '#domain/time/day.ts'
import { createStage, type LoadCounts, mergeStaged } from '../store/bulk-load.ts'
import { lockScopes } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { prepareReadings } from './readings.ts'
import { summarySelect } from './summary-select.ts'
import { tierCase, tierFloors } from './tiers.ts'

/** What {@link refreshSummaries} computes. */
export interface RefreshOptions {
  businessDate: Day
  /** Default: every branch that has customers. */
  branchIds?: readonly string[]
  /**
   * Also puts each customer into the tier of the month's average: right after a first load, before
   * any tier period has run.
   */
  assignTiers?: boolean
  onProgress?: (done: number, total: number) => void
}

async function branchesWithCustomers(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select distinct branch_id::text as id from customer order by id',
  )
  return rows.map(({ id }) => id)
}

async function stageTiers(
  client: pg.ClientBase,
  branchId: string,
  summaries: string,
  floors: TierFloors,
): Promise<void> {
  const staged = await createStage(client, 'customer')
  const columns = tableNamed('customer').columns.map(({ name }) => name)
  const tier = tierCase('s.aum_month_average_fen', floors)
  const values = columns.map((name) => (name === 'tier' ? tier : `c.${name}`))
  await client.query(
    `insert into ${staged} (${columns.join(', ')})
     select ${values.join(', ')} from customer c
     join ${summaries} s on s.customer_id = c.id
     where c.branch_id = $1 and c.tier <> ${tier}`,
    [branchId],
  )
}

async function refreshBranch(
  pool: pg.Pool,
  branchId: string,
  businessDate: Day,
  floors: TierFloors | null,
): Promise<LoadCounts> {
  return inTransaction(pool, 'write', async (client) => {
    await client.query(`set local statement_timeout = '10min'`)
    // Commands change summaries and customers too: nobody may between our reading and writing.
    await lockScopes(client, [branchId])
    await prepareReadings(client, branchId, businessDate)
    const staged = await createStage(client, 'customer_summary')
    const columns = tableNamed('customer_summary').columns.map(({ name }) => name)
    // One row a customer on both sides of every join: without statistics of a table that was just
    // loaded the planner would pair each with each.
    await client.query('set local enable_nestloop = off')
    await client.query(`insert into ${staged} (${columns.join(', ')}) ${summarySelect}`, [
      branchId,
      businessDate,
    ])
    if (floors) await stageTiers(client, branchId, staged, floors)
    await client.query('set local enable_nestloop = on')
    const counts = await mergeStaged(client)
    return counts.get('customer_summary') ?? { inserted: 0, updated: 0, unchanged: 0 }
  })
}

/**
 * Computes `customer_summary` for a business date, one transaction a branch. Idempotent: rows that
 * come out as they stand keep their version, so terminals fetch nothing.
 */
export async function refreshSummaries(
  pool: pg.Pool,
  options: RefreshOptions,
): Promise<LoadCounts> {
  const { businessDate, onProgress } = options
  const branchIds = options.branchIds ?? (await branchesWithCustomers(pool))
  const floors = options.assignTiers ? await tierFloors(pool, businessDate) : null
  const total: LoadCounts = { inserted: 0, updated: 0, unchanged: 0 }
  for (const [index, branchId] of branchIds.entries()) {
    const counts = await refreshBranch(pool, branchId, businessDate, floors)
    total.inserted += counts.inserted
    total.updated += counts.updated
    total.unchanged += counts.unchanged
    onProgress?.(index + 1, branchIds.length)
  }
  return total
}
