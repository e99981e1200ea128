import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { periodAverageColumn, type TierRules } from '#domain/customers/tier-period.ts'
import type { Day } from '#domain/time/day.ts'
import { createStage } from '../store/bulk-load.ts'
import { prepareReadings } from './readings.ts'
import { summarySelect } from './summary-select.ts'
import { tierCase } from './tiers.ts'

/** Whose summaries are computed, and for which day. */
export interface SummaryDay {
  branchId: string
  date: Day
  /** Puts each customer into the tier of the period's average, by these rules. */
  firstTiers: TierRules | null
}

async function stageTiers(
  client: pg.ClientBase,
  branchId: string,
  summaries: string,
  { floors, period }: TierRules,
): Promise<void> {
  const staged = await createStage(client, 'customer')
  const columns = tableNamed('customer').columns.map(({ name }) => name)
  const tier = tierCase(`s.${periodAverageColumn[period]}`, floors)
  const values = columns.map((name) => (name === 'tier' ? tier : `c.${name}`))
  await client.query(
    `insert into ${staged} (${columns.join(', ')})
     select ${values.join(', ')} from customer c
     join ${summaries} s on s.customer_id = c.id
     where c.branch_id = $1 and c.tier <> ${tier}`,
    [branchId],
  )
}

/**
 * Stages `customer_summary` of a branch for a day; part of a transaction that has locked the branch's
 * scope. Rows that come out as they stand keep their version, so terminals fetch nothing.
 */
export async function stageSummaries(
  client: pg.ClientBase,
  { branchId, date, firstTiers }: SummaryDay,
): Promise<void> {
  await prepareReadings(client, branchId, date)
  const staged = await createStage(client, 'customer_summary')
  const columns = tableNamed('customer_summary').columns.map(({ name }) => name)
  // One row a customer on both sides of every join: without statistics of a table that was just
  // loaded the planner would pair each with each.
  await client.query('set local enable_nestloop = off')
  await client.query(`insert into ${staged} (${columns.join(', ')}) ${summarySelect}`, [
    branchId,
    date,
  ])
  if (firstTiers) await stageTiers(client, branchId, staged, firstTiers)
  await client.query('set local enable_nestloop = on')
}
