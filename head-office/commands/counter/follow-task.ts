import {
  endByTask,
  feedbackLength,
  isOpenReferral,
  reopenedWithTask,
} from '#domain/counter/referral.ts'
import type { CommandPayload } from '#contract/sync/commands.ts'
import type { BranchWriter } from '../../store/branch-writer.ts'
import type { CommandScene } from '../handler.ts'
import { referralOfTask, type ReferralRow } from './referral-row.ts'

/** The open referral behind a task; null where the task has another cause. */
async function openReferralOf(
  { client }: Pick<CommandScene, 'client'>,
  writer: BranchWriter,
  task: { id: string; kind: string },
): Promise<ReferralRow | null> {
  if (task.kind !== 'referral') return null
  const referral = await referralOfTask(client, writer.branchId, task.id)
  return referral && isOpenReferral(referral) ? referral : null
}

/** A referral ends with its task. */
export async function endReferralOf(
  scene: CommandScene,
  writer: BranchWriter,
  task: { id: string; kind: string },
  { outcome, note, atMs }: CommandPayload<'task.complete'>,
): Promise<void> {
  const referral = await openReferralOf(scene, writer, task)
  if (!referral) return
  await writer.update('referral', referral.id, {
    ...endByTask(outcome),
    state_at: Math.min(atMs, scene.nowMs),
    to_staff_id: scene.staff.id,
    ...(note !== null && { feedback: note.slice(0, feedbackLength) }),
  })
}

/** A referral goes where its task goes. */
export async function moveReferralOf(
  scene: CommandScene,
  writer: BranchWriter,
  task: { id: string; kind: string },
  toStaffId: string,
): Promise<void> {
  const referral = await openReferralOf(scene, writer, task)
  if (referral)
    await writer.update('referral', referral.id, { to_staff_id: toStaffId, route: 'acting' })
}

/** A referral stands open again with its task. */
export async function reopenReferralOf(
  { client, staff }: CommandScene,
  writer: BranchWriter,
  task: { id: string; kind: string; state: string; note: string | null },
  atMs: number,
): Promise<void> {
  if (task.kind !== 'referral' || task.state === 'open') return
  const referral = await referralOfTask(client, writer.branchId, task.id)
  const again = referral && reopenedWithTask(referral, task.note)
  if (!referral || !again) return
  await writer.update('referral', referral.id, {
    ...again,
    state_at: atMs,
    to_staff_id: staff.id,
  })
}
