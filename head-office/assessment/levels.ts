import type { z } from 'zod'
import type { levelsRequestSchema, LevelsReply } from '#contract/sync/assessment.ts'
import { type BranchScore, joinedScoreOf } from '#domain/assessment/branch-score.ts'
import type { PeriodState } from '#domain/assessment/records.ts'
import { effectiveRule } from '#domain/usage/effective.ts'
import { addMonths, type Day } from '#domain/time/day.ts'
import type { DeviceSession } from '../devices/session.ts'
import type { HeadOffice } from '../server/context.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { unitsBelow } from '../staff/units-below.ts'
import { grantedStaff, refuseReading } from '../supervision/granted-staff.ts'
import { findPeriod } from './periods.ts'

/** Months of the trend. */
const monthsShown = 6

interface Unit {
  id: string
  name: string
  level: number
  parentId: string | null
}

/** The branches at or below the units right below `$1`, each with that unit; `$1` itself stands for itself. */
const placesSql = `
  with recursive below as (
    select u.id as unit, u.id from org_unit u where u.parent_id = $1
    union
    select b.unit, u.id from org_unit u join below b on u.parent_id = b.id
  ), place as (select unit, id from below union all select $1::uuid, $1::uuid)`

interface BranchRow {
  unit: string
  score: string
  hundredths: number
  people: number
}

const branchesSql = `${placesSql}
  select p.unit::text, a.score, s.hundredths, s.people
  from place p join assessment_branch a on a.branch_id = p.id and a.month = $2
  cross join lateral (
    select coalesce(sum(o.hundredths), 0)::float8 as hundredths, count(o.hundredths)::int as people
    from assessment_score o where o.branch_id = a.branch_id and o.month = a.month
      and o.outcome in ('passed', 'retrain')
  ) s`

const trendSql = `${placesSql}
  select to_char(a.month, 'YYYY-MM-DD') as month, d.state,
    sum((a.score::jsonb #>> '{people,passed}')::int)::int as passed,
    sum((a.score::jsonb #>> '{people,passed}')::int
      + (a.score::jsonb #>> '{people,retrain}')::int)::int as judged
  from place p join assessment_branch a on a.branch_id = p.id and a.month between $2 and $3
  join assessment_period d on d.branch_id = $4 and d.month = a.month
  group by a.month, d.state order by a.month`

interface TrendRow {
  month: Day
  state: PeriodState
  passed: number
  judged: number
}

/** From the person's highest unit down to `unitId`; null where it does not stand below the person. */
function pathTo(unitId: string, units: ReadonlyMap<string, Unit>): Unit[] | null {
  const path: Unit[] = []
  for (let at = units.get(unitId); at; at = at.parentId ? units.get(at.parentId) : undefined) {
    path.unshift(at)
  }
  return path.length === 0 ? null : path
}

const told = ({ id, name, level }: Unit) => ({ id, name, level })

/**
 * A month of the units below a line manager: sums and averages over all their people, and no name of staff
 * among them. Throws `request.forbidden`, with a trace, for everybody else and for units elsewhere.
 */
export async function readLevels(
  office: HeadOffice,
  session: DeviceSession,
  { grant, month, unitId }: z.infer<typeof levelsRequestSchema>,
): Promise<LevelsReply> {
  const staff = await grantedStaff(office, session, grant, 'assessment.levels')
  const { pool } = office
  const { rows } = await pool.query<Unit>(
    `select id::text, name, level, parent_id::text as "parentId" from org_unit
     where id = any($1::uuid[]) order by level, code`,
    [await unitsBelow(pool, staff.id)],
  )
  const units = new Map(rows.map((unit) => [unit.id, unit]))
  const shown = unitId ?? rows[0]?.id
  const path = shown === undefined ? null : pathTo(shown, units)
  if (shown === undefined || path === null) {
    return refuseReading(office, session, staff.staffNo, 'assessment.levels')
  }
  const { period, branches, trend } = await inTransaction(pool, 'snapshot', async (client) => ({
    period: await findPeriod(client, month, null),
    branches: (await client.query<BranchRow>(branchesSql, [shown, month])).rows,
    trend: (
      await client.query<TrendRow>(trendSql, [
        shown,
        addMonths(month, 1 - monthsShown),
        month,
        nationalId,
      ])
    ).rows,
  }))
  const rule = period?.rule ?? effectiveRule
  const scores = branches.map(({ unit, score, hundredths, people }) => {
    return { unit, score: JSON.parse(score) as BranchScore, points: { hundredths, people } }
  })
  const byUnit = Map.groupBy(scores, ({ unit }) => unit)
  return {
    epoch: session.epoch,
    asOfMs: office.clock.now(),
    month,
    state: period?.state ?? null,
    path: path.map(told),
    total: joinedScoreOf(scores, rule),
    units: rows
      .filter(({ parentId }) => parentId === shown)
      .map((unit) => ({
        ...told(unit),
        score: joinedScoreOf(byUnit.get(unit.id) ?? [], rule),
        outlets: byUnit.get(unit.id)?.length ?? 0,
        below: rows.some(({ parentId }) => parentId === unit.id),
      })),
    trend: trend.map(({ passed, judged, ...one }) => ({
      ...one,
      passedBp: judged === 0 ? null : Math.round((passed * 10_000) / judged),
    })),
  }
}
