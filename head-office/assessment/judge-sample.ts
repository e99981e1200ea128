import { AppError } from '#contract/errors.ts'
import type { Day } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { joinTransaction, type Writable } from '../store/transaction.ts'
import { decider, reasonGiven } from './deciders.ts'
import { changeablePeriod } from './periods.ts'
import { sampledWork } from './read-facts.ts'
import { reckonAgain } from './reckon.ts'

/**
 * Judges a closed task or a contact of a month's sample, with what was found; judged again, the later finding
 * stands. The branch is reckoned again. Throws `assessment.notFound` where it is not in the person's sample, `assessment.notOpen` before the month is over, `assessment.locked`, `assessment.own`,
 * `assessment.reasonMissing` and `request.forbidden`.
 */
export async function judgeSample(
  db: Writable,
  about: { month: Day; staffId: string; taskId: string },
  finding: { passed: boolean; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const { month, staffId, taskId } = about
  const reason = reasonGiven(finding.reason)
  await joinTransaction(db, async (client) => {
    const period = await changeablePeriod(client, month)
    if (period.state !== 'provisional') throw new AppError('assessment.notOpen')
    const roles = [period.scheme.sampling.by, 'line_manager'] as const
    const { branchId, staffNo } = await decider(client, byId, staffId, roles)
    const sample = await sampledWork(client, branchId, staffId, period)
    if (!sample.includes(taskId)) throw new AppError('assessment.notFound')
    const writer = await BranchWriter.lock(client, branchId)
    const judged = await client.query(
      'select from assessment_sample where branch_id = $1 and task_id = $2',
      [branchId, taskId],
    )
    const fields = { passed: finding.passed, reason, judged_by: byId, judged_at: nowMs }
    if (judged.rows.length > 0) await writer.update('assessment_sample', taskId, fields)
    else {
      const row = { task_id: taskId, month, staff_id: staffId, ...fields }
      await writer.insert('assessment_sample', taskId, row)
    }
    const detail = { month, staffId, passed: finding.passed }
    const entry = { branchId, actor: staffNo, action: 'assessment.sample', object: taskId, detail }
    await recordAudit(client, entry, nowMs)
    await reckonAgain(client, branchId, period, nowMs)
  })
}
