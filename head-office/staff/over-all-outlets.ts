import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { isId } from '../server/parse.ts'
import { unitsUnder } from './units-under.ts'

/** The staff number of an active line manager whose unit stands above every outlet; null for everybody else. */
export async function numberOverAll(
  db: pg.Pool | pg.ClientBase,
  staffId: string,
): Promise<string | null> {
  const { rows } = await db.query<{ staff_no: string }>(
    `${unitsUnder('line_manager')}
     select s.staff_no from staff s
     left join staff_credential c on c.branch_id = s.branch_id and c.staff_id = s.id
     where s.id = $1 and s.active and c.revoked_at is null and exists (select from below)
       and not exists (select from org_unit u where u.level = 5 and u.id not in (select id from below))`,
    [isId(staffId) ? staffId : null],
  )
  return rows[0]?.staff_no ?? null
}

/** Who decides on what holds for all outlets, as {@link numberOverAll}. Throws `request.forbidden`. */
export async function lineManagerOverAll(client: pg.ClientBase, staffId: string): Promise<string> {
  const staffNo = await numberOverAll(client, staffId)
  if (staffNo === null) throw new AppError('request.forbidden')
  return staffNo
}
