import type { ErrorCode } from '#contract/errors.ts'
import { joins } from '#domain/counter/referral.ts'
import { mayReceive } from '#domain/counter/visit.ts'
import type { CommandPayload } from '#contract/sync/commands.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { managingBranch } from '../customers/managing.ts'
import { applied, appliedWithChanges, type Decision, quarantined, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { wasPresent } from './presence.ts'
import { recipientToday } from './recipients.ts'
import { referralById, referralsOf } from './referral-row.ts'

type Payload = CommandPayload<'referral.create'>

/**
 * Why a customer is referred to nobody: dead, or wants no offers (then only at his or her own wish);
 * null where nothing speaks against it.
 */
async function hindrance(
  { client }: CommandScene,
  branchId: string,
  { customerId, reason }: Payload,
): Promise<ErrorCode | null> {
  const { rows } = await client.query<{ dead: boolean; unwanted: boolean }>(
    `select deceased_on is not null as dead, do_not_contact as unwanted
     from customer where branch_id = $1 and id = $2`,
    [branchId, customerId],
  )
  if (rows[0]?.dead === true) return 'customer.deceased'
  return rows[0]?.unwanted === true && reason !== 'wish' ? 'referral.notAllowed' : null
}

async function write(
  scene: CommandScene,
  writer: BranchWriter,
  payload: Payload,
): Promise<Decision> {
  const { client, staff, branchId, businessDate } = scene
  const { customerId, reason } = payload
  const atMs = Math.min(payload.atMs, scene.nowMs)
  const managedBy = writer.branchId
  const recipient = await recipientToday(client, managedBy, customerId, staff.id, businessDate)
  if (!recipient) {
    const itself = await recipientToday(client, managedBy, customerId, '', businessDate)
    return rejected(itself ? 'referral.toSelf' : 'referral.noManager')
  }
  await writer.insert('task', payload.taskId, {
    id: payload.taskId,
    customer_id: customerId,
    staff_id: recipient.staffId,
    kind: 'referral',
    priority: 0,
    due_on: businessDate,
    amount_fen: null,
    evidence: JSON.stringify({ reason, by: staff.name, on: businessDate }),
    rule_version: 'referral-1',
    state: 'open',
    created_at: atMs,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
  })
  await writer.insert('referral', payload.referralId, {
    id: payload.referralId,
    visit_id: payload.visitId,
    customer_id: customerId,
    task_id: payload.taskId,
    referred_by: staff.id,
    referred_at: atMs,
    to_staff_id: recipient.staffId,
    route: recipient.route,
    reason,
    times: 1,
    state: 'referred',
    state_at: atMs,
    failure: null,
    feedback: null,
  })
  if (managedBy !== branchId) return appliedWithChanges('customer.moved')
  return recipient.staffId === payload.toStaffId
    ? applied(writer.written)
    : appliedWithChanges('referral.otherManager', writer.written)
}

/**
 * A fact: somebody with whom the customer is refers him or her. It goes to who looks after the
 * customer today, where he or she is managed today; one that is open already is joined. Refused only
 * where the two were not together, the customer is dead or wants no offers, or nobody else is there.
 */
export const createReferral: CommandHandler<'referral.create'> = async (scene, payload) => {
  const { client, staff, branchId, businessDate } = scene
  const { customerId, visitId, atMs } = payload
  const ids = [payload.referralId, payload.taskId, visitId]
  if (!ids.every(isId) || new Set(ids).size !== ids.length) return quarantined('request.invalid')
  if (!mayReceive(staff.roles)) return rejected('request.forbidden')
  const managedBy = await managingBranch(client, customerId)
  if (managedBy === null) return quarantined('customer.notFound')
  const writer = await BranchWriter.lock(client, managedBy)
  // The customer may have moved between the look-up and the lock.
  if ((await managingBranch(client, customerId)) !== managedBy)
    return createReferral(scene, payload)
  if (!(await wasPresent(scene, { customerId, visitId, atMs })))
    return rejected('counter.notPresent')
  if (await referralById(client, managedBy, payload.referralId))
    return quarantined('request.invalid')
  const hindered = await hindrance(scene, managedBy, payload)
  if (hindered) return rejected(hindered)
  const standing = (await referralsOf(client, managedBy, customerId)).find((referral) =>
    joins(referral, businessDate),
  )
  if (!standing) return write(scene, writer, payload)
  await writer.update('referral', standing.id, { times: standing.times + 1 })
  return managedBy === branchId
    ? appliedWithChanges('referral.joined', writer.written)
    : appliedWithChanges('referral.joined')
}
