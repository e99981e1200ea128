import { z } from 'zod'
import { id, instant, json, text, word } from '../record/field.ts'
import { groupKinds, groupLimits, groupVisibilities } from './limits.ts'

/**
 * A group of customers. `rule` is JSON of `GroupRule`, of dynamic groups alone. A deleted group keeps its row
 * so that it can be given back.
 */
export const customerGroupSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  name: text(groupLimits.nameLength),
  kind: word(groupKinds),
  visibility: word(groupVisibilities),
  owner_id: id(),
  note: text(groupLimits.noteLength).nullable(),
  rule: json().nullable(),
  created_at: instant(),
  changed_at: instant(),
  changed_by: id(),
  deleted_at: instant().nullable(),
})
export type CustomerGroup = z.infer<typeof customerGroupSchema>

/**
 * A customer named in a static group: who added him or her when, and who took him or her out. `id` follows
 * from group and customer, so both sides write the same row.
 */
export const groupMemberSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  group_id: id(),
  customer_id: id(),
  added_by: id(),
  added_at: instant(),
  removed_by: id().nullable(),
  removed_at: instant().nullable(),
})
export type GroupMember = z.infer<typeof groupMemberSchema>

/** Whether a person may see a group. */
export function seesGroup(
  group: Pick<CustomerGroup, 'visibility' | 'owner_id'>,
  staffId: string,
): boolean {
  return group.visibility === 'branch' || group.owner_id === staffId
}

/** Whether a person may change or delete a group: its owner, and who sees the branch one that all see. */
export function mayChangeGroup(
  group: Pick<CustomerGroup, 'visibility' | 'owner_id'>,
  staffId: string,
  seesBranch: boolean,
): boolean {
  return group.owner_id === staffId || (seesBranch && group.visibility === 'branch')
}

/** What the id of a member's row is made of by name: the same on both sides, for ever. */
export const memberIdParts = (
  groupId: string,
  customerId: string,
): [source: string, kind: string, name: string] => [
  'group',
  'customer_group_member',
  `${groupId} ${customerId}`,
]
