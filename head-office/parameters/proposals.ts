import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import {
  type ParameterKey,
  parameters,
  type ParameterValue,
} from '#domain/administration/parameters.ts'
import type { Parameter } from '#domain/administration/records.ts'
import type { Day } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { lineManagerOverAll } from '../staff/over-all-outlets.ts'
import { lockScopes, nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'

/** A version of a parameter that somebody wants. */
export interface Proposal<Key extends ParameterKey> {
  key: Key
  value: ParameterValue<Key>
  /** Business date from which it is to be in force; after today's. */
  effectiveFrom: Day
  reason: string
}

/** A proposal that waits for a second person. */
export interface WaitingProposal {
  id: string
  key: ParameterKey
  /** JSON of the parameter's schema. */
  value: string
  effectiveFrom: Day
  reason: string
  proposedBy: string
  proposedAtMs: number
}

/** Throws where a day is not after the business date: what was in force on a past day stays. */
async function requireAhead(client: pg.ClientBase, day: Day): Promise<void> {
  const { rows } = await client.query<{ ahead: boolean }>(
    'select $1::date > business_date as ahead from database_info',
    [day],
  )
  if (rows[0]?.ahead !== true) throw new AppError('parameter.dateNotAhead')
}

const audited = (
  client: pg.ClientBase,
  actor: string,
  action: 'propose' | 'approve' | 'reject',
  object: string,
  detail: Record<string, string>,
  nowMs: number,
) =>
  recordAudit(
    client,
    { branchId: nationalId, actor, action: `parameter.${action}`, object, detail },
    nowMs,
  )

/**
 * Proposes a version of a parameter; nothing is in force before somebody else approves it. Returns
 * the proposal's id. Throws where the value does not fit the parameter's schema,
 * `parameter.dateNotAhead`, and `request.forbidden`.
 */
export async function proposeParameter<Key extends ParameterKey>(
  pool: pg.Pool,
  { key, value, effectiveFrom, reason }: Proposal<Key>,
  staffId: string,
  nowMs: number,
): Promise<string> {
  const json = JSON.stringify(parameters[key].schema.parse(value))
  return inTransaction(pool, 'write', async (client) => {
    const actor = await lineManagerOverAll(client, staffId)
    await requireAhead(client, effectiveFrom)
    const id = uuidV7(nowMs)
    await client.query(
      `insert into parameter_proposal
         (id, key, value, effective_from, reason, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, key, json, effectiveFrom, reason, staffId, new Date(nowMs)],
    )
    await audited(client, actor, 'propose', `${key}:${id}`, { value: json, effectiveFrom }, nowMs)
    return id
  })
}

/** Proposals nobody has decided on yet, oldest first. */
export async function waitingProposals(db: pg.Pool | pg.ClientBase): Promise<WaitingProposal[]> {
  const { rows } = await db.query<WaitingProposal>(
    `select id::text, key, value, to_char(effective_from, 'YYYY-MM-DD') as "effectiveFrom", reason,
       proposed_by::text as "proposedBy", (extract(epoch from proposed_at) * 1000)::float8 as "proposedAtMs"
     from parameter_proposal where state = 'waiting' order by proposed_at, id`,
  )
  return rows
}

/** A waiting proposal and the staff number of its checker, who is not who proposed it. */
async function takeProposal(
  client: pg.ClientBase,
  id: string,
  staffId: string,
): Promise<{ proposal: WaitingProposal; actor: string }> {
  const actor = await lineManagerOverAll(client, staffId)
  // Two checkers at once: the second one waits here and finds the proposal decided.
  await client.query('select from parameter_proposal where id = $1 for update', [
    isId(id) ? id : null,
  ])
  const proposal = (await waitingProposals(client)).find((waiting) => waiting.id === id)
  if (!proposal) throw new AppError('parameter.notWaiting')
  if (proposal.proposedBy === staffId) throw new AppError('parameter.sameHand')
  return { proposal, actor }
}

/** Writes the next version of a parameter, for head office and every terminal; returns it. */
async function publish(
  client: pg.ClientBase,
  { key, value, effectiveFrom }: WaitingProposal,
  nowMs: number,
): Promise<number> {
  await lockScopes(client, [nationalId])
  const { rows } = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) + 1 as version from parameter where key = $1',
    [key],
  )
  const version = rows[0]?.version ?? 1
  const record: Parameter = {
    id: uuidV7(nowMs),
    key,
    version,
    effective_from: effectiveFrom,
    value,
  }
  await stageRows(client, 'parameter', [wireRow(tableNamed('parameter'), record)])
  await mergeStaged(client)
  return version
}

/**
 * Approves somebody else's proposal: the next version goes to every terminal and is in force from
 * its business date on. Returns the version. Throws `parameter.notWaiting`, `parameter.sameHand`,
 * `parameter.dateNotAhead` (it waited too long) and `request.forbidden`.
 */
export async function approveParameter(
  pool: pg.Pool,
  id: string,
  staffId: string,
  nowMs: number,
): Promise<number> {
  return inTransaction(pool, 'write', async (client) => {
    const { proposal, actor } = await takeProposal(client, id, staffId)
    await requireAhead(client, proposal.effectiveFrom)
    const version = await publish(client, proposal, nowMs)
    await client.query(
      `update parameter_proposal
       set state = 'approved', decided_by = $2, decided_at = $3, version = $4 where id = $1`,
      [id, staffId, new Date(nowMs), version],
    )
    const object = `${proposal.key}:${version}`
    await audited(client, actor, 'approve', object, { proposal: id }, nowMs)
    return version
  })
}

/** Rejects somebody else's proposal with a reason. Throws as {@link approveParameter} does. */
export async function rejectParameter(
  pool: pg.Pool,
  id: string,
  staffId: string,
  note: string,
  nowMs: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    const { proposal, actor } = await takeProposal(client, id, staffId)
    await client.query(
      `update parameter_proposal
       set state = 'rejected', decided_by = $2, decided_at = $3, decision_note = $4 where id = $1`,
      [id, staffId, new Date(nowMs), note],
    )
    await audited(client, actor, 'reject', `${proposal.key}:${id}`, { note }, nowMs)
  })
}
