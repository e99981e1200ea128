import { z } from 'zod'
import { shuffled } from '../chance/spread.ts'
import { type Day, dayOfInstant } from '../time/day.ts'
import type { Course, Question } from './course.ts'

/** An answer of a quiz; the first one counts, and there is no second. */
export const answerSchema = z.strictObject({
  questionId: z.string().max(40),
  optionId: z.string().max(40),
  atMs: z.int(),
})
export type Answer = z.infer<typeof answerSchema>

/** A try at a quiz. `seed` decides its questions and the order of their options. */
export interface Attempt {
  seed: string
  startedAtMs: number
  answers: readonly Answer[]
  /** Null while it runs; it may be left and taken up again at any time. */
  finishedAtMs: number | null
}

/** What a finished try came to. */
export interface AttemptResult {
  right: number
  of: number
  /** Share of right answers, basis points, rounded down, so that a pass mark is never reached by rounding. */
  shareBp: number
  passed: boolean
}

/**
 * The questions of a try, with their options in its order. The same seed gives the same quiz, so a try
 * goes on after a break where it stopped; another one asks others in another order.
 */
export function drawQuiz({ bank, quiz }: Course, seed: string): Question[] {
  return shuffled(bank, seed, ({ id }) => id)
    .slice(0, quiz.questions)
    .map((question) => ({
      ...question,
      options: shuffled(question.options, `${seed}/${question.id}`, ({ id }) => id),
    }))
}

/** Where a try goes on: the first question without an answer; null where all have one. */
export function nextQuestion(course: Course, { seed, answers }: Attempt): Question | null {
  const answered = new Set(answers.map(({ questionId }) => questionId))
  return drawQuiz(course, seed).find(({ id }) => !answered.has(id)) ?? null
}

/** Why an answer is not taken: the try has ended, the question is not of it, has an answer, or lacks the option. */
export type AnswerRefusal = 'finished' | 'notAsked' | 'answered' | 'noOption'

/** Why an answer is not taken; null where it is. */
export function answerRefusal(
  course: Course,
  attempt: Attempt,
  { questionId, optionId }: Pick<Answer, 'questionId' | 'optionId'>,
): AnswerRefusal | null {
  if (attempt.finishedAtMs !== null) return 'finished'
  const question = drawQuiz(course, attempt.seed).find(({ id }) => id === questionId)
  if (!question) return 'notAsked'
  if (attempt.answers.some((answer) => answer.questionId === questionId)) return 'answered'
  return question.options.some(({ id }) => id === optionId) ? null : 'noOption'
}

/** What a try came to; questions without an answer are wrong. */
export function resultOf(course: Course, { seed, answers }: Attempt): AttemptResult {
  const asked = drawQuiz(course, seed)
  const given = new Map(answers.map(({ questionId, optionId }) => [questionId, optionId]))
  const right = asked.filter((question) => given.get(question.id) === question.right).length
  return {
    right,
    of: asked.length,
    shareBp: Math.floor((right * 10_000) / asked.length),
    passed: right * 10_000 >= course.quiz.passBp * asked.length,
  }
}

/** How many tries may still be begun on the day of a moment, UTC+8; whoever has passed may try again. */
export function triesLeft(
  { quiz }: Pick<Course, 'quiz'>,
  attempts: readonly Pick<Attempt, 'startedAtMs'>[],
  nowMs: number,
): number {
  const today: Day = dayOfInstant(nowMs)
  const tries = attempts.filter(({ startedAtMs }) => dayOfInstant(startedAtMs) === today)
  return Math.max(0, quiz.triesADay - tries.length)
}
