import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'

/** The life and nature of a head-office database. */
export interface DatabaseInfo {
  /** Changes when the database is restored or fails over; part of every reply. */
  epoch: string
  /** ISO 4217 code of the report currency. */
  currency: string
  /** Holds demo users with printed passwords: served on loopback only. */
  demo: boolean
  /** The day all rules see; the wall clock is evidence only. */
  businessDate: Day
}

type Queryable = pg.Pool | pg.ClientBase

/** What is known of the database; null before {@link initialiseDatabase}. */
export async function readDatabaseInfo(db: Queryable): Promise<DatabaseInfo | null> {
  const { rows } = await db.query<DatabaseInfo>(
    `select epoch::text, currency, demo, to_char(business_date, 'YYYY-MM-DD') as "businessDate"
     from database_info`,
  )
  return rows[0] ?? null
}

/** Gives a fresh database its epoch; leaves one that has its info as it is. */
export async function initialiseDatabase(
  db: Queryable,
  info: Omit<DatabaseInfo, 'epoch'>,
  nowMs: number,
): Promise<DatabaseInfo> {
  await db.query(
    `insert into database_info (epoch, currency, demo, business_date, created_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [uuidV7(nowMs), info.currency, info.demo, info.businessDate, new Date(nowMs)],
  )
  const written = await readDatabaseInfo(db)
  if (!written) throw new Error('the database has no info row')
  return written
}

/** Opens the next business day (or sets the first one); never goes back. */
export async function setBusinessDate(db: Queryable, businessDate: Day): Promise<void> {
  await db.query('update database_info set business_date = $1 where business_date < $1::date', [
    businessDate,
  ])
}

/**
 * Sets what is fixed before data comes in: currency, demo mark, business date. Refused
 * (`request.forbidden`) once the database holds customers and currency or demo mark would change.
 */
export async function describeDatabase(
  db: Queryable,
  info: Omit<DatabaseInfo, 'epoch'>,
): Promise<void> {
  const { rowCount } = await db.query(
    `update database_info set currency = $1, demo = $2, business_date = $3
     where (currency = $1 and demo = $2) or not exists (select from customer_directory)`,
    [info.currency, info.demo, info.businessDate],
  )
  if (rowCount !== 1) throw new AppError('request.forbidden')
}
