import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { Day } from '#domain/time/day.ts'
import { createStage } from '../store/bulk-load.ts'
import { prepareReadings } from './readings.ts'
import { summarySelect } from './summary-select.ts'

/** Whose summaries are computed, and for which day. */
export interface SummaryDay {
  branchId: string
  date: Day
}

/**
 * Stages `customer_summary` of a branch for a day; part of a transaction that has locked the branch's
 * scope. Rows that come out as they stand keep their version, so terminals fetch nothing.
 */
export async function stageSummaries(
  client: pg.ClientBase,
  { branchId, date }: SummaryDay,
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
  await client.query('set local enable_nestloop = on')
}
