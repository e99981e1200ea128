import type pg from 'pg'
import { familyKinds } from '#domain/customers/household.ts'
import type { Tier } from '#domain/customers/tiers.ts'
import { bankNameOf, type Movement, plainName } from '#domain/flow/movement.ts'
import { type SaidOfParty, standingClasses } from '#domain/flow/party-class.ts'
import type { MovedAccount } from '#domain/key-transactions/event-of.ts'
import type { CustomerDay } from '#domain/key-transactions/judge-day.ts'
import {
  internalOperations,
  internalPurposes,
  keyMeanDays,
} from '#domain/key-transactions/thresholds.ts'
import type { Day } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { firstWageDays, loansPaidOff, salaryPurposes, type StoppedPayroll } from './candidates.ts'
import { dayText } from '../store/day-text.ts'

type Named<Fact> = Fact & { customerId: string }

/** A product that ended by itself is paid out within so many days. */
const payoutDays = 5

/** Customers with what they had at the close of the day before, 分. */
const customers = `
  select c.id::text as "customerId", c.name, c.tier, ${dayText('c.birth_date')} as "birthDate",
    c.deceased_on is not null and c.deceased_on <= $2::date as deceased,
    coalesce((
      select sum((
        select b.balance_fen from balance_change b
        where b.branch_id = $1 and b.position_id = p.id and b.changed_on < $2::date
        order by b.changed_on desc limit 1))
      from (
        select a.id from account a where a.branch_id = $1 and a.customer_id = c.id
          and a.currency = (select currency from database_info)
        union all
        select h.id from holding h where h.branch_id = $1 and h.customer_id = c.id
      ) p
    ), 0)::float8 as "aumBeforeFen"
  from customer c where c.branch_id = $1 and c.id = any($3::uuid[])`

const accounts = `
  select a.customer_id::text as "customerId", a.id::text, a.account_no as number, a.kind,
    ${dayText('a.closed_on')} as closed_on, ${dayText('a.matures_on')} as matures_on
  from account a where a.branch_id = $1 and a.customer_id = any($3::uuid[])`

const movements = `
  select a.customer_id::text as "customerId", t.txn_no as "txnNo",
    t.account_id::text as "accountId", a.currency, ${dayText('t.posted_on')} as "postedOn",
    (extract(epoch from t.posted_at) * 1000)::float8 as "postedAtMs", t.direction,
    t.amount_fen::float8 as "amountFen", t.operation, t.channel, t.purpose,
    t.counterparty_name as counterparty, t.counterparty_bank as "counterpartyBank",
    t.counterparty_account as "counterpartyAccount"
  from account a
  join bank_transaction t
    on t.branch_id = $1 and t.account_id = a.id and t.posted_on = $2::date
  where a.branch_id = $1 and a.customer_id = any($3::uuid[])`

const means = `
  select a.customer_id::text as "customerId",
    coalesce(sum(t.amount_fen) filter (where t.direction = 'in'), 0)::float8 as "inFen",
    coalesce(sum(t.amount_fen) filter (where t.direction = 'out'), 0)::float8 as "outFen"
  from account a
  join bank_transaction t on t.branch_id = $1 and t.account_id = a.id
    and t.posted_on between $2::date - ${keyMeanDays} and $2::date - 1
  where a.branch_id = $1 and a.customer_id = any($3::uuid[])
    and t.operation not in (${listed(internalOperations)})
    and coalesce(t.purpose, '') not in (${listed(internalPurposes)})
  group by a.customer_id`

const wages = `
  select a.customer_id::text as "customerId",
    ${dayText(`max(t.posted_on) filter (where t.direction = 'in' and t.purpose in (${salaryPurposes})
      and t.posted_on >= $2::date - ${firstWageDays})`)} as "lastOn",
    min(t.posted_on) <= $2::date - ${firstWageDays} as known
  from account a
  join bank_transaction t on t.branch_id = $1 and t.account_id = a.id and t.posted_on < $2::date
    and t.posted_on >= $2::date - ${2 * firstWageDays}
  where a.branch_id = $1 and a.customer_id = any($3::uuid[])
  group by a.customer_id`

const partyClasses = `
  select p.customer_id::text as "customerId", p.id::text, p.party, p.flow_class,
    (extract(epoch from p.given_at) * 1000)::float8 as given_at
  from party_class p where p.branch_id = $1 and p.customer_id = any($3::uuid[])`

