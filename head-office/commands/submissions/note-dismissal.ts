import { applied, quarantined } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { keepSettled, lockRefused } from './refused.ts'

/**
 * A fact: the author of a rejection has dealt with it, so that it does not come to a supervisor. What is
 * quarantined waits for one all the same. Where head office never had the command (it was rejected at
 * its terminal), or it was settled or repaired before, there is nothing to note.
 */
export const noteDismissal: CommandHandler<'submission.dismissed'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { commandId, reason } = payload
  const refused = await lockRefused(client, branchId, commandId)
  if (!refused) return applied()
  if (refused.staffId !== staff.id) return quarantined('request.forbidden')
  if (refused.outcome === 'quarantined' || refused.supersededBy !== null) return applied()
  await keepSettled(client, branchId, {
    commandId,
    resolution: reason === null ? 'accepted' : 'dismissed',
    reason,
    staffId: staff.id,
    atMs: nowMs,
  })
  return applied()
}
