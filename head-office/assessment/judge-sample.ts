import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { Day } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { inTransaction } from '../store/transaction.ts'
import { decider, reasonGiven } from './deciders.ts'
import { changeablePeriod } from './periods.ts'
import { sampledTasks } from './read-facts.ts'
import { reckonAgain } from './reckon.ts'

/**
 * Judges a closed task of a month's sample, with what was found; judged again, the later finding stands.
 * The branch is reckoned again. Throws `assessment.notFound` where the task is not in the person's
 * sample, `assessment.notOpen` before the month is over, `assessment.locked`, `assessment.own`,
 * `assessment.reasonMissing` and `request.forbidden`.
 */
export async function judgeSample(
  pool: pg.Pool,
  about: { month: Day; staffId: string; taskId: string },
  finding: { passed: boolean; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const { month, staffId, taskId } = about
  const reason = reasonGiven(finding.reason)
  await inTransaction(pool, 'write', async (client) => {
    const period = await changeablePeriod(client, month, 'for update')
    if (period.state !== 'provisional') throw new AppError('assessment.notOpen')
    const roles = [period.scheme.sampling.by, 'line_manager'] as const
    const { branchId, staffNo } = await decider(client, byId, staffId, roles)
    const sample = await sampledTasks(client, branchId, staffId, period)
    if (!sample.includes(taskId)) throw new AppError('assessment.notFound')
    await client.query(
      `insert into assessment_sample
         (branch_id, task_id, month, staff_id, passed, reason, judged_by, judged_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (branch_id, task_id) do update set passed = excluded.passed,
         reason = excluded.reason, judged_by = excluded.judged_by, judged_at = excluded.judged_at`,
      [branchId, taskId, month, staffId, finding.passed, reason, byId, new Date(nowMs)],
    )
    const detail = { month, staffId, passed: finding.passed }
    const entry = { branchId, actor: staffNo, action: 'assessment.sample', object: taskId, detail }
    await recordAudit(client, entry, nowMs)
    await reckonAgain(client, branchId, period, nowMs)
  })
}
