import { readRule } from '#domain/groups/read-rule.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { groupFor, isRefusal, nameTaken } from './known-group.ts'

/**
 * A decision: changes name, note, rule of a group, or who sees it. Only what is named changes, so two people
 * who change different things do not undo each other.
 */
export const changeGroup: CommandHandler<'group.change'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const writer = await BranchWriter.lock(client, branchId)
  const group = await groupFor(scene, payload.groupId, 'change')
  if (isRefusal(group)) return group
  if (group.deleted_at !== null) return rejected('group.notFound')
  const { rule, note, visibility = group.visibility } = payload
  const name = (payload.name ?? group.name).trim()
  if (name === '') return rejected('group.nameMissing')
  if (rule !== undefined) {
    if (group.kind === 'static') return rejected('group.wrongKind')
    if (rule === null || readRule(rule) === null) return rejected('group.ruleInvalid')
  }
  // Nobody hides a group of somebody else's.
  if (visibility === 'own' && group.owner_id !== staff.id) return rejected('group.notYours')
  if (await nameTaken(scene, { ...group, name, visibility })) return rejected('group.nameTaken')
  await writer.update('customer_group', group.id, {
    name,
    visibility,
    ...(note !== undefined && { note }),
    ...(rule !== undefined && { rule }),
    changed_at: Math.min(payload.atMs, nowMs),
    changed_by: staff.id,
  })
  return applied(writer.written)
}
