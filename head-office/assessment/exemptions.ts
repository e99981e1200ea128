import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { type Exemption, exemptionSchema } from '#domain/assessment/facts.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { inTransaction } from '../store/transaction.ts'
import { decider, reasonGiven } from './deciders.ts'
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
  pool: pg.Pool,
  { month, staffId, ...given }: Exemption & { month: Day; staffId: string },
  byId: string,
  nowMs: number,
): Promise<string> {
  const reason = reasonGiven(given.reason)
  const { scope, kind } = exemptionSchema.parse({ ...given, reason })
  return inTransaction(pool, 'write', async (client) => {
    const { staffNo, branchId } = await decider(client, byId, staffId, grantors)
    const period = await changeablePeriod(client, month, 'for update')
    const id = uuidV7(nowMs)
    const { rowCount } = await client.query(
      `insert into assessment_exemption
         (branch_id, id, month, staff_id, scope, kind, reason, granted_by, granted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
      [branchId, id, month, staffId, scope, kind, reason, byId, new Date(nowMs)],
    )
    if (rowCount === 0) throw new AppError('assessment.standsAlready')
    const detail = { month, staffId, scope, kind }
    const entry = { branchId, actor: staffNo, action: 'assessment.exempt', object: id, detail }
    await recordAudit(client, entry, nowMs)
    await reckonAgain(client, branchId, period, nowMs)
    return id
  })
}

/**
 * Takes an exemption back, with a reason; the branch is reckoned again. Throws `assessment.notFound`,
 * `assessment.locked`, `assessment.own`, `assessment.reasonMissing` and `request.forbidden`.
 */
export async function withdrawExemption(
  pool: pg.Pool,
  { branchId, id, reason: given }: { branchId: string; id: string; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  await inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<{ month: Day; staffId: string }>(
      `select to_char(month, 'YYYY-MM-DD') as month, staff_id::text as "staffId"
       from assessment_exemption
       where branch_id::text = $1 and id = $2 and withdrawn_at is null for update`,
      [branchId, isId(id) ? id : null],
    )
    const [row] = rows
    if (!row) throw new AppError('assessment.notFound')
    const { staffNo } = await decider(client, byId, row.staffId, grantors)
    const period = await changeablePeriod(client, row.month, 'for update')
    await client.query(
      `update assessment_exemption set withdrawn_by = $3, withdrawn_at = $4, withdrawn_reason = $5
       where branch_id = $1 and id = $2`,
      [branchId, id, byId, new Date(nowMs), reason],
    )
    const detail = { month: row.month, staffId: row.staffId }
    const entry = { branchId, actor: staffNo, action: 'assessment.unexempt', object: id, detail }
    await recordAudit(client, entry, nowMs)
    await reckonAgain(client, branchId, period, nowMs)
  })
}
