import { AppError } from '#contract/errors.ts'
import {
  actOnFeedback as takeFeedbackAct,
  submitFeedback as hand,
} from '../../learning/feedback.ts'
import type { LearningScene } from '../../learning/scene.ts'
import { assignCourse as assign, readCard as read } from '../../learning/study.ts'
import { actOnTraining as takeTrainingAct, planTraining as plan } from '../../learning/trainings.ts'
import { isId } from '../../server/parse.ts'
import { BranchWriter } from '../../store/branch-writer.ts'
import { applied, type Decision, rejected } from '../decision.ts'
import type { CommandHandler, CommandScene } from '../handler.ts'

/**
 * Does something with the scope of a branch locked; a refusal, which comes before anything is written, is the
 * decision. Rows of another branch are none of the device's.
 */
async function decided(
  { client, branchId: own, staff, nowMs }: CommandScene,
  { atMs, branchId = own }: { atMs: number; branchId?: string },
  act: (scene: LearningScene) => Promise<unknown>,
): Promise<Decision> {
  const writer = await BranchWriter.lock(client, branchId)
  const { id: staffId, staffNo } = staff
  try {
    await act({ client, writer, staffId, staffNo, atMs: Math.min(atMs, nowMs), nowMs })
  } catch (error) {
    if (error instanceof AppError) return rejected(error.code)
    throw error
  }
  return branchId === own ? applied(writer.written) : applied()
}

/** A fact: a card was read. A course that was changed meanwhile may have it no more. */
export const readCard: CommandHandler<'course.read'> = (scene, payload) =>
  decided(scene, payload, (learning) => read(learning, payload))

/** A decision of the branch head: somebody is to do a course by a day. */
export const assignCourse: CommandHandler<'course.assign'> = (scene, payload) =>
  decided(scene, payload, (learning) => assign(learning, payload))

/** A decision: a training is planned, by the branch head or by who holds it. */
export const planTraining: CommandHandler<'training.plan'> = (scene, payload) =>
  decided(scene, payload, (learning) => plan(learning, { ...payload, id: payload.sessionId }))

/** A decision: somebody signs in, or the trainer or the head moves a training on. */
export const actOnTraining: CommandHandler<'training.act'> = (scene, payload) => {
  const { sessionId, act, staffId, testPoints, outcome } = payload
  return decided(scene, payload, (learning) =>
    takeTrainingAct(learning, sessionId, { act, staffId, testPoints, outcome }),
  )
}

/** A fact: what somebody has to say. */
export const submitFeedback: CommandHandler<'feedback.submit'> = (scene, payload) =>
  decided(scene, payload, (learning) => hand(learning, { ...payload, id: payload.feedbackId }))

/** A decision of a line manager about a feedback of a branch below. */
export const actOnFeedback: CommandHandler<'feedback.act'> = async (scene, payload) => {
  const { branchId, feedbackId: id, act, text } = payload
  const known = await scene.client.query('select from feedback where branch_id = $1 and id = $2', [
    isId(branchId) ? branchId : null,
    isId(id) ? id : null,
  ])
  if (known.rowCount === 0) return rejected('learning.notFound')
  return decided(scene, { atMs: scene.nowMs, branchId }, (learning) =>
    takeFeedbackAct(learning, { id, act, text }),
  )
}
