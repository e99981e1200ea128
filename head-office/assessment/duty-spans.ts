import type pg from 'pg'
import type { DutySpan } from '#domain/assessment/duty.ts'
import type { Day } from '#domain/time/day.ts'

/** Spans of everybody in a branch that touch some days, by staff id; wherever somebody worked when they were recorded. */
export async function dutySpans(
  client: pg.ClientBase,
  branchId: string,
  from: Day,
  before: Day,
): Promise<Map<string, DutySpan[]>> {
  const { rows } = await client.query<DutySpan & { staffId: string }>(
    `select staff_id::text as "staffId", to_char(from_day, 'YYYY-MM-DD') as "fromDay",
       to_char(until_day, 'YYYY-MM-DD') as "untilDay", tenths, kind
     from duty_entry
     where staff_id in (select id from staff where branch_id = $1) and withdrawn_at is null
       and from_day < $3 and (until_day is null or until_day >= $2 or kind = 'joined')
     order by from_day, id`,
    [branchId, from, before],
  )
  return Map.groupBy(rows, ({ staffId }) => staffId)
}
