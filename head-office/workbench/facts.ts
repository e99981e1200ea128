import type pg from 'pg'
import { internalOperations, internalPurposes } from '#domain/key-transactions/thresholds.ts'
import type { ChurnRules } from '#domain/customers/churn.ts'
import type { EvaluationFacts } from '#domain/customers/evaluation-facts.ts'
import type { CustomerManager } from '#domain/customers/records.ts'
import { recurringKinds } from '#domain/next-action/refusals.ts'
import type { Day } from '#domain/time/day.ts'
import type {
  CaseFile,
  LastContact,
  Maturing,
  Movement,
  Payment,
  Purchase,
  TierCase,
} from '#domain/workbench/case-file.ts'
import type { TaskKind } from '#domain/workbench/task-words.ts'
import { idleDays, leadDays, leastMaturityFen, movementSpan } from '#domain/workbench/lead-days.ts'
import { listed } from '#platform/sql/literals.ts'
import { readChurnFacts } from './churn-cases.ts'
import { dayText } from '../store/day-text.ts'

type Named<Fact> = Fact & { customerId: string }

const reportCurrency = '(select currency from database_info)'

/** Closing balance of position `id` on a day: the last change on or before it. */
const balanceAt = (id: string, day: string) => `(
  select b.balance_fen from balance_change b
  where b.branch_id = $1 and b.position_id = ${id} and b.changed_on <= ${day}
  order by b.changed_on desc limit 1)`

/** A movement that is not money changing its form inside the bank. */
const outside = (alias: string) => `${alias}.operation not in (${listed(internalOperations)})
  and coalesce(${alias}.purpose, '') not in (${listed(internalPurposes)})`

const maturing = `
  select * from (
    select a.customer_id::text as "customerId", a.id::text as "positionId",
      coalesce(p.name, '') as product, ${dayText('a.matures_on')} as "maturesOn",
      coalesce(${balanceAt('a.id', '$2::date')}, 0)::float8 as "amountFen"
    from account a left join product p on p.id = a.product_id
    where a.branch_id = $1 and a.status = 'normal' and a.currency = ${reportCurrency}
      and a.matures_on between $2::date and $2::date + ${leadDays.maturity[0]}
    union all
    select h.customer_id::text, h.id::text, coalesce(p.name, ''), ${dayText('h.matures_on')},
      h.value_fen::float8
    from holding h left join product p on p.id = h.product_id
    where h.branch_id = $1
      and h.matures_on between $2::date and $2::date + ${leadDays.maturity[0]}
  ) ends where "amountFen" >= ${leastMaturityFen} order by "maturesOn", "positionId"`

const payments = `
  select l.customer_id::text as "customerId", l.id::text as id, 'loan' as what,
    l.next_due_fen::float8 as "amountFen", ${dayText('l.next_due_on')} as "dueOn"
  from loan l
  where l.branch_id = $1 and l.status in ('performing', 'overdue') and l.next_due_fen > 0
    and l.next_due_on <= $2::date + ${leadDays.payment[0]}
  union all
  select c.customer_id::text, c.id::text, 'card', c.statement_due_fen::float8,
    ${dayText('c.statement_due_on')}
  from card c
  where c.branch_id = $1 and c.status = 'active' and c.statement_due_fen > 0
    and c.statement_due_on <= $2::date + ${leadDays.payment[0]}`

