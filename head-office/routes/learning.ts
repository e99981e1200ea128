import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import {
  answerRequestSchema,
  beginQuizRequestSchema,
  feedbackDeskRequestSchema,
  quizRequestSchema,
} from '#contract/sync/learning.ts'
import { readFeedbackDesk } from '../learning/feedback-desk.ts'
import { answerQuestion, beginAttempt, quizStanding } from '../learning/quiz.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'
import { grantedStaff } from '../supervision/granted-staff.ts'

/**
 * Quizzes that are scored, for whoever is logged in at a terminal: the seed is drawn here, and what is right
 * is told with the answer alone. And the feedback of the branches below a line manager.
 */
export function learningRoutes(app: FastifyInstance, office: HeadOffice): void {
  const asked = async <Body extends { grant: string }>(
    request: FastifyRequest,
    schema: z.ZodType<Body>,
  ) => {
    const session = await deviceOf(office, request, 'pull')
    office.pace.admit('pull', session.branchId, 1)
    return { session, body: parseInput(schema, request.body) }
  }
  const taking = async <Body extends { grant: string }>(
    request: FastifyRequest,
    schema: z.ZodType<Body>,
  ) => {
    const { session, body } = await asked(request, schema)
    const { id: staffId } = await grantedStaff(office, session, body.grant, 'quiz')
    const nowMs = office.clock.now()
    return {
      body,
      taker: { staffId, branchId: session.branchId },
      nowMs,
      stamp: { epoch: session.epoch, asOfMs: nowMs },
    }
  }

  app.post('/v1/learning/quiz', async (request) => {
    const { body, taker, nowMs, stamp } = await taking(request, quizRequestSchema)
    return { ...stamp, quiz: await quizStanding(office.pool, body, taker, nowMs) }
  })

  app.post('/v1/learning/begin', async (request) => {
    const { body, taker, nowMs, stamp } = await taking(request, beginQuizRequestSchema)
    return { ...stamp, attempt: await beginAttempt(office.pool, body, taker, nowMs) }
  })

  app.post('/v1/learning/answer', async (request) => {
    const { body, taker, nowMs, stamp } = await taking(request, answerRequestSchema)
    return { ...stamp, answered: await answerQuestion(office.pool, body, taker, nowMs) }
  })

  app.post('/v1/learning/feedback', async (request) => {
    const { session, body } = await asked(request, feedbackDeskRequestSchema)
    return readFeedbackDesk(office, session, body)
  })
}
