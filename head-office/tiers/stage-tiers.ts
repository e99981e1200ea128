import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import type { TierFloors } from '#domain/customers/tier.ts'
import {
  periodsEnded,
  type TierPeriod,
  type TierPeriodDays,
} from '#domain/customers/tier-period.ts'
import { mostGracePeriods, type TierStrategy } from '#domain/customers/tier-strategy.ts'
import { addDays, addMonths, type Day, monthStart, quarterStart } from '#domain/time/day.ts'
import { parameterInForce } from '../parameters/in-force.ts'
import { createStage } from '../store/bulk-load.ts'
import { firstReading, prepareReadings, readingsAreThere } from '../summary/readings.ts'
import type { BranchDay } from '../business-day/branch-steps.ts'
import { prepareGaps } from '../evaluation/doubts.ts'
import { floorCase, tierCase, tierFloors, tierRank } from './rules.ts'

/** How long a first load is lived through again, so that it has tiers as after a year. */
const livedMonths = 13

/**
 * Tiers on the way from one decision to the next; `since` is the day the tier came into force. Of whom
 * balances miss nothing is decided: the tier stays.
 */
const standings = `
  create temp table tier_standing on commit drop as
  select c.id as customer_id, c.tier, c.tier_state as state, date '-infinity' as since
  from customer c
  where c.branch_id = $1 and not exists (select from balance_gap g where g.customer_id = c.id)`

/** Back to before decisions that are made again: from \`$2\` on nothing stands. */
const undone = `
  update tier_standing s set tier = t.tier_before, state = t.state_before
  from (
    select distinct on (customer_id) customer_id, tier_before, state_before
    from tier_change where branch_id = $1 and effective_on >= $2
    order by customer_id, effective_on
  ) t where t.customer_id = s.customer_id`

const standingSince = `
  update tier_standing s set since = t.effective_on
  from (
    select customer_id, max(effective_on) as effective_on
    from tier_change
    where branch_id = $1 and effective_on < $2 and tier <> tier_before
    group by customer_id
  ) t where t.customer_id = s.customer_id`

/** SQL of the 日均 of a period `p` from the running sums, 分; as `averageBetween`. */
const periodAverage = `round((coalesce(b.sum_before, 0) - coalesce(a.sum_before, 0))
    / (p.after - p.start))::bigint`
const readingsOf = `
  left join summary_customer_reading a on a.customer_id = s.customer_id and a.day = p.start
  left join summary_customer_reading b on b.customer_id = s.customer_id and b.day = p.after`

const firstTiers = (floors: TierFloors) => `
  update tier_standing t set tier = ${tierCase('f.fen', floors)}, state = 'normal'
  from (
    select s.customer_id, ${periodAverage} as fen
    from tier_standing s cross join (select $1::date as start, $2::date as after) p
    ${readingsOf}
  ) f where f.customer_id = t.customer_id`

/**
 * SQL of `decideTier` in `domain/customers/tier-strategy.ts` for every standing, by the periods
 * `$2` to `$3` (first days, and days after the last), oldest first; a test compares the two.
 */
