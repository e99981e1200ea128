import { AppError } from '#contract/errors.ts'
import { type Exemption, exemptionSchema } from '#domain/assessment/facts.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { joinTransaction, type Writable } from '../store/transaction.ts'
import { decider, reasonGiven } from './deciders.ts'
import { markDue } from './due.ts'
import { changeablePeriod } from './periods.ts'
import { reckonAgain } from './reckon.ts'

/** A branch head's own average rises with an exemption, so that a line manager grants it. */
const grantors: readonly Role[] = ['line_manager']

/**
 * Exempts a person from a month or a part of it, with a reason; the branch is reckoned again. Returns the
 * exemption's id. Throws `assessment.locked`, `assessment.notFound`, `assessment.own`,
 * `assessment.reasonMissing`, `assessment.standsAlready` and `request.forbidden`.
 */
export async function grantExemption(
  db: Writable,
  { month, staffId, id, ...given }: Exemption & { month: Day; staffId: string; id?: string },
  byId: string,
  nowMs: number,
): Promise<string> {
  const reason = reasonGiven(given.reason)
  const { scope, kind } = exemptionSchema.parse({ ...given, reason })
  return joinTransaction(db, async (client) => {
    const { staffNo, branchId } = await decider(client, byId, staffId, grantors)
    const writer = await BranchWriter.lock(client, branchId)
    const period = await changeablePeriod(client, month)
    const exemptionId = id ?? uuidV7(nowMs)
    const standing = await client.query(
      `select from assessment_exemption where branch_id = $1 and (id = $2 or month = $3
         and staff_id = $4 and scope = $5 and withdrawn_at is null)`,
      [branchId, exemptionId, month, staffId, scope],
    )
    if (standing.rows.length > 0) throw new AppError('assessment.standsAlready')
    await writer.insert('assessment_exemption', exemptionId, {
      id: exemptionId,
      month,
      staff_id: staffId,
      scope,
      kind,
      reason,
      granted_by: byId,
      granted_at: nowMs,
      withdrawn_by: null,
      withdrawn_at: null,
      withdrawn_reason: null,
    })
    const detail = { month, staffId, scope, kind }
    const entry = {
      branchId,
      actor: staffNo,
      action: 'assessment.exempt',
      object: exemptionId,
      detail,
    }
    await recordAudit(client, entry, nowMs)
    await reckonAgain(client, branchId, period, nowMs)
    return exemptionId
  })
}

/**
 * Takes an exemption back, with a reason; the branch is reckoned again. Throws `assessment.notFound`,
 * `assessment.locked`, `assessment.own`, `assessment.reasonMissing` and `request.forbidden`.
 */
export async function withdrawExemption(
  db: Writable,
  { branchId, id, reason: given }: { branchId: string; id: string; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  if (!isId(branchId)) throw new AppError('assessment.notFound')
  await joinTransaction(db, async (client) => {
    const writer = await BranchWriter.lock(client, branchId)
    const { rows } = await client.query<{ month: Day; staffId: string }>(
      `select to_char(month, 'YYYY-MM-DD') as month, staff_id::text as "staffId"
       from assessment_exemption
       where branch_id::text = $1 and id = $2 and withdrawn_at is null for update`,
      [branchId, isId(id) ? id : null],
    )
    const [row] = rows
    if (!row) throw new AppError('assessment.notFound')
    const { staffNo, branchId: home } = await decider(client, byId, row.staffId, grantors)
    const period = await changeablePeriod(client, row.month)
    await writer.update('assessment_exemption', id, {
      withdrawn_by: byId,
      withdrawn_at: nowMs,
      withdrawn_reason: reason,
    })
    const detail = { month: row.month, staffId: row.staffId }
    const entry = { branchId, actor: staffNo, action: 'assessment.unexempt', object: id, detail }
    await recordAudit(client, entry, nowMs)
    // Who moved since is counted elsewhere, whose scope is not held here.
    if (home === branchId) await reckonAgain(client, branchId, period, nowMs)
    else await markDue(client, home, nowMs)
  })
}