const movements = (leastFen: number) => `
  with large as (
    select t.txn_no, t.account_id, t.direction, t.amount_fen, t.posted_on, t.counterparty_bank,
      a.customer_id
    from bank_transaction t
    join account a on a.branch_id = t.branch_id and a.id = t.account_id
    where t.branch_id = $1 and t.posted_on between $2::date - ${movementSpan} and $2::date
      and t.amount_fen >= ${leastFen} and a.currency = ${reportCurrency} and ${outside('t')}
  )
  select l.customer_id::text as "customerId", l.txn_no as "txnNo", l.direction,
    l.amount_fen::float8 as "amountFen", ${dayText('l.posted_on')} as "on",
    l.counterparty_bank as bank, (
      select coalesce(sum(${balanceAt('p.id', 'l.posted_on - 1')}), 0) from (
        select x.id from account x where x.branch_id = $1 and x.customer_id = l.customer_id
          and x.currency = ${reportCurrency}
        union all
        select x.id from holding x where x.branch_id = $1 and x.customer_id = l.customer_id
      ) p
    )::float8 as "aumBeforeFen", (
      select coalesce(round(sum(o.amount_fen) / 90), 0)
      from account x join bank_transaction o on o.branch_id = $1 and o.account_id = x.id
      where x.branch_id = $1 and x.customer_id = l.customer_id and o.direction = l.direction
        and o.posted_on between l.posted_on - 90 and l.posted_on - 1 and ${outside('o')}
    )::float8 as "dailyMeanFen"
  from large l order by l.posted_on, l.txn_no`

const purchases = `
  select h.customer_id::text as "customerId", h.id::text as "holdingId",
    coalesce(p.name, '') as product, h.cost_fen::float8 as "amountFen",
    ${dayText('h.bought_on')} as "boughtOn"
  from holding h left join product p on p.id = h.product_id
  where h.branch_id = $1 and h.value_fen > 0
    and h.bought_on between $2::date - 60 and $2::date - ${leadDays.afterSale[0]}
  order by h.bought_on, h.id`

const contacts = `
  select distinct on (x.customer_id) x.customer_id::text as "customerId", x.id::text as id,
    ${dayText("x.at at time zone 'UTC' + interval '8 hours'")} as "on", x.outcome,
    ${dayText('x.next_on')} as "nextOn", x.summary
  from contact x where x.branch_id = $1 order by x.customer_id, x.at desc, x.id desc`

const reached = `
  select x.customer_id::text as "customerId",
    ${dayText("max(x.at) at time zone 'UTC' + interval '8 hours'")} as "on"
  from contact x where x.branch_id = $1 and x.outcome <> 'no_answer' group by x.customer_id`

const riskTests = `
  select distinct on (r.customer_id) r.customer_id::text as "customerId", r.level,
    ${dayText('r.valid_to')} as "validTo"
  from risk_assessment r where r.branch_id = $1 and r.assessed_on <= $2::date
  order by r.customer_id, r.assessed_on desc, r.id desc`

const currentMoney = `
  select a.customer_id::text as "customerId",
    coalesce(sum(${balanceAt('a.id', '$2::date')}), 0)::float8 as "currentFen",
    coalesce(sum(least(
      coalesce(${balanceAt('a.id', `$2::date - ${idleDays - 1}`)}, 0),
      (select min(b.balance_fen) from balance_change b
       where b.branch_id = $1 and b.position_id = a.id
         and b.changed_on > $2::date - ${idleDays - 1} and b.changed_on <= $2::date)
    )), 0)::float8 as "idleFen"
  from account a
  where a.branch_id = $1 and a.kind = 'current' and a.status = 'normal'
    and a.currency = ${reportCurrency}
  group by a.customer_id`

const tierChanges = `
  select distinct on (t.customer_id) t.customer_id::text as "customerId", t.outcome,
    ${dayText('t.effective_on')} as "on", t.tier_before as before, t.tier,
    t.average_fen::float8 as "averageFen"
  from tier_change t
  where t.branch_id = $1 and t.effective_on between $2::date - 30 and $2::date
    and t.outcome <> 'kept'
  order by t.customer_id, t.effective_on desc`

const refused = `
  select r.customer_id::text as "customerId", array_agg(distinct r.action) as kinds
  from refusal r
  where r.branch_id = $1 and r.taken_back_at is null and r.until >= $2::date
    and r.action in (${listed(recurringKinds)})
  group by r.customer_id`

const frozen = `
  select a.customer_id::text as "customerId" from account a
  where a.branch_id = $1 and a.status <> 'closed'
  group by a.customer_id having bool_and(a.status = 'frozen')`

