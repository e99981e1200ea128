import type pg from 'pg'
import { assetClasses } from '#domain/products/records.ts'
import { addMonths, type Day, monthStart } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'

/**
 * Positions of a branch's customers: accounts for their first owner, and holdings. An account in
 * another currency than the database's is left out, because there is no rate for it.
 */
const positions = `
  create temp table summary_position on commit drop as
  select a.id, a.customer_id, 'deposit' as class,
    case when a.status in ('normal', 'frozen') then a.matures_on end as matures_on
  from account a
  where a.branch_id = $1 and a.currency = (select currency from database_info)
  union all
  select h.id, h.customer_id, coalesce(p.asset_class, 'other'), h.matures_on
  from holding h left join product p on p.id = h.product_id
  where h.branch_id = $1`

/** First day of the earliest of the 24 months a summary shows. */
const firstMonth = `date_trunc('month', $2::date - interval '23 months')`

/** The same of a day: no reading is earlier. */
export function firstReading(businessDate: Day): Day {
  return addMonths(monthStart(businessDate), -23)
}

/** The day after the business date, and those from which 7, 30, 90 and 180 days lead up to it. */
const extraDays = [-1, 6, 29, 89, 179].map((ago) => `($2::date - (${ago}))`).join(', ')

/**
 * Running sums are read where summaries and evaluations need them: at the first days of the last 24
 * months, at the day after the business date, and 7, 30, 90 and 180 days before that one. A balance stands from
 * `changed_on` to before `next_on`; each row here is the balance before one of those days and the
 * sum of closing balances of all days before it (`sumBefore` of `average-balance.ts`), 分·days.
 */
const readings = `
  create temp table summary_reading on commit drop as
  with spans as (
    select b.position_id, b.changed_on, b.balance_fen, b.running_sum,
      coalesce(lead(b.changed_on) over (partition by b.position_id order by b.changed_on),
        date '9999-12-31') as next_on
    from balance_change b where b.branch_id = $1
  )
  select s.position_id, d.day, s.balance_fen as balance,
    s.running_sum + s.balance_fen * (d.day - s.changed_on) as sum_before
  from spans s
  cross join lateral (
    select generate_series(
        greatest(date_trunc('month', s.changed_on::timestamp) + interval '1 month', ${firstMonth}),
        date_trunc('month', least(s.next_on, $2::date)::timestamp),
        interval '1 month')::date as day
    union all
    select extra.day from (values ${extraDays}) extra (day)
    where s.changed_on < extra.day and extra.day <= s.next_on
      and (extra.day > $2::date or extract(day from extra.day) <> 1)
  ) d`

const customerReadings = `
  create temp table summary_customer_reading on commit drop as
  select p.customer_id, r.day, sum(r.balance) as balance, sum(r.sum_before) as sum_before
  from summary_reading r join summary_position p on p.id = r.position_id
  group by p.customer_id, r.day`

/** The day of each customer's first balance, and classes with a balance above zero. */
const firstChanges = `
  create temp table summary_first_change on commit drop as
  select p.customer_id, min(b.changed_on) as changed_on
  from balance_change b join summary_position p on p.id = b.position_id
  where b.branch_id = $1 and b.changed_on <= $2::date
  group by p.customer_id`

const classOrder = `array[${listed(assetClasses)}]`

const classes = `
  create temp table summary_class on commit drop as
  select customer_id,
    string_agg(class, ',' order by array_position(${classOrder}, class)) as asset_classes
  from (
    select p.customer_id, p.class
    from summary_position p join summary_reading r on r.position_id = p.id
    where r.day = $2::date + 1 and $1::uuid is not null
    group by p.customer_id, p.class having sum(r.balance) > 0
  ) held
  group by customer_id`

const names = [
  'summary_position',
  'summary_reading',
  'summary_customer_reading',
  'summary_first_change',
  'summary_class',
]

/**
 * Prepares the balances of a branch at the days its summaries need, as temporary tables of this
 * transaction with statistics of their own, so that the planner knows what it joins.
 */
export async function prepareReadings(
  client: pg.ClientBase,
  branchId: string,
  businessDate: Day,
): Promise<void> {
  const statements = [positions, readings, customerReadings, firstChanges, classes]
  for (const [index, statement] of statements.entries()) {
    // A statement is given the parameters it names.
    const values = statement.includes('$2') ? [branchId, businessDate] : [branchId]
    await client.query(statement, statement.includes('$1') ? values : [])
    await client.query(`analyze ${names[index] ?? ''}`)
  }
}

/** Whether this transaction has its readings already. */
export async function readingsAreThere(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('pg_temp.summary_customer_reading') is not null as there`,
  )
  return rows[0]?.there === true
}
