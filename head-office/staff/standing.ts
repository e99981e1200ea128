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
  if (!isId(staffId)) return null
  const { rows } = await db.query<StaffStanding>(
    `${lineClause}
     select s.id::text, s.staff_no as "staffNo", s.name, s.post, s.branch_id::text as "branchId",
       c.version as "credentialVersion", (not s.active or c.revoked_at is not null) as revoked,
       array(select distinct r.role from staff_role r join line on line.id = r.org_unit_id
             where r.branch_id = s.branch_id and r.staff_id = s.id order by r.role) as roles
     from staff_credential c join staff s on s.branch_id = c.branch_id and s.id = c.staff_id
     where c.staff_id = $2`,
    [branchId, staffId],
  )
  return rows[0] ?? null
}

/** Whether a person may still act in the branch that was asked for. */
export function mayAct(staff: StaffStanding): boolean {
  return !staff.revoked && staff.roles.length > 0
}
