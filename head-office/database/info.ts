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
  /** `running` opens every day that has closed; data of the past is `fixed` to its day. */
  calendar: 'running' | 'fixed'
  /** Last day whose opening was completed; null before the first. */
  openedDay: Day | null
}

/** What is fixed of a database before data comes in; its calendar is `fixed` unless said otherwise. */
export type DatabaseDescription = Pick<DatabaseInfo, 'currency' | 'demo' | 'businessDate'> &
  Partial<Pick<DatabaseInfo, 'calendar'>>

type Queryable = pg.Pool | pg.ClientBase

/** What is known of the database; null before {@link initialiseDatabase}. */
export async function readDatabaseInfo(db: Queryable): Promise<DatabaseInfo | null> {
  const { rows } = await db.query<DatabaseInfo>(
    `select epoch::text, currency, demo, calendar,
       to_char(business_date, 'YYYY-MM-DD') as "businessDate",
       to_char(opened_day, 'YYYY-MM-DD') as "openedDay"
     from database_info`,
  )
  return rows[0] ?? null
}

/** Gives a fresh database its epoch; leaves one that has its info as it is. */
export async function initialiseDatabase(
  db: Queryable,
  info: DatabaseDescription,
  nowMs: number,
): Promise<DatabaseInfo> {
  await db.query(
    `insert into database_info (epoch, currency, demo, business_date, calendar, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [
      uuidV7(nowMs),
      info.currency,
      info.demo,
      info.businessDate,
      info.calendar ?? 'fixed',
      new Date(nowMs),
    ],
  )
  const written = await readDatabaseInfo(db)
  if (!written) throw new Error('the database has no info row')
  return written
}

/** Sets the day all rules see; never goes back. Opening the day is more (`business-day/`). */
export async function setBusinessDate(db: Queryable, businessDate: Day): Promise<void> {
  await db.query('update database_info set business_date = $1 where business_date < $1::date', [
    businessDate,
  ])
}

/** Notes that a day was opened completely, unless a later one stands meanwhile. */
export async function setOpenedDay(db: Queryable, day: Day): Promise<void> {
  await db.query('update database_info set opened_day = $1 where business_date = $1::date', [day])
}

/**
 * Sets what is fixed before data comes in: currency, demo mark, business date, calendar. Once the
 * database holds customers its day never goes back, and another currency or demo mark is refused
 * (`request.forbidden`).
 */
export async function describeDatabase(db: Queryable, info: DatabaseDescription): Promise<void> {
  const { rowCount } = await db.query(
    `update database_info set currency = $1, demo = $2, calendar = $4,
       business_date = case when exists (select from customer_directory)
                            then greatest(business_date, $3::date) else $3::date end
     where (currency = $1 and demo = $2) or not exists (select from customer_directory)`,
    [info.currency, info.demo, info.businessDate, info.calendar ?? 'fixed'],
  )
  if (rowCount !== 1) throw new AppError('request.forbidden')
}
