import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, appliedWithChanges, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { groupFor, isRefusal } from './known-group.ts'
import { customersWithin, isFull, writeMembers } from './members.ts'

/**
 * A decision: customers come into a static group and leave it. Whoever sees the group may do so with the
 * customers he or she works with; others are left out, and the writer is told.
 */
export const setMembers: CommandHandler<'group.setMembers'> = async (scene, payload) => {
  const { client, branchId, nowMs } = scene
  const writer = await BranchWriter.lock(client, branchId)
  const group = await groupFor(scene, payload.groupId, 'see')
  if (isRefusal(group)) return group
  if (group.deleted_at !== null) return rejected('group.notFound')
  if (group.kind !== 'static') return rejected('group.wrongKind')
  const asked = new Set([...payload.add, ...payload.remove])
  const within = new Set(await customersWithin(scene, [...asked]))
  if (within.size === 0) return rejected('customer.notYours')
  const add = [...new Set(payload.add)].filter((id) => within.has(id))
  const remove = [...new Set(payload.remove)].filter((id) => within.has(id) && !add.includes(id))
  if (await isFull(scene, group.id, add)) return rejected('group.tooManyMembers')
  const atMs = Math.min(payload.atMs, nowMs)
  await writeMembers(scene, writer, group.id, { add, remove, atMs })
  return within.size < asked.size
    ? appliedWithChanges('group.someLeftOut', writer.written)
    : applied(writer.written)
}
