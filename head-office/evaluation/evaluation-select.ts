import { type ChurnRules, payrollCycleDays } from '#domain/customers/churn.ts'
import type { EvaluationRules } from '#domain/customers/evaluation.ts'
import type { TypeRules } from '#domain/customers/customer-types.ts'
import { productClasses } from '#domain/customers/product-classes.ts'
import { valueParts } from '#domain/customers/value-score.ts'
import type { ValueMargins, ValueScales } from '#domain/customers/value-parts.ts'
import { quoted } from '#platform/sql/literals.ts'
import { dayText } from '../store/day-text.ts'
import { typeColumns, typeNames, typesSql } from './types-select.ts'

/** Days of movements needed to know of wages that stopped: two cycles, and three months before. */
const payrollKnownDays = 154
/** Days of movements needed to know when in a year somebody sells. */
const harvestKnownDays = 330
/** ID numbers of a branch needed to know where most of its customers are from. */
const areasKnown = 20

const classOrder = `array[${productClasses.map(quoted).join(', ')}]`

/** SQL of `contributionFen` in `domain/customers/value-parts.ts` over the classes `k` of a customer. */
function contribution(margins: ValueMargins): string {
  const steps = productClasses.map((name) => `when ${quoted(name)} then ${margins[name]}`)
  return `coalesce(sum(greatest(k.fen, 0) * case k.class ${steps.join(' ')} else 0 end), 0)::bigint / 10000`
}

/** What a customer holds, has lost, and brings in. */
const holdings = (margins: ValueMargins) => `
  select k.customer_id, count(*) filter (where k.fen > 0) as held,
    count(*) filter (where k.before_fen > 0 and k.fen <= 0) as lost,
    ${contribution(margins)} as contribution_fen,
    json_object_agg(k.class, k.fen order by array_position(${classOrder}, k.class))
      filter (where k.fen <> 0) as balances,
    json_agg(k.class order by array_position(${classOrder}, k.class))
      filter (where k.before_fen > 0 and k.fen <= 0) as lost_classes
  from evaluation_class k group by k.customer_id`

/** Share of the others with less, whole per cent; null where nobody else is. */
const percentile = (column: string) => `case when count(*) over (partition by judged) > 1 and judged
  then (100 * (rank() over (partition by judged order by ${column}) - 1)
    / (count(*) over (partition by judged) - 1))::integer end`

/**
 * Everything a customer is evaluated by. With a gap in the balances nothing that rests on AUM is judged;
 * the dead are not evaluated. Movements count where an account is there and they reach back.
 */
const ground = (margins: ValueMargins) => `
  holdings as (${holdings(margins)}),
  reach as (select min(first_on) as on from evaluation_movement),
  doubts as (
    select customer_id, bool_or(kind = 'gap') as gap,
      json_agg(json_build_array(kind, accounts, detail) order by
        array_position(array['gap', 'currency', 'negative', 'joint', 'future'], kind)) as list
    from evaluation_doubt group by customer_id
  ),
  owners as (
    select customer_id from evaluation_account where status <> 'closed' group by customer_id
  ),
  children as (
    select r.from_customer_id as customer_id, max(r.valid_from) as since
    from relation r join customer k on k.branch_id = $1 and k.id = r.to_customer_id
    where r.branch_id = $1 and r.kind = 'child' and r.valid_from <= $2::date
      and coalesce(r.valid_to >= $2::date, true) and k.deceased_on is null
      and to_char(k.birth_date, 'YYYY-MM-DD') > $3
    group by r.from_customer_id
  ),
  consents as (
    select distinct customer_id from consent
    where branch_id = $1 and purpose = 'profiling' and given_on <= $2::date
      and coalesce(withdrawn_on > $2::date, true)
  ),
  areas as (
    select id, left(id_no, 4) as area from customer
    where branch_id = $1 and id_no ~ '^[0-9]{17}[0-9Xx]$'
  ),
  usual as (
    select mode() within group (order by area) as area, count(*) as known from areas
  ),
  known as (
    select c.id as customer_id, c.deceased_on is not null as dead, c.birth_date, c.occupation,
      c.industry, c.address, c.customer_since, coalesce(d.gap, false) as gap, d.list as doubts,
      c.deceased_on is null and not coalesce(d.gap, false) as judged,
      coalesce(m.mean7, 0) as mean7, coalesce(m.mean90, 0) as mean90,
      coalesce(m.mean_before, 0) as mean_before,
      coalesce(h.held, 0) as held, coalesce(h.lost, 0) as lost, h.lost_classes, h.balances,
      coalesce(h.contribution_fen, 0) as contribution_fen,
      o.customer_id is not null and reach.on is not null and reach.on <= $2::date - 89 as moving,
      coalesce(reach.on > $2::date - ${payrollKnownDays}, true) as payroll_unknown,
      coalesce(v.moves30, 0) as moves30, coalesce(v.moves_before, 0) as moves_before,
      v.receipts, v.received_on, v.aided_on, v.fees, v.fees_on,
      case when reach.on <= $2::date - ${harvestKnownDays} then y.percent end as harvest_percent,
      y.sales as harvest_sales, y.last_on as harvested_on,
      coalesce(w.area <> u.area and u.known >= ${areasKnown}, false) as came_from,
      case when c.customer_since <= $2::date
        then extract(year from age($2::date, c.customer_since)) * 12
          + extract(month from age($2::date, c.customer_since)) end::integer as months,
      coalesce(f.elsewhere_fen, 0) as elsewhere_fen,
      coalesce(f.securities_fen, 0) as securities_fen,
      p.last_on, p.months as wage_months, p.payer, p.year_months, p.of_months, p.away,
      t.matures_on, t.fen as matures_fen,
      k.since as child_since, n.customer_id is not null as profiling
    from customer c
    cross join reach
    cross join usual u
    left join areas w on w.id = c.id
    left join evaluation_harvest y on y.customer_id = c.id
    left join evaluation_mean m on m.customer_id = c.id
    left join holdings h on h.customer_id = c.id
    left join owners o on o.customer_id = c.id
    left join evaluation_movement v on v.customer_id = c.id
    left join evaluation_payroll p on p.customer_id = c.id
    left join evaluation_outflow f on f.customer_id = c.id
    left join evaluation_maturity t on t.customer_id = c.id
    left join doubts d on d.customer_id = c.id
    left join children k on k.customer_id = c.id
    left join consents n on n.customer_id = c.id
    where c.branch_id = $1
  ),
  placed as (
    select *, ${percentile('mean90')} as aum_percentile,
      ${percentile('contribution_fen')} as contribution_percentile
    from known
  )`

