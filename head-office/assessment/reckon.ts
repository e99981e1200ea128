import type pg from 'pg'
import { branchScoreOf } from '#domain/assessment/branch-score.ts'
import { type PersonScore, scoreOf } from '#domain/assessment/score.ts'
import type { AnomalyRule } from '#domain/anomalies/rule.ts'
import { dutyDaysIn } from '#domain/assessment/duty.ts'
import { addMonths, type Day } from '#domain/time/day.ts'
import type { CalendarExceptions } from '#domain/time/working-day.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { lockScopes } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { dutySpans } from './duty-spans.ts'
import { keepSigns } from './keep-signs.ts'
import { beginRun, changeablePeriod, endRun, type Period } from './periods.ts'
import { type GatheredFacts, gatherFacts, workingDaysOf } from './read-facts.ts'
import { publishResults } from './publish.ts'

/** What a reckoning came to. */
export interface Reckoned {
  branches: number
  people: number
  /** Rows of scores that are not what they were. */
  changed: number
  signs: number
}

/** How a month is reckoned. */
export interface ReckonOptions {
  /** Told after every branch. */
  progress?: (done: number, all: number, reckoned: Reckoned) => void
  signal?: AbortSignal
}

/** A person's score as it is kept. */
export interface Scored extends GatheredFacts {
  score: PersonScore
}

const putScores = `
  insert into assessment_score (branch_id, month, staff_id, outcome, hundredths, target, facts, parts,
    gates, reckoned_at)
  select $1, $2, t.staff_id, t.outcome, t.hundredths, t.target, t.facts, t.parts, t.gates, $10
  from unnest($3::uuid[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[])
    as t(staff_id, outcome, hundredths, target, facts, parts, gates)
  on conflict (branch_id, month, staff_id) do update set outcome = excluded.outcome,
    hundredths = excluded.hundredths, target = excluded.target, facts = excluded.facts,
    parts = excluded.parts, gates = excluded.gates, reckoned_at = excluded.reckoned_at
  where (assessment_score.outcome, assessment_score.facts, assessment_score.parts,
      assessment_score.gates)
    is distinct from (excluded.outcome, excluded.facts, excluded.parts, excluded.gates)`

/** Writes a branch's scores; returns how many are not what they were. */
async function keepScores(
  client: pg.ClientBase,
  branchId: string,
  month: Day,
  scored: readonly Scored[],
  nowMs: number,
): Promise<number> {
  const gone = await client.query(
    `delete from assessment_score where branch_id = $1 and month = $2 and staff_id <> all($3::uuid[])`,
    [branchId, month, scored.map(({ staffId }) => staffId)],
  )
  const put = await client.query(putScores, [
    branchId,
    month,
    scored.map(({ staffId }) => staffId),
    scored.map(({ score }) => score.outcome),
    scored.map(({ score }) => score.hundredths),
    scored.map(({ score }) => score.target),
    scored.map(({ facts }) => JSON.stringify(facts)),
    scored.map(({ score }) => JSON.stringify(score.parts)),
    scored.map(({ score }) => JSON.stringify(score.gates)),
    new Date(nowMs),
  ])
  return (gone.rowCount ?? 0) + (put.rowCount ?? 0)
}

interface Month {
  period: Period
  exceptions: CalendarExceptions
  asOf: Day
  signRule: AnomalyRule
}

async function dutyDaysOf(
  client: pg.ClientBase,
  branchId: string,
  { period: { month }, exceptions }: Month,
  people: readonly string[],
): Promise<Map<string, Day[]>> {
  const working = workingDaysOf(month, exceptions)
  const spans = await dutySpans(client, branchId, month, addMonths(month, 1))
  return new Map(people.map((staffId) => [staffId, dutyDaysIn(working, spans.get(staffId) ?? [])]))
}

