import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { isId } from '../server/parse.ts'

/** Somebody who decides, and where the person stands whom it is about. */
export interface Decider {
  staffId: string
  staffNo: string
  /** Branch of the person it is about. */
  branchId: string
}

/** Where an active person works, and under which number. */
export interface StaffPlace {
  branchId: string
  staffNo: string
}

/** The place of an active person; null where there is none. */
export async function placeOf(client: pg.ClientBase, staffId: string): Promise<StaffPlace | null> {
  const { rows } = await client.query<StaffPlace>(
    `select c.branch_id::text as "branchId", s.staff_no as "staffNo" from staff_credential c
     join staff s on s.branch_id = c.branch_id and s.id = c.staff_id
     where c.staff_id = $1 and s.active and c.revoked_at is null`,
    [isId(staffId) ? staffId : null],
  )
  return rows[0] ?? null
}

/**
 * Who decides something about `aboutId`: active, of one of these roles over the person's branch or a unit
 * above it, and not the person. Throws `assessment.notFound` where the person is unknown,
 * `assessment.own`, and `request.forbidden`.
 */
export async function decider(
  client: pg.ClientBase,
  staffId: string,
  aboutId: string,
  roles: readonly Role[],
): Promise<Decider> {
  const place = await placeOf(client, aboutId)
  if (place === null) throw new AppError('assessment.notFound')
  const { branchId } = place
  const staffNo = await numberOver(client, staffId, branchId, roles)
  if (staffId === aboutId) throw new AppError('assessment.own')
  return { staffId, staffNo, branchId }
}

/**
 * The number of somebody active who has one of these roles over a branch or a unit above it. Throws
 * `request.forbidden`.
 */
export async function numberOver(
  client: pg.ClientBase,
  staffId: string,
  branchId: string,
  roles: readonly Role[],
): Promise<string> {
  const { rows } = await client.query<{ staffNo: string }>(
    `with recursive above as (
       select id, parent_id from org_unit where id = $2
       union
       select u.id, u.parent_id from org_unit u join above on u.id = above.parent_id
     )
     select s.staff_no as "staffNo" from staff s
     join staff_credential c on c.branch_id = s.branch_id and c.staff_id = s.id
     where s.id = $1 and s.active and c.revoked_at is null and exists (
       select from staff_role r
       where r.staff_id = s.id and r.role = any($3) and r.org_unit_id in (select id from above))`,
    [isId(staffId) ? staffId : null, branchId, roles],
  )
  const staffNo = rows[0]?.staffNo
  if (staffNo === undefined) throw new AppError('request.forbidden')
  return staffNo
}

/** A reason with its blanks cut off. Throws `assessment.reasonMissing` for an empty one. */
export function reasonGiven(reason: string): string {
  const text = reason.trim()
  if (text === '' || text.length > 200) throw new AppError('assessment.reasonMissing')
  return text
}