function decisions(floors: TierFloors, strategy: TierStrategy): string {
  const grace = strategy.belowPeriods + strategy.watchPeriods
  const reached = tierCase('last_fen', floors)
  const lowered = tierCase(strategy.downTo === 'best' ? 'best_fen' : 'last_fen', floors)
  const state =
    strategy.watchPeriods > 0
      ? `case when below >= ${strategy.belowPeriods} then 'watch' else 'normal' end`
      : `'normal'`
  return `
  create temp table tier_decided on commit drop as
  with period as (
    select * from unnest($2::date[], $3::date[]) with ordinality as p (start, after, nth)
  ),
  average as (
    select s.customer_id, s.tier, s.state, ${floorCase('s.tier', floors)} as floor_fen,
      p.nth, p.start, ${periodAverage} as fen
    from tier_standing s join period p on p.start >= s.since ${readingsOf}
    where $1::uuid is not null
  ),
  counted as (
    select customer_id, tier, state, floor_fen, max(nth) as last, min(nth) as first,
      max(nth) filter (where floor_fen is null or fen >= floor_fen) as held,
      (array_agg(fen order by nth desc))[1] as last_fen,
      (select max(best) from unnest((array_agg(fen order by nth desc))[1:${grace}]) best) as best_fen,
      '[' || string_agg('["' || to_char(start, 'YYYY-MM') || '",' || fen || ']', ',' order by nth)
        || ']' as averages
    from average group by customer_id, tier, state, floor_fen
  ),
  judged as (
    select *, last - coalesce(held, first - 1) as below, ${reached} as reached from counted
  ),
  decided as (
    select *,
      case when ${tierRank('reached')} > ${tierRank('tier')} then reached
        when below >= ${grace} then ${lowered} else tier end as new_tier,
      case when ${tierRank('reached')} > ${tierRank('tier')} then 'normal'
        when below >= ${grace} then 'normal' else ${state} end as new_state
    from judged
  )
  select customer_id, tier, state, new_tier, new_state, floor_fen, last_fen, averages,
    case when ${tierRank('new_tier')} > ${tierRank('tier')} then 'raised'
      when new_tier <> tier then 'lowered'
      when new_state = state then 'kept'
      when new_state = 'watch' then 'watched' else 'cleared' end as outcome
  from decided`
}

/**
 * Tiers that the running period lifts on the day it reaches them; `$2` its first day, `$3` the day
 * after the one that is opened. Decisions of that day that no longer hold are among them.
 */
const lifted = (floors: TierFloors) => `
  create temp table tier_decided on commit drop as
  with running as (
    select s.customer_id, s.tier, s.state, ${floorCase('s.tier', floors)} as floor_fen,
      ${periodAverage} as last_fen, p.start
    from tier_standing s cross join (select $2::date as start, $3::date as after) p ${readingsOf}
  ),
  reached as (
    select *, ${tierRank(tierCase('last_fen', floors))} > ${tierRank('tier')} as higher from running
  )
  select customer_id, tier, state, floor_fen, last_fen,
    case when higher then ${tierCase('last_fen', floors)} else tier end as new_tier,
    case when higher then 'normal' else state end as new_state,
    '[["' || to_char(start, 'YYYY-MM') || '",' || last_fen || ']]' as averages,
    case when higher then 'raised' else 'kept' end as outcome
  from reached r
  where higher or exists (
    select from tier_change t
    where t.branch_id = $1 and t.customer_id = r.customer_id and t.effective_on = $3)`

const changeColumns = () =>
  tableNamed('tier_change')
    .columns.map(({ name }) => name)
    .join(', ')

/** A decision that changed something, or took back what an earlier one of the same day had changed. */
const changes = (staged: string, period: TierPeriod) => `
  insert into ${staged} (${changeColumns()})
  select $1, d.customer_id, $2::date, '${period}', d.tier, d.state, d.new_tier, d.new_state,
    d.outcome, d.last_fen, d.floor_fen, d.averages
  from tier_decided d
  where d.outcome <> 'kept' or exists (
    select from tier_change t
    where t.branch_id = $1 and t.customer_id = d.customer_id and t.effective_on = $2)`

const followed = `
  update tier_standing s set tier = d.new_tier, state = d.new_state,
    since = case when d.new_tier <> d.tier then $1::date else s.since end
  from tier_decided d
  where d.customer_id = s.customer_id and d.outcome <> 'kept'`

interface Rules {
  floors: TierFloors
  strategy: TierStrategy
}

async function rulesOn(client: pg.ClientBase, on: Day): Promise<Rules> {
  const strategy = await parameterInForce(client, 'tier.strategy', on)
  return { floors: await tierFloors(client, on), strategy }
}

/** Stages the decisions that `statement` makes, in force from `after` on, and goes on from them. */
async function decideBy(
  client: pg.ClientBase,
  statement: string,
  values: [branchId: string, from: Day | Day[], after: Day | Day[]],
  period: TierPeriod,
  after: Day,
): Promise<void> {
  await client.query('drop table if exists tier_decided')
  await client.query(statement, values)
  const staged = await createStage(client, 'tier_change')
  await client.query(changes(staged, period), [values[0], after])
  await client.query(followed, [after])
}

