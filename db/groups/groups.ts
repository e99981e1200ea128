import type { CustomerGroup } from '#domain/groups/records.ts'
import type { Tier } from '#domain/customers/records.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, scopeCondition } from '../customers/scope.ts'

/** A group as the cache holds it; `queued` while what was done to it here waits for head office. */
export type KnownGroup = CustomerGroup & { rev: number; queued: boolean; owner_name: string | null }

type GroupRow = Omit<KnownGroup, 'queued'> & { queued: number }

const columns = `g.*, s.name AS owner_name,
  EXISTS (SELECT 1 FROM overlay o
    WHERE o.table_name = 'customer_group' AND o.row_key = json_array(g.id)) AS queued`

const known = (row: GroupRow): KnownGroup => ({ ...row, queued: row.queued === 1 })

/** Groups a person sees and nobody deleted, by name. */
export function groupsSeenBy(db: ReadDatabase, staffId: string): KnownGroup[] {
  return all<GroupRow>(
    db,
    `SELECT ${columns} FROM customer_group g LEFT JOIN staff s ON s.id = g.owner_id
     WHERE g.deleted_at IS NULL AND (g.visibility = 'branch' OR g.owner_id = ?)
     ORDER BY g.name, g.id`,
    staffId,
  ).map(known)
}

/** A group by its id, also a deleted one; null for none. */
export function groupById(db: ReadDatabase, groupId: string): KnownGroup | null {
  const row = first<GroupRow>(
    db,
    `SELECT ${columns} FROM customer_group g LEFT JOIN staff s ON s.id = g.owner_id
     WHERE g.id = ?`,
    groupId,
  )
  return row ? known(row) : null
}

/** Ids of the customers that stand in a static group, of whatever scope. */
export function memberIds(db: ReadDatabase, groupId: string): string[] {
  return all<{ id: string }>(
    db,
    `SELECT customer_id AS id FROM customer_group_member
     WHERE group_id = ? AND removed_at IS NULL`,
    groupId,
  ).map(({ id }) => id)
}

/** A member of a static group as its list shows one, unmasked. */
export interface ListedMember {
  customer_id: string
  customer_no: string
  name: string
  tier: Tier
  /** The month's 日均, 分. */
  average_fen: number
  added_at: number
  added_by: string | null
}

/** Members of a static group in a scope, who came last first. */
export function membersIn(db: ReadDatabase, scope: CustomerScope, groupId: string): ListedMember[] {
  const inside = scopeCondition(scope, 'c.id')
  return all<ListedMember>(
    db,
    `SELECT m.customer_id, c.customer_no, c.name, c.tier,
       coalesce(u.aum_month_average_fen, 0) AS average_fen, m.added_at, s.name AS added_by
     FROM customer_group_member m JOIN customer c ON c.id = m.customer_id
       LEFT JOIN customer_summary u ON u.customer_id = c.id
       LEFT JOIN staff s ON s.id = m.added_by
     WHERE m.group_id = ? AND m.removed_at IS NULL AND ${inside.sql}
     ORDER BY m.added_at DESC, c.customer_no`,
    groupId,
    ...inside.values,
  )
}
