import { groupLimits } from '#domain/groups/limits.ts'
import { readRule } from '#domain/groups/read-rule.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, appliedWithChanges, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { hasGroups, nameTaken, standingGroup } from './known-group.ts'
import { customersWithin, writeMembers } from './members.ts'

async function ownGroups({ client, branchId, staff }: CommandScene): Promise<number> {
  const { rows } = await client.query<{ groups: number }>(
    `select count(*)::integer as groups from customer_group
     where branch_id = $1 and owner_id = $2 and deleted_at is null`,
    [branchId, staff.id],
  )
  return rows[0]?.groups ?? 0
}

/**
 * A decision: a group begins. A rule is read again here; of named customers those are taken whom the person
 * works with today, and the writer is told where some are left out.
 */
export const createGroup: CommandHandler<'group.create'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { groupId, kind, visibility, note, rule, customerIds } = payload
  const name = payload.name.trim()
  const atMs = Math.min(payload.atMs, nowMs)
  if (!hasGroups(scene)) return rejected('group.notYours')
  if (!isId(groupId)) return rejected('request.invalid')
  if (name === '') return rejected('group.nameMissing')
  if (kind === 'dynamic' && (rule === null || readRule(rule) === null)) {
    return rejected('group.ruleInvalid')
  }
  const misfit = kind === 'dynamic' ? customerIds.length > 0 : rule !== null
  if (misfit) return rejected('group.wrongKind')
  const writer = await BranchWriter.lock(client, branchId)
  if (await standingGroup(client, branchId, groupId)) return rejected('request.invalid')
  if (await nameTaken(scene, { id: groupId, name, visibility, owner_id: staff.id })) {
    return rejected('group.nameTaken')
  }
  if ((await ownGroups(scene)) >= groupLimits.groups) return rejected('group.tooMany')
  const add = await customersWithin(scene, customerIds)
  if (add.length === 0 && customerIds.length > 0) return rejected('customer.notYours')
  await writer.insert('customer_group', groupId, {
    id: groupId,
    name,
    kind,
    visibility,
    owner_id: staff.id,
    note,
    rule,
    created_at: atMs,
    changed_at: atMs,
    changed_by: staff.id,
    deleted_at: null,
  })
  await writeMembers(scene, writer, groupId, { add, remove: [], atMs })
  return add.length < new Set(customerIds).size
    ? appliedWithChanges('group.someLeftOut', writer.written)
    : applied(writer.written)
}
