import type pg from 'pg'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { prepareDatabase } from '#head-office/database/prepare.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { startDatabase } from '../head-office.ts'
import { median, ratioOf, type Result, spentBy } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'

const month = '2026-10-01'
const asOfMs = Date.UTC(2026, 9, 31, 4)
/** People of a branch, and sessions of a person: two on each of twenty days. */
const staffOfBranch = 25
const sessionsOfPerson = 40
/** Rounds after the first: a month of a hundred thousand people takes minutes. */
const rounds = 3

const ofNumber = (kind: string, number: string) => `md5('${kind}' || ${number})::uuid`

async function fill(pool: pg.Pool, people: number): Promise<void> {
  await prepareDatabase(
    pool,
    { currency: 'CNY', demo: false, businessDate: '2026-10-30', calendar: 'fixed' },
    asOfMs,
  )
  const branch = ofNumber('b', `(n / ${staffOfBranch})`)
  const person = ofNumber('s', 'n')
  await inTransaction(pool, 'write', async (client) => {
    await client.query(`set local session_replication_role = replica`)
    await client.query(
      `insert into staff (branch_id, id, staff_no, name, post, active, ver, rev)
       select ${branch}, ${person}, 's' || n, '测试', '柜员', true, 1, 1
       from generate_series(0, $1::int - 1) n`,
      [people],
    )
    await client.query(
      `insert into staff_role (branch_id, staff_id, role, org_unit_id, ver, rev)
       select ${branch}, ${person}, 'customer_manager', ${branch}, 1, 1
       from generate_series(0, $1::int - 1) n`,
      [people],
    )
    await client.query(
      `insert into staff_session (branch_id, staff_id, session_id, device_id, started_at, ended_at,
         active_ms, action_count, modules, action_times, offline)
       select ${branch}, ${person}, 'x' || k, ${branch}, at, at + interval '25 minutes', 1500000, 4,
         '["customers","workbench"]',
         '[' || 20000 + n % 97 * 100 || ',' || 95000 + k * 711 || ',400000,' || 900000 + k * n % 977 || ']',
         false
       from generate_series(0, $1::int - 1) n
       cross join generate_series(0, $2::int - 1) k
       cross join lateral (select timestamptz '2026-10-01 00:30Z' + (k / 2) * interval '1 day'
         + (k % 2) * interval '5 hours' + (n * 37 + k * 61) % 7200 * interval '1 second' as at) t`,
      [people, sessionsOfPerson],
    )
  })
  await pool.query('analyze')
}

/** What anything that counts the month has to do: each session read once, one row a person written. */
const barePass = `
  create temp table bare_month on commit drop as
  select branch_id, staff_id, count(*) as logins, sum(active_ms) as active, sum(action_count) as actions
  from staff_session where started_at >= '2026-09-30 16:00Z' and started_at < '2026-10-31 16:00Z'
  group by branch_id, staff_id`

/** Its sizes. */
export const assessSize: AreaSize = { of: 'people', usual: 100_000, quick: 2_000 }

/** The assessment of a month reckoned for everybody, against every session read once and counted. */
export async function benchAssess(scale: Scale): Promise<Result> {
  const people = sizeOn(scale, assessSize)
  const database = await startDatabase()
  try {
    const { pool } = database
    await fill(pool, people)
    // The first time writes every row; those that are measured find them as they stand.
    const first = await spentBy(() => reckonMonth(pool, month, asOfMs))
    const bare = () => inTransaction(pool, 'write', (client) => client.query(barePass))
    await bare()
    const limit: number[] = []
    const ours: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      limit.push((await spentBy(bare)).wallMs)
      ours.push((await spentBy(() => reckonMonth(pool, month, asOfMs))).wallMs)
    }
    const oursMs = median(ours)
    return {
      area: 'assess',
      what:
        `a month of ${people} people with ${people * sessionsOfPerson} sessions reckoned again, scores ` +
        `and signs; bare: the same sessions read once and counted by person`,
      basis: 'wall',
      limitMs: median(limit),
      oursMs,
      ratio: ratioOf(ours, limit),
      // A quarter of an hour for a hundred thousand people.
      goal: { of: 'median ms', most: people * 9, measured: oursMs },
      details: {
        'people a second': Math.round(people / (oursMs / 1000)),
        'people a second, the first time': Math.round(people / (first.wallMs / 1000)),
        'sessions a second': Math.round((people * sessionsOfPerson) / (oursMs / 1000)),
      },
    }
  } finally {
    await database.stop()
  }
}
