import type pg from 'pg'
import { purposeWords } from '#domain/accounts/transaction-words.ts'
import { type KeyThresholds, leastKeyFen } from '#domain/key-transactions/thresholds.ts'
import type { Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { dayText } from '../store/day-text.ts'

/** A customer and a day that are to be judged. */
export interface Candidate {
  customerId: string
  day: Day
}

/** Wages that stopped: on `day` they were missing for {@link silentDays}. */
export interface StoppedPayroll extends Candidate {
  meanFen: number
  lastOn: Day
}

/** Days without wages after which they count as stopped. */
const silentDays = 40
/** Wages in the days before that make them regular: so many in so many days. */
const regularWages = 3
const regularDays = 120

/** SQL list of what a source calls wages. */
export const salaryPurposes = listed(['salary', ...purposeWords.salary])

/** SQL: a customer had loans and owes none any more. */
export const loansPaidOff = (customer: string): string => `
  (select coalesce(bool_and(l.status = 'repaid' or l.balance_fen = 0), false)
   from loan l where l.branch_id = $1 and l.customer_id = ${customer})`

const moved = (thresholds: KeyThresholds) => `
  with moved as (
    select a.customer_id, t.posted_on, t.direction, t.amount_fen, t.operation, t.purpose
    from bank_transaction t
    join account a on a.branch_id = t.branch_id and a.id = t.account_id
    where t.branch_id = $1 and t.posted_on between $2::date and $3::date
      and (t.amount_fen >= ${thresholds.rule.leastPartFen} or t.operation = 'loan_payment'
        or t.purpose in (${salaryPurposes}))
  )
  select customer_id::text as "customerId", ${dayText('posted_on')} as day from (
    select customer_id, posted_on from moved
    where amount_fen >= ${thresholds.rule.leastPartFen}
    group by customer_id, posted_on, direction
    having sum(amount_fen) >= ${leastKeyFen(thresholds)}
    union
    select m.customer_id, m.posted_on from moved m
    where m.direction = 'in' and m.purpose in (${salaryPurposes})
      and not exists (
        select from account x join bank_transaction s
          on s.branch_id = $1 and s.account_id = x.id
        where x.branch_id = $1 and x.customer_id = m.customer_id and s.direction = 'in'
          and s.purpose in (${salaryPurposes})
          and s.posted_on between m.posted_on - ${regularDays} and m.posted_on - 1)
    union
    select m.customer_id, m.posted_on from moved m
    where m.operation = 'loan_payment' and ${loansPaidOff('m.customer_id')}
    union
    select a.customer_id, a.closed_on from account a
    where a.branch_id = $1 and a.kind = 'current' and a.closed_on between $2::date and $3::date
  ) found order by 2, 1`

/**
 * Customers of a branch on whose days from `from` to `to` something may count, from one pass over the
 * days' bookings. Who is not named has nothing that any rule could fire on.
 */
export async function candidatesOf(
  client: pg.ClientBase,
  branchId: string,
  { from, to }: { from: Day; to: Day },
  thresholds: KeyThresholds,
): Promise<Candidate[]> {
  const { rows } = await client.query<Candidate>(moved(thresholds), [branchId, from, to])
  return rows
}

const stopped = `
  select a.customer_id::text as "customerId", ${dayText(`max(t.posted_on) + ${silentDays}`)} as day,
    round(avg(t.amount_fen))::float8 as "meanFen", ${dayText('max(t.posted_on)')} as "lastOn"
  from bank_transaction t
  join account a on a.branch_id = t.branch_id and a.id = t.account_id
  where t.branch_id = $1 and t.direction = 'in' and t.purpose in (${salaryPurposes})
    and t.posted_on between $2::date - ${silentDays + regularDays} and $3::date
  group by a.customer_id
  having max(t.posted_on) + ${silentDays} between $2::date and $3::date
    and count(distinct t.posted_on) >= ${regularWages}
  order by 2, 1`

/** Customers whose regular wages did not come, on the day from `from` to `to` on which it shows. */
export async function stoppedPayrolls(
  client: pg.ClientBase,
  branchId: string,
  { from, to }: { from: Day; to: Day },
): Promise<StoppedPayroll[]> {
  const { rows } = await client.query<StoppedPayroll>(stopped, [branchId, from, to])
  return rows
}

/** How far back wages are looked for before a first one is a first one, days. */
export const firstWageDays = regularDays
