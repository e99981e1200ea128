import { completenessSelect } from './completeness.ts'

/** Sums at one boundary; 0 for customers without a balance yet. */
const sumAt = (alias: string) => `coalesce(${alias}.sum_before, 0)`

const months = `
  select f.customer_id,
    '[' || string_agg(
      '["' || to_char(m.start, 'YYYY-MM') || '",' ||
      round((${sumAt('b')} - ${sumAt('a')}) / (m.after - m.start))::bigint || ']',
      ',' order by m.start) || ']' as month_averages
  from summary_first_change f
  join month m on m.after > f.changed_on
  left join summary_customer_reading a on a.customer_id = f.customer_id and a.day = m.start
  left join summary_customer_reading b on b.customer_id = f.customer_id and b.day = m.after
  group by f.customer_id`

const maturities = `
  select distinct on (p.customer_id) p.customer_id, p.matures_on, sum(r.balance) as fen
  from summary_position p
  join summary_reading r on r.position_id = p.id and r.day = $2::date + 1 and r.balance > 0
  where p.matures_on >= $2::date
  group by p.customer_id, p.matures_on
  order by p.customer_id, p.matures_on`

const average = (from: string) =>
  `round((${sumAt('now')} - ${sumAt(from)}) / ($2::date + 1 - ${from}_start.day))::bigint`

/**
 * Rows of `customer_summary` (columns in wire order) of branch `$1` for business date `$2`, from the
 * running sums that `prepareReadings` laid out. The formulas are those of
 * `domain/accounts/average-balance.ts` and `domain/customers/completeness.ts`; a test compares the
 * two. The last contact is the latest one that was answered; `asset_classes` names classes with a
 * balance above zero, joined by commas.
 */
export const summarySelect = `
with month as (
  select start::date, least(start::date + interval '1 month', $2::date + 1)::date as after
  from generate_series(
    date_trunc('month', $2::date - interval '23 months'), $2::date, interval '1 month') start
),
months as (${months}),
maturities as (${maturities}),
loans as (
  select customer_id, sum(coalesce(balance_fen, principal_fen)) as fen
  from loan where branch_id = $1 and status in ('performing', 'overdue') group by customer_id
),
contacts as (
  select customer_id, max((at at time zone 'UTC' + interval '8 hours')::date) as last_on
  from contact where branch_id = $1 and outcome <> 'no_answer' group by customer_id
),
risks as (
  select distinct on (customer_id) customer_id, level, valid_to
  from risk_assessment where branch_id = $1 and assessed_on <= $2::date
  order by customer_id, assessed_on desc, id desc
),
completeness as (${completenessSelect('')}),
month_start as (select date_trunc('month', $2::timestamp)::date as day),
quarter_start as (select date_trunc('quarter', $2::timestamp)::date as day)
select c.branch_id, c.id,
  coalesce(now.balance, 0)::bigint,
  ${average('month')},
  ${average('quarter')},
  coalesce(earlier.balance, 0)::bigint,
  coalesce(loans.fen, 0)::bigint,
  coalesce(classes.asset_classes, ''),
  coalesce(months.month_averages, '[]'),
  maturities.matures_on,
  maturities.fen::bigint,
  completeness.completeness_bp,
  contacts.last_on,
  risks.level,
  risks.valid_to
from customer c
join completeness on completeness.customer_id = c.id
cross join month_start
cross join quarter_start
left join summary_customer_reading now on now.customer_id = c.id and now.day = $2::date + 1
left join summary_customer_reading earlier
  on earlier.customer_id = c.id and earlier.day = $2::date - 29
left join summary_customer_reading month
  on month.customer_id = c.id and month.day = month_start.day
left join summary_customer_reading quarter
  on quarter.customer_id = c.id and quarter.day = quarter_start.day
left join months on months.customer_id = c.id
left join maturities on maturities.customer_id = c.id
left join summary_class classes on classes.customer_id = c.id
left join loans on loans.customer_id = c.id
left join contacts on contacts.customer_id = c.id
left join risks on risks.customer_id = c.id
where c.branch_id = $1`
