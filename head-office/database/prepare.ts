import type pg from 'pg'
import {
  type DatabaseDescription,
  type DatabaseInfo,
  describeDatabase,
  initialiseDatabase,
  readDatabaseInfo,
} from './info.ts'
import { migrate } from './migrate.ts'

/**
 * Makes a database ready for its first data, also beside a running head office: applies migrations,
 * gives it an epoch where it has none, sets currency, demo mark, business date, calendar. Throws
 * `request.forbidden` where it already holds customers of another currency or demo mark.
 */
export async function prepareDatabase(
  pool: pg.Pool,
  info: DatabaseDescription,
  nowMs: number,
): Promise<DatabaseInfo> {
  await migrate(pool)
  await initialiseDatabase(pool, info, nowMs)
  await describeDatabase(pool, info)
  const written = await readDatabaseInfo(pool)
  if (!written) throw new Error('the database has no info row')
  return written
}
