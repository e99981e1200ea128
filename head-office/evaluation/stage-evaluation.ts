import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { bornBy, markAges } from '#domain/customers/marks.ts'
import type { BranchDay } from '../business-day/branch-steps.ts'
import { createStage } from '../store/bulk-load.ts'
import { prepareReadings, readingsAreThere } from '../summary/readings.ts'
import { balanceTables } from './balances.ts'
import { doubtTables, prepareGaps } from './doubts.ts'
import { evaluationSelect } from './evaluation-select.ts'
import { movementTables } from './movements.ts'
import { evaluationRules } from './rules.ts'
import { heedVerdicts } from './type-verdicts.ts'

/**
 * Stages the evaluation of a branch's customers for a day: value score, churn points, types, and what
 * they are made of. Set-based: a fixed number of statements, whatever the size of the branch. Part of a
 * transaction that has locked the branch's scope; after the summaries and tiers of the day. Run again it
 * comes out as it stands.
 */
export async function stageEvaluation(
  client: pg.ClientBase,
  { branchId, date }: Pick<BranchDay, 'branchId' | 'date'>,
): Promise<void> {
  if (!(await readingsAreThere(client))) await prepareReadings(client, branchId, date)
  await prepareGaps(client, branchId, date)
  for (const [name, sql] of [...movementTables, ...balanceTables, ...doubtTables]) {
    await client.query(sql, sql.includes('$2') ? [branchId, date] : [branchId])
    await client.query(`analyze ${name}`)
  }
  const rules = await evaluationRules(client, date)
  const staged = await createStage(client, 'customer_value')
  const columns = tableNamed('customer_value').columns.map(({ name }) => name)
  // One row a customer on both sides of every join, as in the summaries.
  await client.query('set local enable_nestloop = off')
  await client.query(
    `insert into ${staged} (${columns.join(', ')})
     ${evaluationSelect(rules)}`,
    [branchId, date, bornBy(markAges.minorBelow, date), bornBy(rules.types.elderFrom, date)],
  )
  await client.query('set local enable_nestloop = on')
  await heedVerdicts(client, branchId, staged)
}
