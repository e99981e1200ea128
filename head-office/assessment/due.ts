import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { dayOfInstant, monthStart } from '#domain/time/day.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { changeablePeriod } from './periods.ts'
import { reckonAgain, reckonMonth } from './reckon.ts'

/**
 * How long changes of a branch are gathered before it is reckoned again, ms: however much its terminals
 * send, a branch is reckoned once in this time at most.
 */
export const gatherMs = 5 * 60_000

/** Notes that something changed that scores of a branch rest on, in the caller's transaction. */
export async function markDue(
  client: pg.ClientBase,
  branchId: string,
  nowMs: number,
): Promise<void> {
  await client.query(
    `insert into assessment_due (branch_id, marked_at) values ($1, $2)
     on conflict (branch_id) do nothing`,
    [branchId, new Date(nowMs)],
  )
}

interface OpenMonth {
  month: Day
  state: 'open' | 'provisional'
  asOf: Day | null
  finished: boolean
}

async function openMonths(pool: pg.Pool): Promise<OpenMonth[]> {
  const { rows } = await pool.query<OpenMonth>(
    `select to_char(month, 'YYYY-MM-DD') as month, state, to_char(run_as_of, 'YYYY-MM-DD') as "asOf",
       run_finished_at is not null as finished
     from assessment_period where branch_id = $1 and state <> 'locked' order by month`,
    [nationalId],
  )
  return rows
}

/** Reckons every month that may change of branches whose changes were gathered long enough. */
async function reckonDue(
  pool: pg.Pool,
  months: readonly Day[],
  nowMs: number,
  signal?: AbortSignal,
): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    'select branch_id::text as id from assessment_due where marked_at <= $1 order by marked_at',
    [new Date(nowMs - gatherMs)],
  )
  for (const { id } of rows) {
    signal?.throwIfAborted()
    await inTransaction(pool, 'write', async (client) => {
      for (const month of months) {
        await reckonAgain(client, id, await changeablePeriod(client, month), nowMs)
      }
    })
  }
  return rows.length
}

/**
 * What head office does about the assessment each minute: begins the running month, reckons the whole bank
 * once for each business date and after a month ended, and between these the branches in which something
 * changed. Broken off, the next turn goes on. Returns how many branches it reckoned.
 */
export async function keepAssessment(
  pool: pg.Pool,
  nowMs: number,
  signal?: AbortSignal,
): Promise<number> {
  const info = await readDatabaseInfo(pool)
  if (!info || info.openedDay === null) return 0
  const running = monthStart(info.businessDate)
  const options = signal ? { signal } : {}
  let branches = 0
  const known = await openMonths(pool)
  const months = known.some(({ month }) => month === running)
    ? known
    : [...known, { month: running, state: 'open' as const, asOf: null, finished: true }]
  const changeable: Day[] = []
  for (const { month, state, asOf, finished } of months) {
    if (month > dayOfInstant(nowMs) || (await isLocked(pool, month))) continue
    changeable.push(month)
    const due = state === 'open' && (asOf ?? '') < info.businessDate
    if (finished && !due) continue
    branches += (await reckonMonth(pool, month, nowMs, options)).branches
  }
  return branches + (await reckonDue(pool, changeable, nowMs, signal))
}

async function isLocked(pool: pg.Pool, month: Day): Promise<boolean> {
  const { rows } = await pool.query(
    `select from assessment_period where branch_id = $1 and month = $2 and state = 'locked'`,
    [nationalId, month],
  )
  return rows.length > 0
}
