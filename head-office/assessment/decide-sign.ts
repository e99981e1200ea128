import { AppError } from '#contract/errors.ts'
import type { SignKind } from '#domain/anomalies/signs.ts'
import type { Role } from '#domain/organisation/roles.ts'
import type { Day } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { joinTransaction, type Writable } from '../store/transaction.ts'
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
  db: Writable,
  { month, staffId, kind }: SignName,
  { confirmed, reason: given }: { confirmed: boolean; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  await joinTransaction(db, async (client) => {
    const { staffNo, branchId } = await decider(client, byId, staffId, judges)
    const state = confirmed ? 'confirmed' : 'explained'
    const writer = await BranchWriter.lock(client, branchId)
    const which = [branchId, month, staffId, kind]
    const { rows } = await client.query(
      `select from usage_sign
       where branch_id = $1 and month = $2 and staff_id = $3 and kind = $4 and state = 'open'`,
      which,
    )
    if (rows.length === 0) throw new AppError('assessment.notFound')
    await client.query(
      `update usage_sign set state = $5, decided_by = $6, decided_at = $7, decision = $8, ver = $9,
         rev = rev + 1
       where branch_id = $1 and month = $2 and staff_id = $3 and kind = $4`,
      [...which, state, byId, new Date(nowMs), reason, await writer.version()],
    )
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
