import { z } from 'zod'
import { feedbackActs, feedbackLength, feedbackTopics } from '#domain/learning/feedback.ts'
import { trainingActs, trainingLength } from '#domain/learning/training.ts'

const id = z.string().max(64)
const code = z.string().max(40)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A fact: somebody has read a unit of a course up to a card, from 1. */
const readCardSchema = z.strictObject({
  code,
  unitId: code,
  card: z.int().min(1).max(8),
  atMs: z.int(),
})

/** A decision: somebody of the branch is to do a course by a day; told again, the later word stands. */
export const assignCourseSchema = z.strictObject({
  staffId: id,
  code,
  dueOn: day,
  reason: z.string().max(200),
  atMs: z.int(),
})

/** `training.plan` 1: without the course that is gone through. */
export const planTraining1Schema = z.strictObject({
  sessionId: id,
  on: day,
  title: z.string().max(trainingLength.title),
  material: z.string().max(trainingLength.material),
  trainerId: id,
  test: z.boolean(),
  atMs: z.int(),
})

/**
 * A decision: a training is planned in the branch. `sessionId` is made by the terminal. With a `courseCode` a
 * test is drawn from that course's bank, without one its points are typed.
 */
export const planTrainingSchema = planTraining1Schema.extend({ courseCode: code.nullable() })

/**
 * A decision: an act on a training. Who gives `sign_in` signs in for him- or herself; `staffId` and
 * `testPoints` stand with `record_test` alone, `outcome` with `close` and `cancel`.
 */
export const actOnTrainingSchema = z.strictObject({
  sessionId: id,
  act: z.enum(trainingActs),
  staffId: id.nullable(),
  testPoints: z.int().min(0).max(100).nullable(),
  outcome: z.string().max(trainingLength.outcome).nullable(),
  atMs: z.int(),
})

/** A fact: what somebody has to say. `feedbackId` is made by the terminal. */
export const submitFeedbackSchema = z.strictObject({
  feedbackId: id,
  topic: z.enum(feedbackTopics),
  words: z.string().min(feedbackLength.least).max(feedbackLength.most),
  atMs: z.int(),
})

/** A decision of a line manager about a feedback of any branch below: 受理 答复 采纳 不采纳. */
export const actOnFeedbackSchema = z.strictObject({
  branchId: id,
  feedbackId: id,
  act: z.enum(feedbackActs),
  text: z.string().max(feedbackLength.answer).nullable(),
})

/** The commands of courses, trainings and feedback. */
export const learningCommands = {
  'course.read': { version: 1, kind: 'fact', payload: readCardSchema },
  'course.assign': { version: 1, kind: 'decision', payload: assignCourseSchema },
  'training.plan': { version: 2, kind: 'decision', payload: planTrainingSchema },
  'training.act': { version: 1, kind: 'decision', payload: actOnTrainingSchema },
  'feedback.submit': { version: 1, kind: 'fact', payload: submitFeedbackSchema },
  'feedback.act': { version: 1, kind: 'decision', payload: actOnFeedbackSchema },
} as const