const allocations = `
  select m.branch_id::text, m.id::text, m.customer_id::text, m.staff_id::text, m.role,
    ${dayText('m.valid_from')} as valid_from, ${dayText('m.valid_to')} as valid_to
  from customer_manager m
  where m.branch_id = $1 and m.valid_from <= $2::date and coalesce(m.valid_to >= $2::date, true)`

/** What the rules need of a branch beside its customers, by customer. */
export interface BranchFacts {
  maturing: Map<string, Maturing[]>
  payments: Map<string, Payment[]>
  movements: Map<string, Movement[]>
  purchases: Map<string, Purchase[]>
  contacts: Map<string, LastContact>
  reached: Map<string, Day>
  riskTests: Map<string, NonNullable<CaseFile['riskTest']>>
  money: Map<string, { currentFen: number; idleFen: number }>
  frozen: Set<string>
  /** Kinds that come again and again, and that the customer does not want now. */
  refused: Map<string, TaskKind[]>
  tierChanges: Map<string, TierCase>
  evaluations: Map<string, EvaluationFacts>
  allocations: Map<string, CustomerManager[]>
  /** People who may work today. */
  active: Set<string>
}

function grouped<Fact extends { customerId: string }>(rows: readonly Fact[]): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>()
  for (const row of rows) {
    const group = groups.get(row.customerId)
    if (group) group.push(row)
    else groups.set(row.customerId, [row])
  }
  return groups
}

const single = <Fact extends { customerId: string }>(rows: readonly Fact[]) =>
  new Map(rows.map((row) => [row.customerId, row]))

/**
 * Reads a branch's facts for the rules as of a business date: one statement a kind of fact, each
 * over the whole branch and only of what a rule may ask about.
 */
export async function readFacts(
  client: pg.ClientBase,
  branchId: string,
  on: Day,
  { leastKeyFen, churnRules }: { leastKeyFen: number; churnRules: ChurnRules },
): Promise<BranchFacts> {
  const rowsOf = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> => {
    const values = sql.includes('$2') ? [branchId, on] : [branchId]
    return (await client.query<Row>(sql, values)).rows
  }
  const owned = await rowsOf<CustomerManager>(allocations)
  const staff = await rowsOf<{ id: string }>(
    'select id::text from staff where branch_id = $1 and active',
  )
  const unwanted = await rowsOf<{ customerId: string; kinds: TaskKind[] }>(refused)
  const lastReached = await rowsOf<{ customerId: string; on: Day }>(reached)
  return {
    maturing: grouped(await rowsOf<Named<Maturing>>(maturing)),
    payments: grouped(await rowsOf<Named<Payment>>(payments)),
    movements: grouped(await rowsOf<Named<Movement>>(movements(leastKeyFen))),
    purchases: grouped(await rowsOf<Named<Purchase>>(purchases)),
    contacts: single(await rowsOf<Named<LastContact>>(contacts)),
    reached: new Map(lastReached.map((row) => [row.customerId, row.on])),
    riskTests: single(await rowsOf<Named<NonNullable<CaseFile['riskTest']>>>(riskTests)),
    money: single(await rowsOf<Named<{ currentFen: number; idleFen: number }>>(currentMoney)),
    frozen: new Set(
      (await rowsOf<{ customerId: string }>(frozen)).map(({ customerId }) => customerId),
    ),
    refused: new Map(unwanted.map(({ customerId, kinds }) => [customerId, kinds])),
    tierChanges: single(await rowsOf<Named<TierCase>>(tierChanges)),
    evaluations: await readChurnFacts(client, branchId, churnRules),
    allocations: allocationsByCustomer(owned),
    active: new Set(staff.map(({ id }) => id)),
  }
}

function allocationsByCustomer(rows: readonly CustomerManager[]): Map<string, CustomerManager[]> {
  const groups = new Map<string, CustomerManager[]>()
  for (const row of rows) {
    groups.set(row.customer_id, [...(groups.get(row.customer_id) ?? []), row])
  }
  return groups
}