/** Decides by the periods up to one, the last of the list, with the rules of its last day. */
async function decide(
  client: pg.ClientBase,
  branchId: string,
  period: TierPeriod,
  known: readonly TierPeriodDays[],
  { floors, strategy }: Rules,
): Promise<void> {
  const ending = known.at(-1)
  if (!ending) return
  const values: [string, Day[], Day[]] = [
    branchId,
    known.map(({ from }) => from),
    known.map(({ after }) => after),
  ]
  await decideBy(client, decisions(floors, strategy), values, period, ending.after)
}

/** Lifts tiers by the running period, where the strategy does not wait for its end. */
async function lift(
  client: pg.ClientBase,
  { branchId, date }: BranchDay,
  period: TierPeriod,
): Promise<void> {
  const { floors } = await rulesOn(client, date)
  const after = addDays(date, 1)
  const from = period === 'month' ? monthStart(date) : quarterStart(date)
  await decideBy(client, lifted(floors), [branchId, from, after], period, after)
}

async function stageCustomers(client: pg.ClientBase, branchId: string): Promise<void> {
  const staged = await createStage(client, 'customer')
  const columns = tableNamed('customer').columns.map(({ name }) => name)
  const of: Record<string, string> = { tier: 's.tier', tier_state: 's.state' }
  await client.query(
    `insert into ${staged} (${columns.join(', ')})
     select ${columns.map((name) => of[name] ?? `c.${name}`).join(', ')}
     from customer c join tier_standing s on s.customer_id = c.id
     where c.branch_id = $1 and (c.tier <> s.tier or c.tier_state <> s.state)`,
    [branchId],
  )
}

/**
 * Tiers of a branch's customers, decided for every period that ended since they were last (rule
 * 4.2): by the averages of the last periods, with the rules in force on a period's last day, from the
 * day after on. After a first load the last year is lived through again, so that nobody loses or
 * keeps a tier because the bank changed its system. Of a day that is opened again, its decisions are
 * made again. With `up = at_once` the running period lifts a tier on the day it reaches it.
 */
export async function stageTiers(client: pg.ClientBase, day: BranchDay): Promise<void> {
  const { branchId, date, firstTiers: first } = day
  const period = await parameterInForce(client, 'tier.period', date)
  const yesterday = addDays(date, -1)
  const last = day.previous === null || day.previous > yesterday ? yesterday : day.previous
  const since = first ? addMonths(date, -livedMonths) : last
  const due = periodsEnded(period, since, date)
  const { strategy } = await rulesOn(client, date)
  if (due.length === 0 && strategy.up === 'period_end') return
  if (!(await readingsAreThere(client))) await prepareReadings(client, branchId, date)

  await prepareGaps(client, branchId, date)
  await client.query(standings, [branchId])
  const months = period === 'month' ? 1 : 3
  // Before the first reading nothing is known: a period there would count as one without a balance.
  const known = periodsEnded(
    period,
    addMonths(since, -months * (mostGracePeriods + 1)),
    date,
  ).filter(({ from }) => from >= firstReading(date))
  const [begin] = due
  if (begin && first) {
    const { floors } = await rulesOn(client, addDays(begin.after, -1))
    await client.query(firstTiers(floors), [begin.from, begin.after])
  } else {
    const from = begin?.after ?? addDays(date, 1)
    await client.query(undone, [branchId, from])
    await client.query(standingSince, [branchId, from])
  }
  await client.query('analyze tier_standing')
  for (const ended of first ? due.slice(1) : due) {
    const upTo = known.filter(({ after }) => after <= ended.after).slice(-mostGracePeriods)
    const rules = await rulesOn(client, addDays(ended.after, -1))
    await decide(client, branchId, period, upTo, rules)
  }
  const endsToday = due.at(-1)?.after === addDays(date, 1)
  if (strategy.up === 'at_once' && !endsToday) await lift(client, day, period)
  await stageCustomers(client, branchId)
}
