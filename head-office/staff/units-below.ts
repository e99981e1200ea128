import type pg from 'pg'
import { isId } from '../server/parse.ts'

/** Every unit at or below those over which somebody active is line manager; empty for anybody else. */
export async function unitsBelow(db: pg.Pool, staffId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `with recursive below as (
       select r.org_unit_id as id from staff_role r
       where r.staff_id = $1 and r.role = 'line_manager'
       union
       select u.id from org_unit u join below on u.parent_id = below.id
     )
     select id::text from below order by id`,
    [isId(staffId) ? staffId : null],
  )
  return rows.map(({ id }) => id)
}
