import type pg from 'pg'

/**
 * Moves the last day of appeals of provisional months to so many days from today (UTC+8), which travels as
 * any change of them does.
 */
export async function moveAppeals(client: pg.Client | pg.Pool, days: number): Promise<void> {
  await client.query(
    `with moved as (
       update assessment_period
       set appeal_until = (now() at time zone 'UTC' + interval '8 hours')::date + $1::integer
       where state = 'provisional' returning branch_id, month, appeal_until
     ), scope as (
       update scope_version set v = v + 1 where branch_id in (select branch_id from moved)
       returning branch_id, v
     )
     update assessment_month m set appeal_until = o.appeal_until, ver = s.v, rev = m.rev + 1
     from moved o join scope s on s.branch_id = o.branch_id where m.month = o.month`,
    [days],
  )
}
