import type { ErrorCode } from '#contract/errors.ts'
import { saysSomething, endOfDays, viewingState } from '#domain/customers/viewing.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { supervises } from '#domain/organisation/supervision.ts'
import { parameterInForce } from '../../parameters/in-force.ts'
import { recordAudit } from '../../audit/audit-log.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, type Decision, quarantined, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { isTooEarly } from '../next-action/facts.ts'
import { looksAfter } from './looks-after.ts'
import { managingBranch } from './managing.ts'
import { type KnownViewing, viewingNamed, viewingsOfPerson } from './known-viewing.ts'

/** The branch's scope, locked; or why a decision about this customer is not taken here. */
async function lockHere(
  { client, branchId }: CommandScene,
  { viewingId, customerId }: { viewingId: string; customerId: string },
): Promise<BranchWriter | Decision> {
  if (!isId(viewingId)) return rejected('request.invalid')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  return BranchWriter.lock(client, branchId)
}

async function audit(
  { client, branchId, staff, nowMs }: CommandScene,
  action: string,
  object: string,
  detail: Record<string, string | number | boolean>,
): Promise<void> {
  await recordAudit(client, { branchId, actor: staff.staffNo, action, object, detail }, nowMs)
}

/** Why somebody may not ask to see a customer; null where nothing stands against it. */
async function askRefusedBy(
  scene: CommandScene,
  { customerId, words, days }: { customerId: string; words: string; days: number },
): Promise<ErrorCode | null> {
  const { client, staff, businessDate, nowMs } = scene
  const access = customerAccess(staff.roles)
  if (access !== 'own_book') return access === 'branch' ? 'viewing.notNeeded' : 'request.forbidden'
  if (await looksAfter(scene, customerId)) return 'viewing.notNeeded'
  if (!saysSomething(words)) return 'viewing.wordsMissing'
  const rule = await parameterInForce(client, 'customer.viewing', businessDate)
  if (days < 1 || days > rule.mostDays) return 'viewing.tooLong'
  const states = (await viewingsOfPerson(scene)).map((viewing) => ({
    ofThis: viewing.customer_id === customerId,
    state: viewingState(viewing, nowMs, rule),
  }))
  if (states.some(({ ofThis, state }) => ofThis && (state === 'waiting' || state === 'open'))) {
    return 'viewing.alreadyAsked'
  }
  const waiting = states.filter(({ state }) => state === 'waiting').length
  return waiting >= rule.mostWaiting ? 'viewing.tooMany' : null
}

/** A decision: 申请查看. It opens nothing; the branch head hears of it. */
export const askViewing: CommandHandler<'viewing.ask'> = async (scene, payload) => {
  const { viewingId, customerId, reason, words, days } = payload
  const writer = await lockHere(scene, payload)
  if (!(writer instanceof BranchWriter)) return writer
  if (await viewingNamed(scene, viewingId)) return rejected('request.invalid')
  const refused = await askRefusedBy(scene, payload)
  if (refused) return rejected(refused)
  await writer.insert('customer_viewing', viewingId, {
    id: viewingId,
    customer_id: customerId,
    asked_by: scene.staff.id,
    asked_at: Math.min(payload.atMs, scene.nowMs),
    reason,
    words: words.trim(),
    days,
    decision: null,
    decided_by: null,
    decided_at: null,
    answer: null,
    until_at: null,
    ended_by: null,
    ended_at: null,
    openings: 0,
    opened_at: null,
  })
  await audit(scene, 'viewing.ask', viewingId, { customer: customerId, reason, days })
  return applied(writer.written)
}

