import type pg from 'pg'
import type { Course } from '#domain/learning/course.ts'
import {
  type Answered,
  answerQuestion,
  type QuizTaker,
  type RunningAttempt,
} from '#head-office/learning/quiz.ts'

/** Answers a running try to its end, the first `right` questions rightly; returns the last answer. */
export async function answerAll(
  pool: pg.Pool,
  { bank }: Pick<Course, 'bank'>,
  begun: RunningAttempt,
  { taker, right, nowMs }: { taker: QuizTaker; right: number; nowMs: number },
): Promise<Answered> {
  let { question } = begun
  for (let nth = 0; question; nth += 1) {
    const asked = question
    const known = bank.find(({ id }) => id === asked.id)?.right ?? ''
    const wrong = asked.options.find(({ id }) => id !== known)?.id ?? ''
    const optionId = nth < right ? known : wrong
    const given = { attemptId: begun.id, questionId: asked.id, optionId }
    const answered = await answerQuestion(pool, given, taker, nowMs)
    question = answered.next.question
    if (!question) return answered
  }
  throw new Error('a quiz without questions')
}
