import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { type AssessmentScheme, assessmentVersion } from '#domain/assessment/scheme.ts'
import type { PeriodState } from '#domain/assessment/records.ts'
import { parameterValue } from '#domain/administration/parameters.ts'
import type { EffectiveRule } from '#domain/usage/effective.ts'
import { addDays, addMonths, type Day, dayOfInstant, monthStart } from '#domain/time/day.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { lineManagerOverAll } from '../staff/over-all-outlets.ts'
import { lockScopes, nationalId, nextVersions } from '../store/scope-version.ts'
import { inTransaction, joinTransaction, type Writable } from '../store/transaction.ts'

/** A month of the assessment. */
export interface Period {
  month: Day
  state: PeriodState
  schemeVersion: number
  useVersion: number
  scheme: AssessmentScheme
  rule: EffectiveRule
  sampleSeed: string | null
  /** Last day of the shown calendar on which an appeal is taken. */
  appealUntil: Day | null
  run: number
  runFinished: boolean
}

interface Version {
  version: number
  value: string | undefined
}

/** The version in force on the first day of the month: nobody is judged by what was unknown as it began. */
async function inForce(client: pg.ClientBase, key: string, month: Day): Promise<Version> {
  const { rows } = await client.query<Version>(
    `select version::int as version, value from parameter
     where key = $1 and effective_from <= $2 order by version desc limit 1`,
    [key, month],
  )
  return rows[0] ?? { version: 0, value: undefined }
}

async function valueOf(client: pg.ClientBase, key: string, version: number) {
  const { rows } = await client.query<{ value: string }>(
    'select value from parameter where key = $1 and version = $2',
    [key, version],
  )
  return rows[0]?.value
}

/** What terminals know of a month; the national scope must be locked. Nothing where it stands as it is. */
async function publish(client: pg.ClientBase, month: Day): Promise<void> {
  const fields = 'state, scheme_version, use_version, sample_seed, appeal_until, locked_at'
  const known = await client.query(
    `select from assessment_month m join assessment_period p on p.month = m.month
     where p.branch_id = $1 and p.month = $2 and (m.state, m.scheme_version, m.use_version,
       m.sample_seed, m.appeal_until, m.locked_at) is not distinct from
       (p.state, p.scheme_version, p.use_version, p.sample_seed, p.appeal_until, p.locked_at)`,
    [nationalId, month],
  )
  if (known.rows.length > 0) return
  const ver = (await nextVersions(client, [nationalId])).get(nationalId)
  await client.query(
    `insert into assessment_month (month, ${fields}, ver, rev)
     select month, ${fields}, $3, 1 from assessment_period where branch_id = $1 and month = $2
     on conflict (month) do update set state = excluded.state,
       scheme_version = excluded.scheme_version, use_version = excluded.use_version,
       sample_seed = excluded.sample_seed, appeal_until = excluded.appeal_until,
       locked_at = excluded.locked_at, ver = excluded.ver, rev = assessment_month.rev + 1`,
    [nationalId, month, ver],
  )
}

/** How a period's row is locked: to change it, or so that nobody else does meanwhile. */
type Hold = 'for update' | 'for share'

/** A month with the versions it is judged by; null where it was never begun. Held until the transaction ends. */
export async function findPeriod(
  client: pg.ClientBase,
  month: Day,
  hold: Hold | null,
): Promise<Period | null> {
  const { rows } = await client.query<Omit<Period, 'scheme' | 'rule' | 'month'>>(
    `select state, scheme_version as "schemeVersion", use_version as "useVersion",
       sample_seed as "sampleSeed", to_char(appeal_until, 'YYYY-MM-DD') as "appealUntil", run,
       run_finished_at is not null as "runFinished"
     from assessment_period where branch_id = $1 and month = $2 ${hold ?? ''}`,
    [nationalId, month],
  )
  const [row] = rows
  if (!row) return null
  const scheme = await valueOf(client, 'assessment.scheme', row.schemeVersion)
  const rule = await valueOf(client, 'usage.effective', row.useVersion)
  return {
    ...row,
    month,
    scheme: parameterValue('assessment.scheme', scheme),
    rule: parameterValue('usage.effective', rule),
  }
}

/** What {@link findPeriod} finds. Throws `assessment.notFound` where the month was never begun. */
export async function readPeriod(client: pg.ClientBase, month: Day, hold: Hold): Promise<Period> {
  const period = await findPeriod(client, month, hold)
  if (!period) throw new AppError('assessment.notFound')
  return period
}

/** A month as {@link readPeriod} gives it; throws `assessment.locked` where nothing may change any more. */
export async function changeablePeriod(
  client: pg.ClientBase,
  month: Day,
  hold: Hold = 'for share',
): Promise<Period> {
  const period = await readPeriod(client, month, hold)
  if (period.state === 'locked') throw new AppError('assessment.locked')
  return period
}

/**
 * Begins a reckoning of a month, or goes on with one that was broken off; the month is begun with it. An
 * open month takes the versions in force as it began; a provisional one keeps its own. Throws
 * `assessment.locked`, and `assessment.notFound` for a month that has not begun.
 */
