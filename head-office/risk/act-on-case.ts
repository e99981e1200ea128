import type pg from 'pg'
import {
  afterEntry,
  type GivenRiskAct,
  recoveredFen,
  type RiskCaseState,
  type RiskEntry,
  riskRefusal,
  type RiskRefusal,
} from '#domain/risk-clues/case.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { entriesOf } from './entries.ts'
import type { RiskOfficer } from './officer.ts'

/** How an act ended: taken, or why not and where the case stands. */
export type RiskActEnd =
  | { taken: true }
  | {
      taken: false
      why: RiskRefusal | 'notFound' | 'outside'
      state: RiskCaseState | null
      officerName: string | null
      /** What may still come back, 分. */
      leftFen: number | null
    }

interface LockedCase {
  branchId: string
  id: string
  state: RiskCaseState
  officerId: string | null
  officerName: string | null
  amountFen: number
  covered: boolean
}

/** A case with a customer in the officer's units, locked; null where there is none. */
async function lockCase(
  client: pg.ClientBase,
  { branchIds }: RiskOfficer,
  caseId: string,
): Promise<LockedCase | null> {
  // Two officers at once: the second one waits here and finds the case moved.
  const found = await client.query<{ branchId: string }>(
    `select branch_id::text as "branchId" from risk_case where id = $1 for update`,
    [isId(caseId) ? caseId : null],
  )
  const branchId = found.rows[0]?.branchId
  if (branchId === undefined) return null
  const { rows } = await client.query<LockedCase & { visible: boolean }>(
    `select k.branch_id::text as "branchId", k.id::text, k.state, k.officer_id::text as "officerId",
       o.name as "officerName", k.amount_fen::float8 as "amountFen",
       exists (select from risk_clue_member m where m.clue_branch_id = k.branch_id
         and m.clue_id = k.id and m.branch_id::text = any($3)) as visible,
       not exists (select from risk_clue_member m where m.clue_branch_id = k.branch_id
         and m.clue_id = k.id and m.branch_id::text <> all($3)) as covered
     from risk_case k
     left join staff_credential h on h.staff_id = k.officer_id
     left join staff o on o.branch_id = h.branch_id and o.id = h.staff_id
     where k.branch_id = $1 and k.id = $2`,
    [branchId, caseId, branchIds],
  )
  const [row] = rows
  return row?.visible ? row : null
}

const putEntry = `
  insert into risk_case_entry (branch_id, id, case_id, nth, act, text, measure, fen, entry_id, at, by_id)
  select $1, $2, $3, coalesce(max(nth), 0) + 1, $4, $5, $6, $7, $8, $9, $10
  from risk_case_entry where branch_id = $1 and case_id = $3`

const moveCase = `
  update risk_case set state = $3, officer_id = $4, recovered_fen = $5, state_at = $6, state_by = $7,
    false_alarm = case $8 when 'false_alarm' then true when 'reopen' then false else false_alarm end
  where branch_id = $1 and id = $2`

/** Only what belongs to an act stays with it. */
function only({ act, text, measure, fen, entryId }: GivenRiskAct): GivenRiskAct {
  return {
    act,
    text: text === null || text.trim() === '' ? null : text.trim(),
    measure: act === 'measure' ? measure : null,
    fen: act === 'recover' ? fen : null,
    entryId: act === 'reverse' ? entryId : null,
  }
}

/**
 * Takes an act of a risk officer about a case, in the caller's transaction, and leaves its trace in the
 * audit log. `seenOfficerId` is who had the case when it was read: it is taken over from nobody else.
 */
export async function actOnCase(
  client: pg.ClientBase,
  officer: RiskOfficer,
  given: GivenRiskAct & { caseId: string; id: string; seenOfficerId: string | null },
  nowMs: number,
): Promise<RiskActEnd> {
  const refused = (why: (RiskActEnd & { taken: false })['why'], row: LockedCase | null = null) => ({
    taken: false as const,
    why,
    state: row?.state ?? null,
    officerName: row?.officerName ?? null,
    leftFen: null,
  })
  const row = await lockCase(client, officer, given.caseId)
  if (!row) return refused('notFound')
  if (!row.covered) return refused('outside')
  const act = only(given)
  if (act.act === 'take' && row.officerId !== given.seenOfficerId) return refused('moved', row)
  const entries = await entriesOf(client, row)
  const why = riskRefusal({ ...row, entries }, act, officer.staffId)
  if (why !== null) {
    return { ...refused(why, row), leftFen: row.amountFen - recoveredFen(entries) }
  }
  const entry: RiskEntry = { ...act, id: given.id, atMs: nowMs, byId: officer.staffId }
  const after = afterEntry({ ...row, entries }, entry)
  const at = new Date(nowMs)
  const { branchId, id } = row
  await client.query(putEntry, [
    branchId,
    entry.id,
    id,
    entry.act,
    entry.text,
    entry.measure,
    entry.fen,
    entry.entryId,
    at,
    entry.byId,
  ])
  const came = recoveredFen(after.entries)
  await client.query(moveCase, [
    branchId,
    id,
    after.state,
    after.officerId,
    came,
    at,
    entry.byId,
    entry.act,
  ])
  await recordAudit(
    client,
    {
      branchId,
      actor: officer.staffNo,
      action: `riskCase.${entry.act}`,
      object: id,
      detail: { before: row.state, after: after.state, recoveredFen: came },
    },
    nowMs,
  )
  return { taken: true }
}
