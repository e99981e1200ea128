import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import {
  type RiskCaseState,
  type RiskCaseStep,
  stepRefusal,
  type TakenStep,
} from '#domain/risk-clues/case.ts'
import type { ClueKind, CluePart, ClueTransfer } from '#domain/risk-clues/clue.ts'
import type { Day } from '#domain/time/day.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { inTransaction } from '../store/transaction.ts'
import { type RiskOfficer, riskOfficer } from './officer.ts'
import { customerOf, customerParty } from './read-transfers.ts'
import { RiskCaseRefusal } from './refusal.ts'

/** A case in the list of the risk desk: nothing that names a customer. Money in 分. */
export interface RiskCaseLine {
  branchId: string
  id: string
  kind: ClueKind
  score: number
  state: RiskCaseState
  amountFen: number
  recoveredFen: number
  fromOn: Day
  toOn: Day
  openedAtMs: number
  /** Branches of its customers. */
  branchIds: string[]
  /** Whether all of them are in the reader's scope, so that he or she may move it on. */
  mayAct: boolean
}

/** A party of a clue. Customers outside the reader's scope are told by their branch alone. */
export interface RiskParty {
  /** As in the transfers; `outside:<n>` for a customer outside the scope. */
  party: string
  branchId: string | null
  customerNo: string | null
  name: string | null
}

/** A case with everything its clue rests on, and what was reported. */
export interface RiskCaseFile extends RiskCaseLine {
  parts: CluePart[]
  parties: RiskParty[]
  transfers: ClueTransfer[]
  /** How many transfers there were; `transfers` holds at most 500. */
  transferCount: number
  ruleVersion: string
  seen: string | null
  done: string | null
  history: TakenStep[]
}

const line = `
  c.branch_id::text as "branchId", c.id::text, c.kind, c.score, k.state,
  k.amount_fen::float8 as "amountFen", k.recovered_fen::float8 as "recoveredFen",
  to_char(c.from_on, 'YYYY-MM-DD') as "fromOn", to_char(c.to_on, 'YYYY-MM-DD') as "toOn",
  (extract(epoch from k.opened_at) * 1000)::float8 as "openedAtMs",
  m.branches as "branchIds", m.branches <@ $1::text[] as "mayAct"`

/** Cases of whose customers one at least is in the scope \`$1\`. */
const visible = `
  from risk_clue c
  join risk_case k on k.branch_id = c.branch_id and k.id = c.id
  join lateral (
    select array_agg(distinct m.branch_id::text order by m.branch_id::text) as branches
    from risk_clue_member m where m.clue_branch_id = c.branch_id and m.clue_id = c.id
  ) m on m.branches && $1::text[]`

/**
 * Cases a risk officer may see, open ones first, then by score: those with a customer in the
 * organisation below his or her units. Throws `request.forbidden` for anybody else.
 */
export async function riskCases(pool: pg.Pool, staffId: string): Promise<RiskCaseLine[]> {
  return inTransaction(pool, 'snapshot', async (client) => {
    const { branchIds } = await riskOfficer(client, staffId)
    const { rows } = await client.query<RiskCaseLine>(
      `select ${line} ${visible}
       order by k.state in ('false_alarm', 'closed'), c.score desc, k.opened_at, c.id`,
      [branchIds],
    )
    return rows
  })
}

interface CaseRow extends RiskCaseLine {
  parts: string
  parties: string
  transfers: string
  transferCount: number
  ruleVersion: string
  seen: string | null
  done: string | null
  history: string
}

async function caseRow(
  client: pg.ClientBase,
  { branchIds }: RiskOfficer,
  id: string,
): Promise<CaseRow> {
  const { rows } = await client.query<CaseRow>(
    `select ${line}, c.parts, c.parties, c.transfers, c.transfer_count as "transferCount",
       c.rule_version as "ruleVersion", k.seen, k.done, k.history
     ${visible} where c.id = $2`,
    [branchIds, isId(id) ? id : null],
  )
  if (!rows[0]) throw new RiskCaseRefusal('not_found')
  return rows[0]
}

