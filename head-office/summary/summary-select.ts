import { assetClasses } from '#domain/products/records.ts'
import { completenessSelect } from './completeness.ts'

const classOrder = `array[${assetClasses.map((name) => `'${name}'`).join(', ')}]`

/**
 * Positions of the branch's customers: accounts for their first owner, and holdings. An account in
 * another currency than the database's is left out, because there is no rate for it.
 */
const positions = `
  select a.id, a.customer_id, 'deposit' as class,
    case when a.status in ('normal', 'frozen') then a.matures_on end as matures_on
  from account a join database_info i on i.currency = a.currency
  where a.branch_id = $1
  union all
  select h.id, h.customer_id, coalesce(p.asset_class, 'other'), h.matures_on
  from holding h left join product p on p.id = h.product_id
  where h.branch_id = $1`

/**
 * Days at which running sums are read: the first days of the last 24 months (their quarter starts
 * among them), the day after the business date, and the day after the one 30 days earlier.
 */
const boundaries = `
  select generate_series(
      date_trunc('month', $2::timestamp) - interval '23 months',
      date_trunc('month', $2::timestamp), interval '1 month')::date as day
  union select $2::date + 1
  union select $2::date - 29`

/** Each balance with the day of its next change: it stands from `changed_on` to before `next_on`. */
const spans = `
  select b.position_id, b.changed_on, b.balance_fen, b.running_sum,
    coalesce(lead(b.changed_on) over (partition by b.position_id order by b.changed_on), 'infinity')
      as next_on
  from balance_change b where b.branch_id = $1`

/**
 * For each position and boundary: Σ of closing balances of all days before the boundary
 * (`sumBefore` of `domain/accounts/average-balance.ts`) and the closing balance of the day before it.
 */
const readings = `
  select s.position_id, d.day, s.balance_fen as balance,
    s.running_sum::numeric + s.balance_fen::numeric * (d.day - s.changed_on) as sum_before
  from spans s join boundaries d on d.day > s.changed_on and d.day <= s.next_on`

const customerReadings = `
  select p.customer_id, r.day, sum(r.balance) as balance, sum(r.sum_before) as sum_before
  from readings r join positions p on p.id = r.position_id
  group by p.customer_id, r.day`

/** Sums at one boundary; 0 for customers without a balance yet. */
const sumAt = (alias: string) => `coalesce(${alias}.sum_before, 0)`

const months = `
  select f.customer_id,
    '[' || string_agg(
      '["' || to_char(m.start, 'YYYY-MM') || '",' ||
      round((${sumAt('b')} - ${sumAt('a')}) / (m.after - m.start))::bigint || ']',
      ',' order by m.start) || ']' as month_averages
  from first_change f
  join month m on m.after > f.changed_on
  left join customer_readings a on a.customer_id = f.customer_id and a.day = m.start
  left join customer_readings b on b.customer_id = f.customer_id and b.day = m.after
  group by f.customer_id`

const maturities = `
  select distinct on (p.customer_id) p.customer_id, p.matures_on, sum(r.balance) as fen
  from positions p
  join readings r on r.position_id = p.id and r.day = $2::date + 1 and r.balance > 0
  where p.matures_on >= $2::date
  group by p.customer_id, p.matures_on
  order by p.customer_id, p.matures_on`

const classes = `
  select customer_id,
    string_agg(class, ',' order by array_position(${classOrder}, class)) as asset_classes
  from (
    select p.customer_id, p.class from positions p
    join readings r on r.position_id = p.id and r.day = $2::date + 1
    group by p.customer_id, p.class having sum(r.balance) > 0
  ) held
  group by customer_id`

const average = (from: string) =>
  `round((${sumAt('now')} - ${sumAt(from)}) / ($2::date + 1 - ${from}_start.day))::bigint`

/**
 * Rows of `customer_summary` (columns in wire order) of branch `$1` for business date `$2`, from
 * running sums. The formulas are those of `domain/accounts/average-balance.ts` and
 * `domain/customers/completeness.ts`; a test compares the two. The last contact is the latest one
 * that was answered; `asset_classes` names classes with a balance above zero, joined by commas.
 */
export const summarySelect = `
with positions as (${positions}),
boundaries as (${boundaries}),
spans as (${spans}),
readings as (${readings}),
customer_readings as (${customerReadings}),
first_change as (
  select p.customer_id, min(s.changed_on) as changed_on
  from spans s join positions p on p.id = s.position_id
  where s.changed_on <= $2::date group by p.customer_id
),
month as (
  select day as start, least((day + interval '1 month')::date, $2::date + 1) as after
  from boundaries where extract(day from day) = 1 and day <= $2::date
    and day >= (date_trunc('month', $2::timestamp) - interval '23 months')::date
),
months as (${months}),
maturities as (${maturities}),
classes as (${classes}),
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
select c.branch_id, c.id, $2::date,
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
left join customer_readings now on now.customer_id = c.id and now.day = $2::date + 1
left join customer_readings earlier on earlier.customer_id = c.id and earlier.day = $2::date - 29
left join customer_readings month on month.customer_id = c.id and month.day = month_start.day
left join customer_readings quarter
  on quarter.customer_id = c.id and quarter.day = quarter_start.day
left join months on months.customer_id = c.id
left join maturities on maturities.customer_id = c.id
left join classes on classes.customer_id = c.id
left join loans on loans.customer_id = c.id
left join contacts on contacts.customer_id = c.id
left join risks on risks.customer_id = c.id
where c.branch_id = $1`
