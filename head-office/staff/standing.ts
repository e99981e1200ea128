import type pg from 'pg'
import type { Role } from '#domain/organisation/roles.ts'
import { isId } from '../server/parse.ts'

/** A member of staff as today's tables know him or her, seen from one branch. */
export interface StaffStanding {
  id: string
  staffNo: string
  name: string
  post: string
  /** Unit the person works in. */
  branchId: string
  /** Roles whose organisation unit is the branch or stands above it; empty where none does. */
  roles: Role[]
  credentialVersion: number
  /** Not active any more, or barred by an administrator. */
  revoked: boolean
}

/** The branch and every unit above it, as a `with recursive` clause; `$1` is the branch. */
const lineClause = `with recursive line as (
  select id, parent_id from org_unit where id = $1
  union all
  select u.id, u.parent_id from org_unit u join line on u.id = line.parent_id
)`

/** Looks a person up by id, with the roles that cover a branch; null for an unknown one. */
export async function staffStanding(
  db: pg.Pool | pg.ClientBase,
  staffId: string,
  branchId: string,
): Promise<StaffStanding | null> {
  return (await staffStandings(db, [staffId], branchId))[0] ?? null
}

/** The same of several people; unknown ones are left out. */
export async function staffStandings(
  db: pg.Pool | pg.ClientBase,
  staffIds: readonly string[],
  branchId: string,
): Promise<StaffStanding[]> {
  const ids = staffIds.filter(isId)
  if (ids.length === 0) return []
  const { rows } = await db.query<StaffStanding>(
    `${lineClause}
     select s.id::text, s.staff_no as "staffNo", s.name, s.post, s.branch_id::text as "branchId",
       c.version as "credentialVersion", (not s.active or c.revoked_at is not null) as revoked,
       array(select distinct r.role from staff_role r join line on line.id = r.org_unit_id
             where r.branch_id = s.branch_id and r.staff_id = s.id order by r.role) as roles
     from staff_credential c join staff s on s.branch_id = c.branch_id and s.id = c.staff_id
     where c.staff_id = any($2::uuid[])`,
    [branchId, ids],
  )
  return rows
}

/** Whether somebody other than this person, who may act today, holds a role over the branch. */
export async function othersHold(
  db: pg.Pool | pg.ClientBase,
  role: Role,
  staffId: string,
  branchId: string,
): Promise<boolean> {
  const { rows } = await db.query(
    `${lineClause}
     select from staff_role r
     join line on line.id = r.org_unit_id
     join staff s on s.branch_id = r.branch_id and s.id = r.staff_id
     join staff_credential c on c.branch_id = s.branch_id and c.staff_id = s.id
     where r.role = $2 and s.id <> $3 and s.active and c.revoked_at is null
     limit 1`,
    [branchId, role, staffId],
  )
  return rows.length > 0
}

/** Whether a person may still act in the branch that was asked for. */
export function mayAct(staff: StaffStanding): boolean {
  return !staff.revoked && staff.roles.length > 0
}
