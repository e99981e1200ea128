import type pg from 'pg'
import type { Day } from '#domain/time/day.ts'
import { bridgedGapDays } from '#domain/flow/leakage.ts'

/**
 * Customers whose balances miss for more than three days: a day on which an account's money moved and
 * no balance came on it, or within three days. Looked for in the 180 days that means are made of.
 */
const gaps = `
  create temp table balance_gap on commit drop as
  select a.customer_id, count(distinct d.account_id)::integer as accounts, min(d.posted_on) as since
  from (
    select t.account_id, t.posted_on
    from bank_transaction t
    where t.branch_id = $1
      and t.posted_on between $2::date - 179 and $2::date - ${bridgedGapDays + 1}
    group by t.account_id, t.posted_on
    having sum(case t.direction when 'in' then t.amount_fen else -t.amount_fen end) <> 0
  ) d
  join account a on a.branch_id = $1 and a.id = d.account_id
    and a.currency = (select currency from database_info)
  where not exists (
    select from balance_change b
    where b.branch_id = $1 and b.position_id = d.account_id
      and b.changed_on between d.posted_on and d.posted_on + ${bridgedGapDays})
  group by a.customer_id`

/** Finds the customers of a branch with a gap in their balances, once in a transaction. */
export async function prepareGaps(client: pg.ClientBase, branchId: string, on: Day): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('pg_temp.balance_gap') is not null as there`,
  )
  if (rows[0]?.there === true) return
  await client.query(gaps, [branchId, on])
  await client.query('analyze balance_gap')
}

const ofCurrency = '(select currency from database_info)'

/**
 * Everything about balances that cannot be judged or stands out: kind, accounts it is about, since when
 * or in which currencies (`doubtKinds` in `domain/customers/evaluation-facts.ts`).
 */
const doubts = `
  create temp table evaluation_doubt on commit drop as
  select customer_id, 'gap' as kind, accounts, to_char(since, 'YYYY-MM-DD') as detail
  from balance_gap
  union all
  select a.customer_id, 'currency', count(*)::integer,
    string_agg(distinct a.currency, ',' order by a.currency)
  from account a
  where a.branch_id = $1 and a.status <> 'closed' and a.currency <> ${ofCurrency}
  group by a.customer_id
  union all
  select p.customer_id, 'negative', count(*)::integer, null
  from summary_position p
  join summary_reading r on r.position_id = p.id and r.day = $2::date + 1
  where r.balance < 0
  group by p.customer_id
  union all
  select s.customer_id, 'joint', count(distinct s.account_id)::integer, null
  from (
    select o.account_id, o.customer_id
    from account_party o join account a on a.branch_id = $1 and a.id = o.account_id
    where o.branch_id = $1 and o.role in ('owner', 'joint_owner')
      and o.customer_id <> a.customer_id and a.status <> 'closed'
    union all
    select o.account_id, a.customer_id
    from account_party o join account a on a.branch_id = $1 and a.id = o.account_id
    where o.branch_id = $1 and o.role in ('owner', 'joint_owner')
      and o.customer_id <> a.customer_id and a.status <> 'closed'
  ) s group by s.customer_id
  union all
  select f.customer_id, 'future', count(distinct f.id)::integer, null
  from (
    select p.customer_id, p.id
    from balance_change b join summary_position p on p.id = b.position_id
    where b.branch_id = $1 and b.changed_on > $2::date
    union all
    select m.customer_id, a.id
    from evaluation_movement m join evaluation_account a on a.customer_id = m.customer_id
    join bank_transaction t on t.branch_id = $1 and t.account_id = a.id
      and t.posted_on > $2::date
    where m.future_accounts > 0
  ) f group by f.customer_id`

/** What is doubtful about a branch's balances; after the movements. */
export const doubtTables: readonly (readonly [name: string, sql: string])[] = [
  ['evaluation_doubt', doubts],
]