async function reckonBranch(
  client: pg.ClientBase,
  branchId: string,
  month: Month,
  nowMs: number,
): Promise<Omit<Reckoned, 'branches'>> {
  const { scheme, rule, run, month: day } = month.period
  const writer = await BranchWriter.lock(client, branchId)
  await client.query('delete from assessment_due where branch_id = $1', [branchId])
  const gathered = await gatherFacts(client, branchId, month)
  const scored = gathered.map((one): Scored => {
    return { ...one, score: scoreOf(one.facts, scheme, rule) }
  })
  const changed = await keepScores(client, branchId, day, scored, nowMs)
  await publishResults(client, writer, day, scored, nowMs)
  await client.query(
    `insert into assessment_branch (branch_id, month, run, score, reckoned_at)
     values ($1, $2, $3, $4, $5)
     on conflict (branch_id, month) do update set run = excluded.run, score = excluded.score,
       reckoned_at = excluded.reckoned_at`,
    [branchId, day, run, JSON.stringify(branchScoreOf(scored, rule)), new Date(nowMs)],
  )
  const people = scored.map(({ staffId }) => staffId)
  const duty = await dutyDaysOf(client, branchId, month, people)
  const signs = await keepSigns(client, writer, day, duty, month.signRule, nowMs)
  return { people: scored.length, changed, signs }
}

/** Branches with staff that this run has not reckoned yet, and how many it has. */
async function branchesLeft(
  pool: pg.Pool,
  { month, run }: Period,
): Promise<{ left: string[]; done: number }> {
  const { rows } = await pool.query<{ id: string; done: boolean }>(
    `select distinct s.branch_id::text as id, coalesce(b.run >= $2, false) as done from staff s
     left join assessment_branch b on b.branch_id = s.branch_id and b.month = $1
     order by 1`,
    [month, run],
  )
  const left = rows.filter(({ done }) => !done).map(({ id }) => id)
  return { left, done: rows.length - left.length }
}

/**
 * Reckons a month of the whole bank, one branch a transaction: broken off, the next call goes on where it
 * stopped; called again when it is done, it begins anew and changes only what differs. Throws
 * `assessment.locked`, and where facts contradict themselves.
 */
export async function reckonMonth(
  pool: pg.Pool,
  month: Day,
  nowMs: number,
  { progress, signal }: ReckonOptions = {},
): Promise<Reckoned> {
  const period = await beginRun(pool, month, nowMs)
  const info = await readDatabaseInfo(pool)
  const asOf = info?.businessDate ?? month
  const { left, done } = await branchesLeft(pool, period)
  const sum: Reckoned = { branches: 0, people: 0, changed: 0, signs: 0 }
  const shared = await inTransaction(pool, 'snapshot', async (client) => ({
    exceptions: await calendarExceptions(client),
    signRule: await parameterInForce(client, 'usage.anomalies', asOf),
  }))
  for (const branchId of left) {
    signal?.throwIfAborted()
    const counts = await inTransaction(pool, 'write', async (client) => {
      await client.query(`set local statement_timeout = '10min'`)
      await lockScopes(client, [branchId])
      // Whoever locks the month waits for this branch, and the next one finds it locked.
      await changeablePeriod(client, period.month)
      return reckonBranch(client, branchId, { period, asOf, ...shared }, nowMs)
    })
    sum.branches += 1
    sum.people += counts.people
    sum.changed += counts.changed
    sum.signs += counts.signs
    progress?.(done + sum.branches, done + left.length, sum)
  }
  await endRun(pool, { ...period, asOf }, { ...sum }, nowMs)
  return sum
}

/** Reckons one branch again after something of it was decided, in the caller's transaction. */
export async function reckonAgain(
  client: pg.ClientBase,
  branchId: string,
  period: Period,
  nowMs: number,
): Promise<void> {
  const { rows } = await client.query<{ asOf: Day }>(
    `select to_char(business_date, 'YYYY-MM-DD') as "asOf" from database_info`,
  )
  const asOf = rows[0]?.asOf ?? period.month
  const exceptions = await calendarExceptions(client)
  const signRule = await parameterInForce(client, 'usage.anomalies', asOf)
  await reckonBranch(client, branchId, { period, exceptions, asOf, signRule }, nowMs)
}
