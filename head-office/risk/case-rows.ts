import type { RiskCaseLine, RiskParty } from '#contract/sync/risk.ts'
import { maskAccountNumber, maskName } from '#domain/customers/mask.ts'
import type { Tier } from '#domain/customers/records.ts'
import type { Day } from '#domain/time/day.ts'
import { customerOf } from './read-transfers.ts'

/** A case as the database has it, for a reader whose units are `$1`. */
export interface CaseRow {
  branchId: string
  id: string
  kind: RiskCaseLine['kind']
  score: number
  state: RiskCaseLine['state']
  amountFen: number
  recoveredFen: number
  fromOn: Day
  toOn: Day
  openedAtMs: number
  dueOn: Day
  overdue: boolean
  officerId: string | null
  officerName: string | null
  branchIds: string[]
  branchNames: string[]
  covered: boolean
  /** JSON of the clue's parties, the lead first. */
  parties: string
}

/** Columns of {@link CaseRow}; `$1` are the reader's units, `$2` is the day. */
export const caseColumns = `
  c.branch_id::text as "branchId", c.id::text, c.kind, c.score, k.state,
  k.amount_fen::float8 as "amountFen", k.recovered_fen::float8 as "recoveredFen",
  to_char(c.from_on, 'YYYY-MM-DD') as "fromOn", to_char(c.to_on, 'YYYY-MM-DD') as "toOn",
  (extract(epoch from k.opened_at) * 1000)::float8 as "openedAtMs",
  to_char(k.due_on, 'YYYY-MM-DD') as "dueOn",
  k.state in ('new', 'checking') and k.due_on < $2::date as overdue,
  k.officer_id::text as "officerId", o.name as "officerName", c.parties,
  m.branches as "branchIds", m.names as "branchNames", m.branches <@ $1::text[] as covered`

/** Cases of whose customers one at least is in the units `$1`. */
export const visibleCases = `
  from risk_clue c
  join risk_case k on k.branch_id = c.branch_id and k.id = c.id
  join lateral (
    select array_agg(distinct m.branch_id::text order by m.branch_id::text) as branches,
      array_agg(distinct u.name order by u.name) as names
    from risk_clue_member m join org_unit u on u.id = m.branch_id
    where m.clue_branch_id = c.branch_id and m.clue_id = c.id
  ) m on m.branches && $1::text[]
  left join staff_credential h on h.staff_id = k.officer_id
  left join staff o on o.branch_id = h.branch_id and o.id = h.staff_id`

/** A customer among the parties, by the party's name in the clue. */
export interface PartyCustomer {
  branchId: string
  branchName: string
  customerNo: string
  name: string
  tier: Tier
}

/** An account at another bank: `account:<bank>:<number>`. */
function accountOf(party: string): Pick<RiskParty, 'bank' | 'accountTail'> {
  const [, bank = '', ...number] = party.split(':')
  return { bank: bank === '' ? null : bank, accountTail: maskAccountNumber(number.join(':')) }
}

/**
 * The parties of a clue as a reader may know them, numbered p1, p2 … in the clue's order: a customer with
 * the name masked, one outside the units by the branch alone, an account by bank and last digits.
 */
export function partiesFor(
  parties: readonly string[],
  customers: ReadonlyMap<string, PartyCustomer>,
  branchIds: readonly string[],
): Map<string, RiskParty> {
  const nothing = {
    name: null,
    customerNo: null,
    tier: null,
    branchName: null,
    bank: null,
    accountTail: null,
  }
  return new Map(
    parties.map((party, at): [string, RiskParty] => {
      const id = `p${at + 1}`
      if (customerOf(party) === null) {
        return [party, { id, kind: 'account', ...nothing, ...accountOf(party) }]
      }
      const customer = customers.get(party)
      if (!customer || !branchIds.includes(customer.branchId)) {
        const branchName = customer?.branchName ?? null
        return [party, { id, kind: 'outside', ...nothing, branchName }]
      }
      const { name, customerNo, tier, branchName } = customer
      const known = { name: maskName(name), customerNo, tier, branchName }
      return [party, { id, kind: 'customer', ...nothing, ...known }]
    }),
  )
}

/** How a party is called in a line: 周*华, 甲州银行 ****1234, or the branch of somebody outside. */
export function calledBy({ name, bank, accountTail, branchName }: RiskParty): string {
  return name ?? (accountTail === null ? (branchName ?? '') : `${bank ?? ''} ${accountTail}`.trim())
}

/** A line of the list. */
export function lineOf(row: CaseRow, lead: RiskParty | undefined, parties: number): RiskCaseLine {
  return {
    id: row.id,
    kind: row.kind,
    score: row.score,
    state: row.state,
    amountFen: row.amountFen,
    recoveredFen: row.recoveredFen,
    fromOn: row.fromOn,
    toOn: row.toOn,
    openedAtMs: row.openedAtMs,
    dueOn: row.dueOn,
    overdue: row.overdue,
    officerId: row.officerId,
    officerName: row.officerName,
    lead: lead ? calledBy(lead) : '',
    parties,
    branchNames: row.branchNames,
    covered: row.covered,
  }
}