/** Why a branch head may not decide a request; null where nothing stands against it. */
async function decisionRefusedBy(
  scene: CommandScene,
  viewing: KnownViewing,
  { decision, answer, days }: { decision: string; answer: string; days: number },
): Promise<Decision | null> {
  const { client, staff, businessDate, nowMs } = scene
  if (viewing.asked_by === staff.id) return rejected('viewing.own')
  const rule = await parameterInForce(client, 'customer.viewing', businessDate)
  const state = viewingState(viewing, nowMs, rule)
  if (state === 'lapsed') return rejected('viewing.lapsed')
  if (state === 'ended') return rejected('viewing.alreadyEnded')
  if (state !== 'waiting') {
    return rejected('viewing.alreadyDecided', [
      {
        field: 'decision',
        mine: decision,
        seen: null,
        current: viewing.decision,
        changedBy: viewing.decided_by_name,
        changedAtMs: viewing.decided_at,
      },
    ])
  }
  if (!saysSomething(answer)) return rejected('viewing.wordsMissing')
  const tooLong = days < 1 || days > rule.mostDays
  return decision === 'granted' && tooLong ? rejected('viewing.tooLong') : null
}

/** A decision of the branch head, never on the own request. Granted, it ends by itself. */
export const decideViewing: CommandHandler<'viewing.decide'> = async (scene, payload) => {
  const { staff, nowMs } = scene
  const { viewingId, customerId, decision, answer, days } = payload
  if (!supervises(staff.roles)) return rejected('request.forbidden')
  const writer = await lockHere(scene, payload)
  if (!(writer instanceof BranchWriter)) return writer
  const viewing = await viewingNamed(scene, viewingId)
  if (viewing?.customer_id !== customerId) return rejected('viewing.notFound')
  const refused = await decisionRefusedBy(scene, viewing, payload)
  if (refused) return refused
  await writer.update('customer_viewing', viewingId, {
    decision,
    decided_by: staff.id,
    decided_at: nowMs,
    answer: answer.trim(),
    until_at: decision === 'granted' ? endOfDays(nowMs, days) : null,
  })
  const detail = { customer: customerId, decision, days: decision === 'granted' ? days : 0 }
  await audit(scene, 'viewing.decide', viewingId, detail)
  return applied(writer.written)
}

/** A decision: whoever asked takes it back or needs it no more, or the branch head ends it. */
export const endViewing: CommandHandler<'viewing.end'> = async (scene, payload) => {
  const { client, staff, businessDate, nowMs } = scene
  const { viewingId, customerId } = payload
  const writer = await lockHere(scene, payload)
  if (!(writer instanceof BranchWriter)) return writer
  const viewing = await viewingNamed(scene, viewingId)
  if (viewing?.customer_id !== customerId) return rejected('viewing.notFound')
  const mine = viewing.asked_by === staff.id
  if (!mine && !supervises(staff.roles)) return rejected('viewing.notYours')
  const rule = await parameterInForce(client, 'customer.viewing', businessDate)
  const state = viewingState(viewing, nowMs, rule)
  if (state !== 'waiting' && state !== 'open') return rejected('viewing.alreadyEnded')
  await writer.update('customer_viewing', viewingId, { ended_by: staff.id, ended_at: nowMs })
  await audit(scene, 'viewing.end', viewingId, { customer: customerId, state, byAsker: mine })
  return applied(writer.written)
}

/**
 * A fact: the record was opened under a request. Nothing stands against it, it happened; the audit says
 * whether the request was in force then, also where it went away with the customer.
 */
export const openViewing: CommandHandler<'viewing.open'> = async (scene, payload) => {
  const { client, branchId, staff } = scene
  const { viewingId, customerId, atMs } = payload
  if (!isId(viewingId) || !isId(customerId) || isTooEarly(scene, atMs)) {
    return quarantined('viewing.malformed')
  }
  const writer = await BranchWriter.lock(client, branchId)
  const viewing = await viewingNamed(scene, viewingId)
  const fits = viewing?.customer_id === customerId && viewing.asked_by === staff.id
  if (viewing && !fits) return quarantined('viewing.malformed')
  const inForce =
    viewing?.until_at != null && atMs < Math.min(viewing.until_at, viewing.ended_at ?? Infinity)
  if (viewing) {
    await writer.update('customer_viewing', viewingId, {
      openings: viewing.openings + 1,
      opened_at: Math.max(atMs, viewing.opened_at ?? 0),
    })
  }
  await audit(scene, 'viewing.open', viewingId, { customer: customerId, inForce })
  return applied(writer.written)
}
