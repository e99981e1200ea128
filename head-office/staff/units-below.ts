import type pg from 'pg'
import { isId } from '../server/parse.ts'
import { unitsUnder } from './units-under.ts'

/** Every unit at or below those over which somebody active is line manager; empty for anybody else. */
export async function unitsBelow(db: pg.Pool, staffId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `${unitsUnder('line_manager')}
     select id::text from below order by id`,
    [isId(staffId) ? staffId : null],
  )
  return rows.map(({ id }) => id)
}
