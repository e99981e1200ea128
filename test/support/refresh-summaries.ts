import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBranch } from '#head-office/business-day/open-branch.ts'
import type { LoadCounts } from '#head-office/store/bulk-load.ts'

/**
 * Computes summaries of branches (default: all) for any day, also an earlier one, and again. Tasks
 * stay as the test put them: no rule would have raised them.
 */
export async function refreshSummaries(
  pool: pg.Pool,
  options: { businessDate: Day; branchIds?: readonly string[]; assignTiers?: boolean },
): Promise<LoadCounts> {
  const { businessDate: date, assignTiers = false } = options
  const { rows } = await pool.query<{ id: string }>(
    'select distinct branch_id::text as id from customer order by id',
  )
  const wanted = assignTiers ? ['summary', 'tiers'] : ['summary']
  const steps = branchSteps.filter(({ subject }) => wanted.includes(subject))
  const sum: LoadCounts = { inserted: 0, updated: 0, unchanged: 0 }
  for (const branchId of options.branchIds ?? rows.map(({ id }) => id)) {
    const counts = await openBranch(pool, {
      branchId,
      date,
      again: true,
      firstTiers: assignTiers,
      steps,
    })
    sum.inserted += counts.inserted
    sum.updated += counts.updated
    sum.unchanged += counts.unchanged
  }
  return sum
}