const paidLoans = `
  select c.id::text as "customerId" from customer c
  where c.branch_id = $1 and c.id = any($3::uuid[]) and ${loansPaidOff('c.id')}
    and not exists (
      select from account a join bank_transaction t
        on t.branch_id = $1 and t.account_id = a.id and t.posted_on > $2::date
      where a.branch_id = $1 and a.customer_id = c.id and t.operation = 'loan_payment')`

const endedProducts = `
  select h.customer_id::text as "customerId", p.name
  from holding h join product p on p.id = h.product_id
  where h.branch_id = $1 and h.customer_id = any($3::uuid[])
    and h.matures_on between $2::date - ${payoutDays} and $2::date`

const family = `
  select r.from_customer_id::text as "customerId", r.to_name as name, x.account_no as number
  from relation r
  left join account x on x.branch_id = $1 and x.customer_id = r.to_customer_id
  where r.branch_id = $1 and r.from_customer_id = any($3::uuid[])
    and r.kind in (${listed(familyKinds)})
    and r.valid_from <= $2::date and coalesce(r.valid_to >= $2::date, true)`

interface CustomerRow {
  name: string
  tier: Tier
  birthDate: Day | null
  deceased: boolean
  aumBeforeFen: number
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

async function bankOf(client: pg.ClientBase): Promise<{ currency: string; bank: string | null }> {
  const { rows } = await client.query<{ currency: string; name: string | null }>(
    `select currency, (select name from org_unit where level = 1 order by id limit 1) as name
     from database_info`,
  )
  const { currency = 'CNY', name = null } = rows[0] ?? {}
  return { currency, bank: name === null ? null : bankNameOf(name) }
}

/**
 * What the rules look at for some customers of a branch on one day, by customer: one statement a kind
 * of fact, each over all of them. `stopped` are wages that are found missing on this day.
 */
export async function customerDays(
  client: pg.ClientBase,
  branchId: string,
  day: Day,
  customerIds: readonly string[],
  stopped: ReadonlyMap<string, StoppedPayroll>,
): Promise<Map<string, CustomerDay>> {
  const rowsOf = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> => {
    const values = sql.includes('$2') ? [branchId, day, customerIds] : [branchId, customerIds]
    const numbered = sql.includes('$2') ? sql : sql.replaceAll('$3', '$2')
    return (await client.query<Row>(numbered, values)).rows
  }
  const { currency, bank } = await bankOf(client)
  const known = await rowsOf<Named<CustomerRow>>(customers)
  const ofAccounts = grouped(await rowsOf<Named<MovedAccount & { number: string }>>(accounts))
  const ofMovements = grouped(await rowsOf<Named<Movement>>(movements))
  const ofMeans = grouped(await rowsOf<Named<{ inFen: number; outFen: number }>>(means))
  const ofWages = grouped(await rowsOf<Named<{ lastOn: Day | null; known: boolean }>>(wages))
  const loans = grouped(await rowsOf<{ customerId: string }>(paidLoans))
  const ended = grouped(await rowsOf<Named<{ name: string }>>(endedProducts))
  const relatives = grouped(await rowsOf<Named<{ name: string; number: string | null }>>(family))

  const said = grouped(await rowsOf<Named<SaidOfParty>>(partyClasses))

  const dayOf = (row: Named<CustomerRow>): CustomerDay => {
    const { customerId: id, name, ...customer } = row
    const own = ofAccounts.get(id) ?? []
    const [mean] = ofMeans.get(id) ?? []
    const [wage] = ofWages.get(id) ?? []
    const kin = relatives.get(id) ?? []
    const perDay = (fen: number | undefined) => Math.round((fen ?? 0) / keyMeanDays)
    return {
      ...customer,
      day,
      dailyMeanFen: { in: perDay(mean?.inFen), out: perDay(mean?.outFen) },
      movements: ofMovements.get(id) ?? [],
      ground: {
        day,
        currency,
        accounts: new Map(own.map((account) => [account.id, account])),
        flow: {
          customerName: name,
          ownAccounts: new Map(own.map((account) => [account.number, account.id])),
          ownBank: bank,
          relativeNames: new Set(kin.map((each) => plainName(each.name))),
          relativeAccounts: new Set(kin.flatMap(({ number }) => (number === null ? [] : [number]))),
          corrected: standingClasses(said.get(id) ?? []),
        },
        lastSalaryOn: wage?.lastOn ?? null,
        salaryKnown: wage?.known ?? false,
        loanPaidOff: loans.has(id),
        endedProducts: new Set((ended.get(id) ?? []).map((product) => product.name)),
      },
      payrollStopped: stopped.get(id) ?? null,
    }
  }
  return new Map(known.map((row) => [row.customerId, dayOf(row)]))
}
