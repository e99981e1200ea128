import { z } from 'zod'
import { bothSchema } from '#domain/learning/course.ts'
import { feedbackActs, feedbackStates, feedbackTopics } from '#domain/learning/feedback.ts'

/** Most feedbacks one reading of the desk brings. */
export const longestFeedbackDesk = 100

const grant = z.string().max(4000)
const code = z.string().max(40)
const id = z.string().max(64)
const answered = { epoch: z.string(), asOfMs: z.int() }

/** The training whose test it is; null for the quiz of the course itself. */
const sessionId = id.nullable().default(null)

/** `POST /v1/learning/quiz`: how the person stands with a course's quiz, or with the test of a training. */
export const quizRequestSchema = z.strictObject({ grant, code, sessionId })
export const quizStandingSchema = z.strictObject({
  /** Tries that may still be begun today, the one that runs not counted. */
  left: z.int().min(0),
  /** The one that runs. */
  running: z.strictObject({ answered: z.int(), of: z.int() }).nullable(),
  /** Those that ended, the last one first. */
  ended: z.array(
    z.strictObject({ endedAtMs: z.int(), right: z.int(), of: z.int(), passed: z.boolean() }),
  ),
})
export type QuizStandingView = z.infer<typeof quizStandingSchema>
export const quizReplySchema = z.object({ ...answered, quiz: quizStandingSchema })

/** `POST /v1/learning/begin`: begins a try, or goes on with the one that runs. */
export const beginQuizRequestSchema = z.strictObject({ grant, code, sessionId })

/** A try; its question comes without what is right about it. */
export const runningAttemptSchema = z.strictObject({
  id,
  question: z
    .strictObject({
      id: code,
      text: bothSchema,
      options: z.array(z.strictObject({ id: code, text: bothSchema })),
    })
    .nullable(),
  answered: z.int(),
  of: z.int(),
})
export type RunningAttemptView = z.infer<typeof runningAttemptSchema>
export const beginQuizReplySchema = z.object({ ...answered, attempt: runningAttemptSchema })

/** `POST /v1/learning/answer`: the one answer to a question; the same one again is told again. */
export const answerRequestSchema = z.strictObject({
  grant,
  attemptId: id,
  questionId: code,
  optionId: code,
})

/** What an answer came to, and the result with the last one. */
export const answeredSchema = z.strictObject({
  right: z.boolean(),
  rightOptionId: code,
  why: bothSchema,
  next: runningAttemptSchema,
  result: z
    .strictObject({ right: z.int(), of: z.int(), shareBp: z.int(), passed: z.boolean() })
    .nullable(),
})
export type AnsweredView = z.infer<typeof answeredSchema>
export const answerReplySchema = z.object({ ...answered, answered: answeredSchema })

/** Which feedbacks a line manager asks for: 待办 or 已办. */
export const feedbackDeskGroups = ['open', 'done'] as const

/** `POST /v1/learning/feedback`: what the branches below a line manager wrote; nobody else is answered. */
export const feedbackDeskRequestSchema = z.strictObject({
  grant,
  group: z.enum(feedbackDeskGroups),
})

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A step of a feedback, and what its author was told. */
export const feedbackStepSchema = z.strictObject({
  act: z.enum(feedbackActs),
  words: z.string().nullable(),
  byName: z.string(),
  atMs: z.int(),
})

/** A feedback as who deals with it sees it. */
export const deskFeedbackSchema = z.strictObject({
  id,
  branchId: id,
  branchName: z.string(),
  authorName: z.string(),
  topic: z.enum(feedbackTopics),
  words: z.string(),
  state: z.enum(feedbackStates),
  submittedAtMs: z.int(),
  answerDueOn: day.nullable(),
  /** Whether the reader wrote it, and so leaves it to somebody else. */
  own: z.boolean(),
  steps: z.array(feedbackStepSchema),
})
export type DeskFeedback = z.infer<typeof deskFeedbackSchema>

/** The ones that wait longest first; what is done, the last one first. */
export const feedbackDeskReplySchema = z.object({
  ...answered,
  counts: z.strictObject({ open: z.int(), done: z.int() }),
  items: z.array(deskFeedbackSchema),
  /** How many there are beyond those listed. */
  more: z.int().min(0),
})
