import type pg from 'pg'
import {
  longestRiskList,
  type RiskCaseFile,
  type RiskCaseQuery,
  type RiskCasesReply,
} from '#contract/sync/risk.ts'
import { openRiskStates, type RiskCaseState, riskCaseStates } from '#domain/risk-clues/case.ts'
import type { CluePart, ClueTransfer } from '#domain/risk-clues/clue.ts'
import { type Day, dayOfInstant, dayOfNumber, instantOfDay } from '#domain/time/day.ts'
import {
  type CaseRow,
  caseColumns,
  lineOf,
  partiesFor,
  type PartyCustomer,
  visibleCases,
} from './case-rows.ts'
import type { RiskOfficer } from './officer.ts'
import { entriesOf } from './entries.ts'
import { customerOf, customerParty } from './read-transfers.ts'

/** Customers among some parties, by the party's name. */
async function customersAmong(
  client: pg.ClientBase,
  parties: readonly string[],
): Promise<Map<string, PartyCustomer>> {
  const ids = [...new Set(parties)].map(customerOf).filter((id) => id !== null)
  const { rows } = await client.query<PartyCustomer & { id: string }>(
    `select d.customer_id::text as id, d.branch_id::text as "branchId", u.name as "branchName",
       c.customer_no as "customerNo", c.name, c.tier
     from customer_directory d
     join customer c on c.branch_id = d.branch_id and c.id = d.customer_id
     join org_unit u on u.id = d.branch_id
     where d.customer_id = any($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map(({ id, ...customer }) => [customerParty(id), customer]))
}

const partiesOf = (row: Pick<CaseRow, 'parties'>) => JSON.parse(row.parties) as string[]

const orders: Record<RiskCaseQuery['order'], string> = {
  score: 'c.score desc, k.amount_fen desc',
  amount: 'k.amount_fen desc, c.score desc',
  due: 'k.due_on, c.score desc',
}

/** The states a group holds; null for all. */
function statesOf(group: RiskCaseQuery['group']): readonly RiskCaseState[] | null {
  if (group === 'all') return null
  return group === 'open' || group === 'mine' ? openRiskStates : [group]
}

interface Counts {
  state: RiskCaseState
  cases: number
  mine: number
  overdue: number
  fen: number
}

async function countCases(
  client: pg.ClientBase,
  { branchIds, staffId }: RiskOfficer,
  today: Day,
): Promise<Pick<RiskCasesReply, 'counts' | 'overdue' | 'openFen'>> {
  const { rows } = await client.query<Counts>(
    `select k.state, count(*)::integer as cases,
       (count(*) filter (where k.officer_id = $3))::integer as mine,
       (count(*) filter (where k.due_on < $2::date and k.state in ('new', 'checking')))::integer
         as overdue,
       sum(k.amount_fen)::float8 as fen
     ${visibleCases} group by k.state`,
    [branchIds, today, staffId],
  )
  const byState = new Map(rows.map((row) => [row.state, row]))
  const sum = (states: readonly RiskCaseState[], of: (row: Counts) => number) =>
    states.reduce((all, state) => {
      const row = byState.get(state)
      return all + (row ? of(row) : 0)
    }, 0)
  const single = riskCaseStates.map((state) => [state, byState.get(state)?.cases ?? 0] as const)
  return {
    counts: {
      ...(Object.fromEntries(single) as Record<RiskCaseState, number>),
      open: sum(openRiskStates, ({ cases }) => cases),
      mine: sum(openRiskStates, ({ mine }) => mine),
      all: sum(riskCaseStates, ({ cases }) => cases),
    },
    overdue: sum(riskCaseStates, ({ overdue }) => overdue),
    openFen: sum(['new', 'checking'], ({ fen }) => fen),
  }
}

/** What came back in the visible cases since 1 January of a day's year, 分. */
async function recoveredInYear(
  client: pg.ClientBase,
  { branchIds }: RiskOfficer,
  today: Day,
): Promise<number> {
  const { rows } = await client.query<{ fen: number }>(
    `select coalesce(sum(e.fen), 0)::float8 as fen ${visibleCases}
     join risk_case_entry e on e.branch_id = c.branch_id and e.case_id = c.id
     where e.act = 'recover' and e.at >= $2
       and not exists (select from risk_case_entry r where r.branch_id = e.branch_id
         and r.case_id = e.case_id and r.act = 'reverse' and r.entry_id = e.id)`,
    [branchIds, new Date(instantOfDay(`${today.slice(0, 4)}-01-01`))],
  )
  return rows[0]?.fen ?? 0
}

/** The cases of an officer's organisation: figures of all of them, and those asked for. */
export async function riskCases(
  client: pg.ClientBase,
  officer: RiskOfficer,
  { group, kind, order }: RiskCaseQuery,
  nowMs: number,
): Promise<Omit<RiskCasesReply, 'epoch' | 'asOfMs'>> {
  const today = dayOfInstant(nowMs)
  const { branchIds, staffId } = officer
  const { rows } = await client.query<CaseRow & { total: number }>(
    `select ${caseColumns}, (count(*) over ())::integer as total ${visibleCases}
     where ($3::text[] is null or k.state = any($3)) and ($4::text is null or c.kind = $4)
       and ($5::uuid is null or k.officer_id = $5)
     order by k.state in ('false_alarm', 'closed'), ${orders[order]}, k.opened_at, c.id
     limit ${longestRiskList}`,
    [branchIds, today, statesOf(group), kind, group === 'mine' ? staffId : null],
  )
  const customers = await customersAmong(
    client,
    rows.map((row) => partiesOf(row)[0] ?? ''),
  )
  const items = rows.map((row) => {
    const parties = partiesOf(row)
    const [lead] = partiesFor(parties.slice(0, 1), customers, branchIds).values()
    return lineOf(row, lead, parties.length)
  })
  return {
    ...(await countCases(client, officer, today)),
    recoveredYearFen: await recoveredInYear(client, officer, today),
    items,
    more: (rows[0]?.total ?? 0) - rows.length,
  }
}

interface FileRow extends CaseRow {
  parts: string
  transfers: string
  transferCount: number
  ruleVersion: string
  foundOn: Day
  movedOn: Day | null
}

/** One case with everything its clue rests on and what was done; null where none is visible. */
export async function riskCaseFile(
  client: pg.ClientBase,
  { branchIds }: RiskOfficer,
  caseId: string,
  nowMs: number,
): Promise<{ file: RiskCaseFile; branchId: string } | null> {
  const { rows } = await client.query<FileRow>(
    `select ${caseColumns}, c.parts, c.transfers, c.transfer_count as "transferCount",
       c.rule_version as "ruleVersion", to_char(c.found_on, 'YYYY-MM-DD') as "foundOn",
       to_char(k.moved_on, 'YYYY-MM-DD') as "movedOn"
     ${visibleCases} where c.id = $3`,
    [branchIds, dayOfInstant(nowMs), caseId],
  )
  const [row] = rows
  if (!row) return null
  const { parts, transfers, transferCount, ruleVersion, foundOn, movedOn } = row
  const names = partiesOf(row)
  const parties = partiesFor(names, await customersAmong(client, names), branchIds)
  const idOf = (party: string) => parties.get(party)?.id ?? ''
  const file: RiskCaseFile = {
    ...lineOf(row, parties.get(names[0] ?? ''), names.length),
    parts: JSON.parse(parts) as CluePart[],
    partyList: [...parties.values()],
    transfers: (JSON.parse(transfers) as (ClueTransfer & { atMs?: number | null })[]).map(
      ({ payer, receiver, amountFen, day, atMs = null }) => ({
        payer: idOf(payer),
        receiver: idOf(receiver),
        amountFen,
        on: dayOfNumber(day),
        atMs,
      }),
    ),
    transferCount,
    ruleVersion,
    foundOn,
    movedOn,
    entries: await entriesOf(client, row),
  }
  return { file, branchId: row.branchId }
}

/** A customer of a case and who has the case in hand. */
export interface CaseCustomer {
  officerId: string | null
  /** Null where the party is no customer of the officer's organisation. */
  customer: { branchId: string; customerId: string; mobile: string | null } | null
}

/** Whom a party of a case names; null where no such case is visible. */
export async function riskCaseCustomer(
  client: pg.ClientBase,
  { branchIds }: RiskOfficer,
  caseId: string,
  party: string,
  nowMs: number,
): Promise<CaseCustomer | null> {
  const { rows } = await client.query<CaseRow>(
    `select ${caseColumns} ${visibleCases} where c.id = $3`,
    [branchIds, dayOfInstant(nowMs), caseId],
  )
  const [row] = rows
  if (!row) return null
  const at = /^p([1-9]\d{0,3})$/.exec(party)?.[1]
  const customerId = customerOf(partiesOf(row)[Number(at ?? 0) - 1] ?? '')
  if (customerId === null) return { officerId: row.officerId, customer: null }
  const found = await client.query<{ branchId: string; mobile: string | null }>(
    `select d.branch_id::text as "branchId", c.mobile from customer_directory d
     join customer c on c.branch_id = d.branch_id and c.id = d.customer_id
     where d.customer_id = $1 and d.branch_id::text = any($2::text[])`,
    [customerId, branchIds],
  )
  const [customer] = found.rows
  return { officerId: row.officerId, customer: customer ? { ...customer, customerId } : null }
}
