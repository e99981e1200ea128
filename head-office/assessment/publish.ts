import type pg from 'pg'
import { writeSessions } from '#domain/assessment/told-sessions.ts'
import type { Day } from '#domain/time/day.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { BranchWriter } from '../store/branch-writer.ts'
import { rowKey } from '../store/row-key.ts'
import type { Scored } from './reckon.ts'

interface Published {
  staffId: string
  outcome: string
  hundredths: number | null
  quizPoints: number | null
  facts: string
  sessions: string
}

const publishedSql = `
  select staff_id::text as "staffId", outcome, hundredths, quiz_points as "quizPoints", facts, sessions
  from assessment_result where branch_id = $1 and month = $2`

const putSql = `
  insert into assessment_result (branch_id, month, staff_id, outcome, hundredths, quiz_points, facts,
    sessions, ver, rev)
  select $1, $2, t.staff_id, t.outcome, t.hundredths, t.quiz_points, t.facts, t.sessions, $9, 1
  from unnest($3::uuid[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[])
    as t(staff_id, outcome, hundredths, quiz_points, facts, sessions)
  on conflict (branch_id, month, staff_id) do update set outcome = excluded.outcome,
    hundredths = excluded.hundredths, quiz_points = excluded.quiz_points, facts = excluded.facts,
    sessions = excluded.sessions, ver = excluded.ver, rev = assessment_result.rev + 1`

const backSql = `
  delete from tombstone where branch_id = $1 and table_name = 'assessment_result'
    and row_key in (select ${rowKey(tableNamed('assessment_result'), 'r')} from assessment_result r
      where r.branch_id = $1 and r.month = $2 and r.staff_id = any($3::uuid[]))`

const goneSql = `
  with gone as (delete from assessment_result
    where branch_id = $1 and month = $2 and staff_id = any($3::uuid[]) returning *)
  insert into tombstone (branch_id, table_name, row_key, ver, reason, left_at)
  select $1, 'assessment_result', ${rowKey(tableNamed('assessment_result'), 'g')}, $4, 'deleted', $5
  from gone g
  on conflict (branch_id, table_name, row_key) do update
    set ver = excluded.ver, reason = excluded.reason, left_at = excluded.left_at`

const sameAs = (a: Published | undefined, b: Published) =>
  a !== undefined &&
  (['outcome', 'hundredths', 'quizPoints', 'facts', 'sessions'] as const).every(
    (field) => a[field] === b[field],
  )

/**
 * Gives the branch's terminals the results of a month that are not what they have; a branch in which
 * nothing changed keeps its version. Its scope must be locked.
 */
export async function publishResults(
  client: pg.ClientBase,
  writer: BranchWriter,
  month: Day,
  scored: readonly Scored[],
  nowMs: number,
): Promise<void> {
  const { branchId } = writer
  const { rows } = await client.query<Published>(publishedSql, [branchId, month])
  const known = new Map(rows.map((row) => [row.staffId, row]))
  const now = scored.map(({ staffId, facts, sessions, quizPoints, score }): Published => {
    const { outcome, hundredths } = score
    const texts = { facts: JSON.stringify(facts), sessions: writeSessions(sessions) }
    return { staffId, outcome, hundredths, quizPoints, ...texts }
  })
  const changed = now.filter((row) => !sameAs(known.get(row.staffId), row))
  const stay = new Set(now.map(({ staffId }) => staffId))
  const gone = [...known.keys()].filter((staffId) => !stay.has(staffId))
  if (changed.length > 0) {
    const ids = changed.map(({ staffId }) => staffId)
    await client.query(putSql, [
      branchId,
      month,
      ids,
      changed.map(({ outcome }) => outcome),
      changed.map(({ hundredths }) => hundredths),
      changed.map(({ quizPoints }) => quizPoints),
      changed.map(({ facts }) => facts),
      changed.map(({ sessions }) => sessions),
      await writer.version(),
    ])
    await client.query(backSql, [branchId, month, ids])
  }
  if (gone.length > 0) {
    await client.query(goneSql, [branchId, month, gone, await writer.version(), new Date(nowMs)])
  }
}