export async function beginRun(
  pool: pg.Pool,
  anyDay: Day,
  nowMs: number,
): Promise<Period & { resumed: boolean }> {
  const month = monthStart(anyDay)
  if (month > dayOfInstant(nowMs)) throw new AppError('assessment.notFound')
  return inTransaction(pool, 'write', async (client) => {
    await lockScopes(client, [nationalId])
    const scheme = await inForce(client, 'assessment.scheme', month)
    const use = await inForce(client, 'usage.effective', month)
    await client.query(
      `insert into assessment_period (branch_id, month, state, scheme_version, use_version,
         code_version)
       values ($1, $2, 'open', $3, $4, $5) on conflict do nothing`,
      [nationalId, month, scheme.version, use.version, assessmentVersion],
    )
    const before = await changeablePeriod(client, month, 'for update')
    const resumed = before.run > 0 && !before.runFinished
    if (resumed) return { ...before, resumed }
    await client.query(
      `update assessment_period set run = run + 1, run_finished_at = null, code_version = $5,
         scheme_version = case state when 'open' then $3 else scheme_version end,
         use_version = case state when 'open' then $4 else use_version end
       where branch_id = $1 and month = $2`,
      [nationalId, month, scheme.version, use.version, assessmentVersion],
    )
    await publish(client, month)
    return { ...(await readPeriod(client, month, 'for update')), resumed }
  })
}

/** Ends a reckoning that counted what was due by a business date, with its figures in the audit log. */
export async function endRun(
  pool: pg.Pool,
  { month, run, asOf }: Pick<Period, 'month' | 'run'> & { asOf: Day },
  counts: Record<string, number>,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    await client.query(
      `update assessment_period set run_finished_at = $4, run_as_of = $5
       where branch_id = $1 and month = $2 and run = $3`,
      [nationalId, month, run, new Date(nowMs), asOf],
    )
    await recordAudit(
      client,
      {
        branchId: nationalId,
        actor: 'system',
        action: 'assessment.reckon',
        object: month,
        detail: { run, ...counts },
      },
      nowMs,
    )
  })
}

/**
 * Ends a month that is over: its scores are provisional, the seed of samples is drawn, and appeals are
 * taken until `appealDays` later. It has to be reckoned afterwards. Returns that day. Throws
 * `assessment.notOver`, `assessment.notOpen`, `assessment.notFound` and `request.forbidden`.
 */
export async function endMonth(
  db: Writable,
  month: Day,
  staffId: string,
  nowMs: number,
): Promise<Day> {
  return joinTransaction(db, async (client) => {
    const actor = await lineManagerOverAll(client, staffId)
    await lockScopes(client, [nationalId])
    const { state, scheme, schemeVersion } = await readPeriod(client, month, 'for update')
    if (state !== 'open') throw new AppError('assessment.notOpen')
    const today = dayOfInstant(nowMs)
    if (today < addMonths(month, 1)) throw new AppError('assessment.notOver')
    const until = addDays(today, scheme.appealDays)
    await client.query(
      `update assessment_period set state = 'provisional', sample_seed = $3, appeal_until = $4,
         run_finished_at = null, run = run + 1
       where branch_id = $1 and month = $2`,
      [nationalId, month, randomKey(16).toString('hex'), until],
    )
    await publish(client, month)
    const detail = { appealUntil: until, scheme: schemeVersion }
    const entry = { branchId: nationalId, actor, action: 'assessment.end', object: month, detail }
    await recordAudit(client, entry, nowMs)
    return until
  })
}

/**
 * Locks a provisional month: nothing of it changes any more. Throws `assessment.notOpen` where it is not
 * provisional or not reckoned to its end, `assessment.appealWaiting` while one is undecided or may still
 * come, and `request.forbidden`.
 */
export async function lockMonth(
  db: Writable,
  month: Day,
  staffId: string,
  nowMs: number,
): Promise<void> {
  await joinTransaction(db, async (client) => {
    const actor = await lineManagerOverAll(client, staffId)
    await lockScopes(client, [nationalId])
    const period = await changeablePeriod(client, month, 'for update')
    if (period.state !== 'provisional' || !period.runFinished) {
      throw new AppError('assessment.notOpen')
    }
    const waiting = await client.query(
      `select from assessment_appeal where month = $1 and state = 'waiting' limit 1`,
      [month],
    )
    const early = dayOfInstant(nowMs) <= (period.appealUntil ?? '')
    if (early || waiting.rows.length > 0) throw new AppError('assessment.appealWaiting')
    await client.query(
      `update assessment_period set state = 'locked', locked_at = $3, locked_by = $4
       where branch_id = $1 and month = $2`,
      [nationalId, month, new Date(nowMs), staffId],
    )
    await publish(client, month)
    const detail = { run: period.run, scheme: period.schemeVersion }
    const entry = { branchId: nationalId, actor, action: 'assessment.lock', object: month, detail }
    await recordAudit(client, entry, nowMs)
  })
}
