import { BranchWriter } from '../../store/branch-writer.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { applied, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { groupFor, isRefusal, nameTaken } from './known-group.ts'

async function mark(
  scene: CommandScene,
  { groupId, atMs }: { groupId: string; atMs: number },
  deleted: boolean,
): Promise<Decision> {
  const { client, branchId, staff, nowMs } = scene
  const writer = await BranchWriter.lock(client, branchId)
  const group = await groupFor(scene, groupId, 'change')
  if (isRefusal(group)) return group
  if ((group.deleted_at !== null) === deleted) return applied()
  if (!deleted && (await nameTaken(scene, group))) return rejected('group.nameTaken')
  const at = Math.min(atMs, nowMs)
  await writer.update('customer_group', groupId, {
    deleted_at: deleted ? at : null,
    changed_at: at,
    changed_by: staff.id,
  })
  const action = deleted ? 'group.delete' : 'group.restore'
  const entry = { branchId, actor: staff.id, action, object: groupId }
  await recordAudit(client, { ...entry, detail: { kind: group.kind } }, nowMs)
  return applied(writer.written)
}

/** A decision: a group is deleted; its row stays, so that it can be given back. Twice is once. */
export const deleteGroup: CommandHandler<'group.delete'> = (scene, payload) =>
  mark(scene, payload, true)

/** A decision: a deleted group is given back, with everybody who stood in it. */
export const restoreGroup: CommandHandler<'group.restore'> = (scene, payload) =>
  mark(scene, payload, false)
