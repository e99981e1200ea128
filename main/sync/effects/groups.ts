import { memberIdParts } from '#domain/groups/records.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { Effect, EffectContext, LocalRows } from './effect.ts'

interface MemberChange {
  groupId: string
  add: readonly string[]
  remove: readonly string[]
  atMs: number
}

/** As head office will write them: one row a group and customer, whoever comes and goes. */
function writeMembers(
  rows: LocalRows,
  { branchId, staffId }: EffectContext,
  { groupId, add, remove, atMs }: MemberChange,
): void {
  for (const customerId of add) {
    if (!rows.get('customer', customerId)) continue
    const id = nameBasedId(...memberIdParts(groupId, customerId))
    const known = rows.get('customer_group_member', id)
    if (known && known['removed_at'] === null) continue
    const now = { added_by: staffId, added_at: atMs, removed_by: null, removed_at: null }
    if (known) rows.patch('customer_group_member', [id], now)
    else {
      const own = { branch_id: branchId, id, group_id: groupId, customer_id: customerId }
      rows.put('customer_group_member', { ...own, ...now })
    }
  }
  for (const customerId of remove) {
    const id = nameBasedId(...memberIdParts(groupId, customerId))
    if (add.includes(customerId)) continue
    if (rows.get('customer_group_member', id)?.['removed_at'] !== null) continue
    rows.patch('customer_group_member', [id], { removed_by: staffId, removed_at: atMs })
  }
}

/** A new group stands in the lists at once, with the customers that were named. */
export const createGroup: Effect<'group.create'> = (payload, context, rows) => {
  const { groupId, name, kind, visibility, note, rule, customerIds, atMs } = payload
  if (rows.get('customer_group', groupId)) return
  rows.put('customer_group', {
    branch_id: context.branchId,
    id: groupId,
    name: name.trim(),
    kind,
    visibility,
    owner_id: context.staffId,
    note,
    rule,
    created_at: atMs,
    changed_at: atMs,
    changed_by: context.staffId,
    deleted_at: null,
  })
  writeMembers(rows, context, { groupId, add: customerIds, remove: [], atMs })
}

/** What is named of a group changes; one that is gone or deleted stays so. */
export const changeGroup: Effect<'group.change'> = (payload, { staffId }, rows) => {
  const { groupId, name, visibility, note, rule, atMs } = payload
  const group = rows.get('customer_group', groupId)
  if (!group || group['deleted_at'] !== null) return
  rows.patch('customer_group', [groupId], {
    ...(name !== undefined && { name: name.trim() }),
    ...(visibility !== undefined && { visibility }),
    ...(note !== undefined && { note }),
    ...(rule !== undefined && { rule }),
    changed_at: atMs,
    changed_by: staffId,
  })
}

/** Customers come into a static group and leave it. */
export const setMembers: Effect<'group.setMembers'> = (payload, context, rows) => {
  const group = rows.get('customer_group', payload.groupId)
  if (!group || group['deleted_at'] !== null || group['kind'] !== 'static') return
  writeMembers(rows, context, payload)
}

/** A group leaves the lists; its rows stay. */
export const deleteGroup: Effect<'group.delete'> = ({ groupId, atMs }, { staffId }, rows) => {
  if (rows.get('customer_group', groupId)?.['deleted_at'] !== null) return
  const change = { deleted_at: atMs, changed_at: atMs, changed_by: staffId }
  rows.patch('customer_group', [groupId], change)
}

/** A deleted group stands in the lists again. */
export const restoreGroup: Effect<'group.restore'> = ({ groupId, atMs }, { staffId }, rows) => {
  if (rows.get('customer_group', groupId)?.['deleted_at'] == null) return
  const change = { deleted_at: null, changed_at: atMs, changed_by: staffId }
  rows.patch('customer_group', [groupId], change)
}