const share = (count: string, full: number) => `least(100, 100 * ${count} / ${full})`

/** SQL of `partPoints` in `domain/customers/value-parts.ts`. */
const points = (scales: ValueScales) => `
  aum_percentile as aum,
  contribution_percentile as contribution,
  ${share('held', scales.breadthClasses)} as breadth,
  case when moving then ${share('(moves30 + moves_before)', scales.activityMoves)} end as activity,
  ${share('months', scales.tenureMonths)} as tenure,
  case when judged and mean_before > 0 then greatest(0, least(100, 50 + floor(50
    * floor((mean90 - mean_before)::numeric * 10000 / mean_before) / ${scales.growthBp}))) end
    as growth`

const sumOf = (items: readonly string[]) => items.join(' + ')

/** SQL of `valueScore` in `domain/customers/value-score.ts`. */
function score(weights: EvaluationRules['weights']): string {
  const sum = sumOf(valueParts.map((part) => `coalesce(${part}, 0) * ${weights[part]}`))
  const weight = sumOf(
    valueParts.map((part) => `case when ${part} is null then 0 else ${weights[part]} end`),
  )
  return `case when not dead then round((${sum})::numeric * 100 / nullif(${weight}, 0)) end::integer`
}

/** SQL of the reasons in `domain/customers/churn.ts` that no contact takes away. */
function steady({ points: given, limits }: ChurnRules): string {
  const fall = '(mean90 - mean7)::numeric * 10000'
  const reasons = [
    `case when not judged or mean90 <= 0 then 0
      when ${fall} >= mean90::numeric * ${limits.steepDropBp} then ${given.steepDrop}
      when ${fall} >= mean90::numeric * ${limits.dropBp} then ${given.drop} else 0 end`,
    `case when judged and mean90 > 0 and (elsewhere_fen + securities_fen)::numeric * 10000
      >= mean90::numeric * ${limits.outflowBp} then ${given.outflow} else 0 end`,
    `case when wage_months >= ${limits.payrollMonths}
      and $2::date - last_on > ${limits.payrollCycles * payrollCycleDays}
      then ${given.payroll} else 0 end`,
    `case when moving and moves_before >= ${limits.activityLeast}
      and moves30 * 20000 <= moves_before * ${10_000 - limits.activityFallBp}
      then ${given.activity} else 0 end`,
    `case when lost > 0 then ${given.lost} else 0 end`,
  ]
  return `case when not dead then ${sumOf(reasons)} end::integer`
}

const facts = `json_strip_nulls(json_build_object(
  'mean7', case when judged then mean7 end,
  'mean90', case when judged then mean90 end,
  'meanBefore', case when judged then mean_before end,
  'aumPercentile', aum_percentile,
  'contributionPercentile', contribution_percentile,
  'balances', balances,
  'lost', lost_classes,
  'moves', case when moving then json_build_array(moves30, moves_before) end,
  'months', months,
  'out', case when judged then json_build_array(elsewhere_fen, securities_fen) end,
  'payroll', case when last_on is not null
    then json_build_array(${dayText('last_on')}, wage_months) end,
  'payrollUnknown', case when payroll_unknown then true end,
  'matures', case when matures_on is not null
    then json_build_array(${dayText('matures_on')}, matures_fen) end,
  'types', (select jsonb_agg(t.type order by t.nth)
    from unnest(array[${typeColumns.join(', ')}]) with ordinality as t (type, nth)
    where t.type is not null),
  'profiling', case when profiling then true end,
  'doubts', doubts))::text`

/**
 * Rows of `customer_value` (columns in wire order) of branch `$1` for business date `$2`; `$3` and `$4`
 * are the latest birthdays of who is of age and of an elder. The formulas are those of
 * `domain/customers/evaluation.ts`; a test compares the two.
 */
export function evaluationSelect(rules: EvaluationRules & { types: TypeRules }): string {
  return `
  with ${ground(rules.margins)},
  pointed as (
    select *, ${points(rules.scales)}, ${typesSql(rules.types)} from placed
  )
  select $1::uuid, customer_id, ${score(rules.weights)}, ${steady(rules.churn)},
    case when not dead then matures_on end,
    ${typeNames},
    case when dead then '{}' else ${facts} end
  from pointed`
}
