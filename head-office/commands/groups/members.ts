import { groupLimits } from '#domain/groups/limits.ts'
import { memberIdParts } from '#domain/groups/records.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import { isId } from '../../server/parse.ts'
import type { BranchWriter } from '../../store/branch-writer.ts'
import { seesOwnBookOnly } from '../customers/managing.ts'
import type { CommandScene } from '../handler.ts'

/** Those of some customers whom the person works with in this branch today. */
export async function customersWithin(
  { client, branchId, staff, businessDate }: CommandScene,
  customerIds: readonly string[],
): Promise<string[]> {
  const known = [...new Set(customerIds)].filter(isId)
  if (known.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    `select c.id::text from customer c
     where c.branch_id = $1 and c.id = any($2::uuid[]) and ($3::uuid is null or exists (
       select from customer_manager m
       where m.branch_id = c.branch_id and m.customer_id = c.id and m.staff_id = $3
         and m.valid_from <= $4::date and coalesce(m.valid_to >= $4::date, true)))
     order by c.id`,
    [branchId, known, seesOwnBookOnly(staff) ? staff.id : null, businessDate],
  )
  return rows.map(({ id }) => id)
}

/** Whether a group would hold more than it may with some customers more. */
export async function isFull(
  { client, branchId }: CommandScene,
  groupId: string,
  add: readonly string[],
): Promise<boolean> {
  const { rows } = await client.query<{ members: number }>(
    `select count(*)::integer as members from customer_group_member
     where branch_id = $1 and group_id = $2 and removed_at is null
       and customer_id <> all($3::uuid[])`,
    [branchId, groupId, add],
  )
  return (rows[0]?.members ?? 0) + add.length > groupLimits.members
}

/**
 * Adds customers to a group and takes others out, with who did it when. Who stands in it already, or not at
 * all, stays as he or she is. Returns how many rows were written.
 */
export async function writeMembers(
  { client, branchId, staff }: CommandScene,
  writer: BranchWriter,
  groupId: string,
  { add, remove, atMs }: { add: readonly string[]; remove: readonly string[]; atMs: number },
): Promise<number> {
  const { rows } = await client.query<{ customer_id: string; removed: boolean }>(
    `select customer_id::text, removed_at is not null as removed from customer_group_member
     where branch_id = $1 and group_id = $2 and customer_id = any($3::uuid[])`,
    [branchId, groupId, [...add, ...remove]],
  )
  const standing = new Map(rows.map((row) => [row.customer_id, row.removed]))
  let written = 0
  for (const customerId of add) {
    const removed = standing.get(customerId)
    if (removed === false) continue
    const id = nameBasedId(...memberIdParts(groupId, customerId))
    const now = { added_by: staff.id, added_at: atMs, removed_by: null, removed_at: null }
    if (removed) await writer.update('customer_group_member', id, now)
    else {
      const own = { id, group_id: groupId, customer_id: customerId }
      // The customer may have stood here before a stay in another branch.
      await writer.insert('customer_group_member', id, { ...own, ...now }, true)
    }
    written += 1
  }
  for (const customerId of remove) {
    if (standing.get(customerId) !== false) continue
    const id = nameBasedId(...memberIdParts(groupId, customerId))
    await writer.update('customer_group_member', id, { removed_by: staff.id, removed_at: atMs })
    written += 1
  }
  return written
}
