import type pg from 'pg'
import { customerAccess } from '#domain/organisation/roles.ts'
import { type CustomerGroup, mayChangeGroup, seesGroup } from '#domain/groups/records.ts'
import { isId } from '../../server/parse.ts'
import { type Decision, rejected } from '../decision.ts'
import type { CommandScene } from '../handler.ts'

/** What decisions about a group look at. */
export type StandingGroup = Pick<
  CustomerGroup,
  'id' | 'name' | 'kind' | 'visibility' | 'owner_id' | 'deleted_at'
>

/** A group of the branch, also a deleted one; null for none. */
export async function standingGroup(
  client: pg.ClientBase,
  branchId: string,
  groupId: string,
): Promise<StandingGroup | null> {
  if (!isId(groupId)) return null
  const { rows } = await client.query<StandingGroup>(
    `select id::text, name, kind, visibility, owner_id::text,
       (extract(epoch from deleted_at) * 1000)::float8 as deleted_at
     from customer_group where branch_id = $1 and id = $2`,
    [branchId, groupId],
  )
  return rows[0] ?? null
}

/** Whether the person works with customers on screen; others have no groups. */
export function hasGroups({ staff }: CommandScene): boolean {
  const access = customerAccess(staff.roles)
  return access === 'own_book' || access === 'branch'
}

/**
 * The group a command is about, once the person may do to it what the command wants: `see` is enough for its
 * members, `change` for all else. Else the refusal.
 */
export async function groupFor(
  scene: CommandScene,
  groupId: string,
  may: 'see' | 'change',
): Promise<StandingGroup | Decision> {
  const { client, branchId, staff } = scene
  const group = await standingGroup(client, branchId, groupId)
  if (!group || !hasGroups(scene) || !seesGroup(group, staff.id)) return rejected('group.notFound')
  const seesBranch = customerAccess(staff.roles) === 'branch'
  if (may === 'change' && !mayChangeGroup(group, staff.id, seesBranch)) {
    return rejected('group.notYours')
  }
  return group
}

/** Whether what {@link groupFor} gave is a refusal. */
export const isRefusal = (found: StandingGroup | Decision): found is Decision => 'outcome' in found

/** Whether another group that the same people see has the name. */
export async function nameTaken(
  { client, branchId }: CommandScene,
  group: Pick<StandingGroup, 'id' | 'name' | 'visibility' | 'owner_id'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from customer_group
     where branch_id = $1 and id <> $2 and name = $3 and deleted_at is null
       and visibility = $4 and ($4 = 'branch' or owner_id = $5)`,
    [branchId, group.id, group.name, group.visibility, group.owner_id],
  )
  return (rowCount ?? 0) > 0
}
