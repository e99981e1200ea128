import {
  answerReplySchema,
  beginQuizReplySchema,
  quizReplySchema,
} from '#contract/sync/learning.ts'
import type { Handle } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'

/**
 * Quizzes that are scored: asked at head office alone, which draws the questions and tells what is right with
 * the answer. Nothing of them comes onto the disk; a certificate comes by synchronisation.
 */
export function registerQuiz(handle: Handle, ask: AskHeadOffice): void {
  handle(
    'learning.quiz',
    async (body) => (await ask('v1/learning/quiz', body, quizReplySchema)).quiz,
  )
  handle(
    'learning.begin',
    async (body) => (await ask('v1/learning/begin', body, beginQuizReplySchema)).attempt,
  )
  handle(
    'learning.answer',
    async (body) => (await ask('v1/learning/answer', body, answerReplySchema)).answered,
  )
}