/** Parties as the officer may know them, by their name in the clue. */
async function partiesFor(
  client: pg.ClientBase,
  { branchIds }: RiskOfficer,
  parties: readonly string[],
): Promise<Map<string, RiskParty>> {
  const { rows } = await client.query<{
    id: string
    branchId: string
    customerNo: string
    name: string
  }>(
    `select d.customer_id::text as id, d.branch_id::text as "branchId",
       c.customer_no as "customerNo", c.name
     from customer_directory d
     join customer c on c.branch_id = d.branch_id and c.id = d.customer_id
     where d.customer_id = any($1::uuid[])`,
    [parties.map(customerOf).filter((id) => id !== null)],
  )
  const customers = new Map(rows.map(({ id, ...customer }) => [customerParty(id), customer]))
  let outside = 0
  return new Map(
    parties.map((party): [string, RiskParty] => {
      const customer = customers.get(party)
      if (customer && branchIds.includes(customer.branchId)) return [party, { party, ...customer }]
      const unknown = { branchId: customer?.branchId ?? null, customerNo: null, name: null }
      if (customerOf(party) === null) return [party, { party, ...unknown }]
      outside += 1
      return [party, { party: `outside:${outside}`, ...unknown }]
    }),
  )
}

/**
 * Opens a case: everything its clue rests on. Each opening is recorded. Customers outside the scope
 * stay nameless. Throws `request.forbidden` and {@link RiskCaseRefusal}.
 */
export async function openRiskCase(
  pool: pg.Pool,
  id: string,
  staffId: string,
  nowMs: number,
): Promise<RiskCaseFile> {
  return inTransaction(pool, 'write', async (client) => {
    const officer = await riskOfficer(client, staffId)
    const row = await caseRow(client, officer, id)
    const parties = await partiesFor(client, officer, JSON.parse(row.parties) as string[])
    const nameOf = (party: string) => parties.get(party)?.party ?? ''
    await recordAudit(
      client,
      { branchId: row.branchId, actor: officer.staffNo, action: 'risk.case.open', object: row.id },
      nowMs,
    )
    return {
      ...row,
      parts: JSON.parse(row.parts) as CluePart[],
      parties: [...parties.values()],
      transfers: (JSON.parse(row.transfers) as ClueTransfer[]).map((transfer) => ({
        ...transfer,
        payer: nameOf(transfer.payer),
        receiver: nameOf(transfer.receiver),
      })),
      history: JSON.parse(row.history) as TakenStep[],
    }
  })
}

/** What a step keeps of its report: only what belongs to it. */
function taken({ to, seen, done, recoveredFen }: RiskCaseStep, at: number, by: string): TakenStep {
  return {
    at,
    by,
    to,
    ...(to === 'checked' && seen !== undefined ? { seen: seen.trim() } : {}),
    ...((to === 'handled' || to === 'false_alarm') && done !== undefined
      ? { done: done.trim() }
      : {}),
    ...(to === 'handled' && recoveredFen !== undefined ? { recoveredFen } : {}),
  }
}

/**
 * Moves a case on with its report: 新 → 已核查 → 已处置 or 误报 → 关闭. Only an officer whose scope covers
 * every customer of the case may. Throws `request.forbidden` and {@link RiskCaseRefusal}.
 */
export async function advanceRiskCase(
  pool: pg.Pool,
  id: string,
  step: RiskCaseStep,
  staffId: string,
  nowMs: number,
): Promise<RiskCaseState> {
  return inTransaction(pool, 'write', async (client) => {
    const officer = await riskOfficer(client, staffId)
    const { branchId } = await caseRow(client, officer, id)
    // Two officers at once: the second one waits here and finds the case moved.
    await client.query('select from risk_case where branch_id = $1 and id = $2 for update', [
      branchId,
      id,
    ])
    const row = await caseRow(client, officer, id)
    if (!row.mayAct) throw new AppError('request.forbidden')
    const refusal = stepRefusal(row, step)
    if (refusal !== null) throw new RiskCaseRefusal(refusal)
    const entry = taken(step, nowMs, staffId)
    const history = [...(JSON.parse(row.history) as TakenStep[]), entry]
    await client.query(
      `update risk_case set state = $3, seen = coalesce($4, seen), done = coalesce($5, done),
         recovered_fen = coalesce($6, recovered_fen), state_at = $7, state_by = $8, history = $9
       where branch_id = $1 and id = $2`,
      [
        branchId,
        id,
        step.to,
        entry.seen ?? null,
        entry.done ?? null,
        entry.recoveredFen ?? null,
        new Date(nowMs),
        staffId,
        JSON.stringify(history),
      ],
    )
    await recordAudit(
      client,
      {
        branchId,
        actor: officer.staffNo,
        action: `risk.case.${step.to}`,
        object: id,
        detail: { before: row.state, recoveredFen: entry.recoveredFen ?? null },
      },
      nowMs,
    )
    return step.to
  })
}
