import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { SignKind } from '#domain/anomalies/signs.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { Day } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { inTransaction } from '../store/transaction.ts'
import { decider, reasonGiven } from './deciders.ts'

/** The person's own branch head knows best; a line manager above may as well. */
const judges: readonly Role[] = ['branch_head', 'line_manager']

/** Which sign of whom. */
export interface SignName {
  month: Day
  staffId: string
  kind: SignKind
}

/**
 * Says what a sign was: 可以解释 or 属实, with a reason. It changes no score; what follows is decided by
 * people. Throws `assessment.notFound` where none is open, `assessment.own`, `assessment.reasonMissing`
 * and `request.forbidden`.
 */
export async function decideSign(
  pool: pg.Pool,
  { month, staffId, kind }: SignName,
  { confirmed, reason: given }: { confirmed: boolean; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  await inTransaction(pool, 'write', async (client) => {
    const { staffNo, branchId } = await decider(client, byId, staffId, judges)
    const state = confirmed ? 'confirmed' : 'explained'
    const { rowCount } = await client.query(
      `update usage_sign set state = $5, decided_by = $6, decided_at = $7, decision = $8
       where branch_id = $1 and month = $2 and staff_id = $3 and kind = $4 and state = 'open'`,
      [branchId, month, isId(staffId) ? staffId : null, kind, state, byId, new Date(nowMs), reason],
    )
    if (rowCount === 0) throw new AppError('assessment.notFound')
    const entry = {
      branchId,
      actor: staffNo,
      action: `assessment.sign.${state}`,
      object: staffId,
      detail: { month, kind },
    }
    await recordAudit(client, entry, nowMs)
  })
}
