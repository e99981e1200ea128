import type pg from 'pg'
import { maySettle, type NeedSettlement, settlementProblem } from '#domain/next-action/needs.ts'
import { needStates } from '#domain/next-action/words.ts'
import { dayOfInstant, isDay } from '#domain/time/day.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { looksAfter } from '../customers/looks-after.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, quarantined, rejected } from '../decision.ts'
import type { CommandHandler } from '../handler.ts'
import { keepHeard } from './facts.ts'

/** A fact: what a customer said he or she needs. */
export const recordNeed: CommandHandler<'need.record'> = async (scene, payload) => {
  const { client, staff, nowMs } = scene
  const { needId, customerId, byDay, atMs } = payload
  if (byDay !== null && !isDay(byDay)) return quarantined('need.malformed')
  const about = { table: 'customer_need', id: needId, customerId, atMs } as const
  return keepHeard(scene, { ...about, malformed: 'need.malformed' }, async (writer) => {
    await writer.insert('customer_need', needId, {
      id: needId,
      customer_id: customerId,
      kind: payload.kind,
      words: payload.words,
      amount_fen: payload.amountFen,
      by_day: byDay,
      state: 'open',
      staff_id: staff.id,
      stated_at: atMs,
      settled_at: null,
      settled_by: null,
      met_by: null,
      met_on: null,
      product_id: null,
      contact_id: null,
      reason: null,
      note: null,
    })
    const { branchId } = writer
    const detail = { kind: payload.kind }
    const entry = { branchId, actor: staff.staffNo, action: 'need.record', object: needId, detail }
    await recordAudit(client, entry, nowMs)
  })
}

interface StandingNeed {
  customer_id: string
  state: string
  settled_at: number | null
  settled_by: string | null
}

async function readNeed(
  client: pg.ClientBase,
  branchId: string,
  needId: string,
): Promise<StandingNeed | null> {
  if (!isId(needId)) return null
  const { rows } = await client.query<StandingNeed>(
    `select n.customer_id::text, n.state,
       (extract(epoch from n.settled_at) * 1000)::float8 as settled_at, s.name as settled_by
     from customer_need n left join staff s on s.branch_id = n.branch_id and s.id = n.settled_by
     where n.branch_id = $1 and n.id = $2`,
    [branchId, needId],
  )
  return rows[0] ?? null
}

/**
 * A decision: what became of a need. Who comes second with another word is told who said what; a need
 * that was settled is opened again before anything else is said of it.
 */
export const settleNeed: CommandHandler<'need.settle'> = async (scene, payload) => {
  const { client, branchId, staff, nowMs } = scene
  const { needId, customerId, to } = payload
  const atMs = Math.min(payload.atMs, nowMs)
  const said: NeedSettlement = {
    state: to,
    met_by: payload.metBy,
    met_on: payload.metOn,
    product_id: payload.productId,
    contact_id: payload.contactId,
    reason: payload.reason,
    note: payload.note,
  }
  const isReal =
    (said.met_on === null || isDay(said.met_on)) &&
    [said.product_id, said.contact_id].every((id) => id === null || isId(id))
  if (!isReal || settlementProblem(said, dayOfInstant(atMs)) !== null) {
    return rejected('need.saysTooLittle')
  }
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  const writer = await BranchWriter.lock(client, branchId)
  const need = await readNeed(client, branchId, needId)
  if (need?.customer_id !== customerId) return rejected('need.notFound')
  if (!(await looksAfter(scene, customerId))) return rejected('need.notYours')
  const from = needStates.find((state) => state === need.state)
  if (from === undefined || !maySettle(from, to)) {
    const { settled_by: changedBy, settled_at: changedAtMs } = need
    const state = { field: 'state', mine: to, seen: null, current: need.state }
    return rejected('need.alreadySettled', [{ ...state, changedBy, changedAtMs }])
  }
  const settled = to === 'open' ? null : { at: atMs, by: staff.id }
  await writer.update('customer_need', needId, {
    ...said,
    settled_at: settled?.at ?? null,
    settled_by: settled?.by ?? null,
  })
  const entry = {
    branchId,
    actor: staff.staffNo,
    action: 'need.settle',
    object: needId,
    detail: { to },
  }
  await recordAudit(client, entry, nowMs)
  return applied(writer.written)
}
