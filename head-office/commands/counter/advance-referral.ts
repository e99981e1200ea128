import { mayFollow, taskOutcomeOf } from '#domain/counter/referral.ts'
import type { CommandPayload } from '#contract/sync/commands.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { managingBranch, standingOf } from '../customers/managing.ts'
import { applied, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'
import { headToday } from './recipients.ts'
import { referralById, type ReferralRow } from './referral-row.ts'

type Payload = CommandPayload<'referral.advance'>

/** With whom it lies, whoever sees the whole branch, or who looks after the customer now. */
async function isHis(scene: CommandScene, referral: ReferralRow): Promise<boolean> {
  const { client, staff, branchId, businessDate } = scene
  if (referral.to_staff_id === staff.id || customerAccess(staff.roles) === 'branch') return true
  const { customer_id: customerId } = referral
  return (await standingOf(client, branchId, customerId, staff.id, businessDate)) === 'manages'
}

function alreadyMoved(referral: ReferralRow, mine: string): Decision {
  return rejected('referral.alreadyMoved', [
    {
      field: 'state',
      mine,
      seen: null,
      current: referral.state,
      changedBy: referral.to_name,
      changedAtMs: referral.state_at,
    },
  ])
}

/** Moves referral and task to another person. */
async function handOver(
  writer: BranchWriter,
  referral: ReferralRow,
  staffId: string,
): Promise<void> {
  if (referral.to_staff_id === staffId || !referral.task_open) return
  await writer.update('task', referral.task_id, { staff_id: staffId })
}

async function write(
  scene: CommandScene,
  writer: BranchWriter,
  referral: ReferralRow,
  { to, failure, feedback, atMs }: Payload,
): Promise<Decision> {
  const { client, staff, branchId } = scene
  const at = Math.min(atMs, scene.nowMs)
  const step = { state: to, state_at: at, ...(feedback !== null && { feedback }) }
  if (to === 'returned') {
    const head = await headToday(client, branchId, staff.id)
    if (!head) return rejected('referral.noManager')
    await handOver(writer, referral, head.staffId)
    await writer.update('referral', referral.id, {
      ...step,
      failure,
      to_staff_id: head.staffId,
      route: 'head',
    })
    return applied(writer.written)
  }
  await handOver(writer, referral, staff.id)
  const ended = to === 'succeeded' || to === 'failed'
  await writer.update('referral', referral.id, {
    ...step,
    failure: to === 'failed' ? failure : null,
    to_staff_id: staff.id,
  })
  if (ended && referral.task_open) {
    await writer.update('task', referral.task_id, {
      state: 'done',
      completed_at: at,
      completed_by: staff.id,
      outcome: taskOutcomeOf(to, failure),
      note: feedback,
    })
  }
  return applied(writer.written)
}

/**
 * A decision: moves a referral on by one of its steps. Returned, it lies with the branch head; at
 * its end the task in the work list ends with it. Who comes second is told where it stands.
 */
export const advanceReferral: CommandHandler<'referral.advance'> = async (scene, payload) => {
  const { client, branchId } = scene
  const needsReason = payload.to === 'failed' || payload.to === 'returned'
  if (needsReason && payload.failure === null) return rejected('request.invalid')
  const managedBy = await managingBranch(client, payload.customerId)
  if (managedBy === null) return rejected('customer.notFound')
  if (managedBy !== branchId) return rejected('customer.moved')
  if (!isId(payload.referralId)) return rejected('referral.notFound')
  const writer = await BranchWriter.lock(client, branchId)
  const referral = await referralById(client, branchId, payload.referralId)
  if (referral?.customer_id !== payload.customerId) return rejected('referral.notFound')
  if (!(await isHis(scene, referral))) return rejected('referral.notYours')
  if (!mayFollow(referral.state, payload.to)) return alreadyMoved(referral, payload.to)
  return write(scene, writer, referral, payload)
}
