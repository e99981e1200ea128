import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { inForce } from '../customers/scope.ts'

/** A person who looks after customers. */
export interface BranchManager {
  id: string
  name: string
  staff_no: string
}

/** The customer managers of this branch who may work, by number. */
export function managersOfBranch(db: ReadDatabase): BranchManager[] {
  return all(
    db,
    `SELECT st.id, st.name, st.staff_no FROM staff st
     WHERE st.active = 1 AND EXISTS (SELECT 1 FROM staff_role r
       WHERE r.staff_id = st.id AND r.role = 'customer_manager')
     ORDER BY st.staff_no`,
  )
}

/** Name of a unit; empty where the cache has none. */
export function branchName(db: ReadDatabase, branchId: string): string {
  return first<{ name: string }>(db, 'SELECT name FROM org_unit WHERE id = ?', branchId)?.name ?? ''
}

/** Who works on a customer's tasks on a day (`responsibleFor` of the domain), by customer. */
export function responsibleByCustomer(db: ReadDatabase, on: Day): Map<string, string> {
  const rows = all<{ customer_id: string; staff_id: string }>(
    db,
    `SELECT m.customer_id, m.staff_id FROM customer_manager m
       JOIN staff st ON st.id = m.staff_id AND st.active = 1
     WHERE ${inForce}
     ORDER BY m.customer_id,
       CASE m.role WHEN 'acting' THEN 0 WHEN 'primary' THEN 1 ELSE 2 END, m.valid_from, m.id`,
    on,
    on,
  )
  const first = new Map<string, string>()
  for (const { customer_id: customerId, staff_id: staffId } of rows) {
    if (!first.has(customerId)) first.set(customerId, staffId)
  }
  return first
}

/** How many customers of the branch nobody looks after on a day. */
export function unallocatedCount(db: ReadDatabase, on: Day): number {
  const row = first<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM customer c WHERE NOT EXISTS (
       SELECT 1 FROM customer_manager m WHERE m.customer_id = c.id AND ${inForce})`,
    on,
    on,
  )
  return row?.n ?? 0
}

/** Name, number and post of everybody of the branch, by id. */
export function staffNames(
  db: ReadDatabase,
): Map<string, { name: string; staffNo: string; post: string }> {
  const rows = all<{ id: string; name: string; staffNo: string; post: string }>(
    db,
    'SELECT id, name, staff_no AS staffNo, post FROM staff',
  )
  return new Map(rows.map(({ id, ...own }) => [id, own]))
}
