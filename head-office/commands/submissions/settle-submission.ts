import { supervises, supervisorRole } from '#domain/organisation/supervision.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { othersHold } from '../../staff/standing.ts'
import { applied, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { keepSettled, lockRefused } from './refused.ts'

/**
 * A decision of a supervisor of the branch: a refused submission needs nothing more, or goes back to its
 * author. Nothing of what was given takes effect by it, and its author may still repair it. One's own is
 * another supervisor's to settle, unless there is none; the audit says so.
 */
export const settleSubmission: CommandHandler<'submission.settle'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { commandId, resolution, reason } = payload
  if (!supervises(staff.roles)) return rejected('request.forbidden')
  const refused = await lockRefused(client, branchId, commandId)
  if (!refused) return rejected('submission.notFound')
  if (refused.supersededBy !== null) return rejected('submission.repaired')
  if (refused.resolution !== null) {
    return rejected('submission.alreadySettled', [
      {
        field: 'resolution',
        mine: resolution,
        seen: null,
        current: refused.resolution,
        changedBy: refused.resolvedBy,
        changedAtMs: refused.resolvedAtMs,
      },
    ])
  }
  const own = refused.staffId === staff.id
  if (own && (await othersHold(client, supervisorRole, staff.id, branchId))) {
    return rejected('submission.own')
  }
  await keepSettled(client, branchId, {
    commandId,
    resolution,
    reason,
    staffId: staff.id,
    atMs: nowMs,
  })
  await recordAudit(
    client,
    {
      branchId,
      actor: staff.staffNo,
      action: 'submission.settled',
      object: commandId,
      detail: { resolution, outcome: refused.outcome, ownAsOnlySupervisor: own },
    },
    nowMs,
  )
  return applied()
}
