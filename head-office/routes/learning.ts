import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import {
  decideReviewRequestSchema,
  reviewPictureRequestSchema,
  reviewRequestSchema,
  reviewsRequestSchema,
} from '#contract/sync/course-review.ts'
import {
  answerRequestSchema,
  beginQuizRequestSchema,
  feedbackDeskRequestSchema,
  quizRequestSchema,
} from '#contract/sync/learning.ts'
import {
  decideReview,
  readReview,
  readReviewPicture,
  readReviews,
} from '../learning/course-reviews.ts'
import { readFeedbackDesk } from '../learning/feedback-desk.ts'
import { answerQuestion, beginAttempt, quizStanding } from '../learning/quiz.ts'
import type { HeadOffice } from '../server/context.ts'
import { deviceOf } from '../server/device-of.ts'
import { parseInput } from '../server/parse.ts'
import { grantedStaff } from '../supervision/granted-staff.ts'

/**
 * Quizzes that are scored, for whoever is logged in at a terminal: the seed is drawn here, and what is right
 * is told with the answer alone. The feedback of the branches below a line manager; and reviews of courses.
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

  app.post('/v1/learning/reviews', async (request) => {
    const { session, body } = await asked(request, reviewsRequestSchema)
    return readReviews(office, session, body)
  })

  app.post('/v1/learning/review', async (request) => {
    const { session, body } = await asked(request, reviewRequestSchema)
    return readReview(office, session, body)
  })

  app.post('/v1/learning/picture', async (request) => {
    const { session, body } = await asked(request, reviewPictureRequestSchema)
    return readReviewPicture(office, session, body)
  })

  app.post('/v1/learning/decide', async (request) => {
    const { session, body } = await asked(request, decideReviewRequestSchema)
    return decideReview(office, session, body)
  })
}
