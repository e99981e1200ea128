import type pg from 'pg'
import type { Reckoning } from '#domain/administration/records.ts'
import type { Day } from '#domain/time/day.ts'
import { type LoadCounts, mergeStaged, stageRows } from '../store/bulk-load.ts'
import { lockScopes } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { wireRow } from '../sources/wire-row.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type BranchStep, branchSteps } from './branch-steps.ts'

/** How a branch is opened. */
export interface BranchOpening {
  branchId: string
  date: Day
  /** Computes steps again that stand for the day already: rows were loaded since. */
  again: boolean
  /** Whether customers have no tiers yet: right after a first load. */
  firstTiers: boolean
  /** What is computed; default: everything. */
  steps?: readonly BranchStep[]
}

async function stepsDone(client: pg.ClientBase, branchId: string): Promise<Map<string, Day>> {
  const { rows } = await client.query<{ subject: string; day: Day }>(
    `select subject, to_char(as_of, 'YYYY-MM-DD') as day from reckoning where branch_id = $1`,
    [branchId],
  )
  return new Map(rows.map(({ subject, day }) => [subject, day]))
}

async function runStep(
  client: pg.ClientBase,
  step: BranchStep,
  { branchId, date, firstTiers }: BranchOpening,
  previous: Day | null,
): Promise<LoadCounts> {
  await step.stage(client, { branchId, date, previous, firstTiers })
  const reckoning: Reckoning = { branch_id: branchId, subject: step.subject, as_of: date }
  await stageRows(client, 'reckoning', [wireRow(tableNamed('reckoning'), reckoning)])
  const sum: LoadCounts = { inserted: 0, updated: 0, unchanged: 0 }
  for (const [table, { inserted, updated, unchanged }] of await mergeStaged(client)) {
    if (table === 'reckoning') continue
    sum.inserted += inserted
    sum.updated += updated
    sum.unchanged += unchanged
  }
  return sum
}

/**
 * Runs the steps of a branch that do not stand for the day yet, in one transaction: terminals meet
 * the day's figures and the day they stand for together, under one version. Returns what became of
 * the rows.
 */
export async function openBranch(pool: pg.Pool, opening: BranchOpening): Promise<LoadCounts> {
  return inTransaction(pool, 'write', async (client) => {
    await client.query(`set local statement_timeout = '10min'`)
    // Commands change these rows too: nobody may between our reading and writing.
    await lockScopes(client, [opening.branchId])
    const done = await stepsDone(client, opening.branchId)
    const sum: LoadCounts = { inserted: 0, updated: 0, unchanged: 0 }
    for (const step of opening.steps ?? branchSteps) {
      const previous = done.get(step.subject) ?? null
      if (!opening.again && previous !== null && previous >= opening.date) continue
      const counts = await runStep(client, step, opening, previous)
      sum.inserted += counts.inserted
      sum.updated += counts.updated
      sum.unchanged += counts.unchanged
    }
    return sum
  })
}
