import { leastMaturityFen } from '#domain/workbench/lead-days.ts'

const sumAt = (day: string) =>
  `coalesce(sum(r.sum_before) filter (where r.day = $2::date + 1 - ${day}), 0)`
const mean = (from: number, to: number) =>
  `round((${sumAt(String(to))} - ${sumAt(String(from))}) / ${from - to})::bigint`

/** Mean AUM of 7 and of 90 days, and of the 90 days before those, 分; as `averageBetween`. */
const means = `
  create temp table evaluation_mean on commit drop as
  select r.customer_id, ${mean(7, 0)} as mean7, ${mean(90, 0)} as mean90,
    ${mean(180, 90)} as mean_before
  from summary_customer_reading r
  where $1::uuid is not null
    and r.day in ($2::date + 1, $2::date - 6, $2::date - 89, $2::date - 179)
  group by r.customer_id`

/** Balances of the day and of 30 days ago by product class; loans as the summary has them. */
const classes = `
  create temp table evaluation_class on commit drop as
  select p.customer_id, p.class,
    coalesce(sum(r.balance) filter (where r.day = $2::date + 1), 0)::bigint as fen,
    coalesce(sum(r.balance) filter (where r.day = $2::date - 29), 0)::bigint as before_fen
  from summary_position p
  join summary_reading r on r.position_id = p.id and r.day in ($2::date + 1, $2::date - 29)
  group by p.customer_id, p.class
  union all
  select s.customer_id, 'loan', s.loan_fen, s.loan_fen
  from customer_summary s where s.branch_id = $1 and s.loan_fen > 0`

const maturities = `
  create temp table evaluation_maturity on commit drop as
  select distinct on (p.customer_id) p.customer_id, p.matures_on, sum(r.balance)::bigint as fen
  from summary_position p
  join summary_reading r on r.position_id = p.id and r.day = $2::date + 1
    and r.balance >= ${leastMaturityFen}
  where $1::uuid is not null and p.matures_on >= $2::date
  group by p.customer_id, p.matures_on
  order by p.customer_id, p.matures_on`

/** Balances of a branch as the evaluation needs them, from the readings of the summaries. */
export const balanceTables: readonly (readonly [name: string, sql: string])[] = [
  ['evaluation_mean', means],
  ['evaluation_class', classes],
  ['evaluation_maturity', maturities],
]
