import { AppError } from '#contract/errors.ts'
import {
  decideReviewReplySchema,
  reviewReplySchema,
  reviewsReplySchema,
} from '#contract/sync/course-review.ts'
import type { Handle, Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { SessionReadings } from '../submissions/session-readings.ts'

/**
 * Reviews of courses. What was read stands in memory for its session; a decision is asked for over the line
 * and never waits: it is about what stands at head office then.
 */
class CourseReviews {
  readonly #ask: AskHeadOffice
  readonly #lists
  readonly #files

  constructor(ask: AskHeadOffice) {
    this.#ask = ask
    this.#lists = new SessionReadings(ask, 'v1/learning/reviews', reviewsReplySchema)
    this.#files = new SessionReadings(ask, 'v1/learning/review', reviewReplySchema)
  }

  readonly list: Handler<'learning.reviews'> = async (_request, context) => {
    const { live, reply } = await this.#lists.read(context, '', {})
    if (!reply) return { list: null, loadedAtMs: null, live }
    const { asOfMs: loadedAtMs, waiting, decided } = reply
    return { list: { waiting, decided }, loadedAtMs, live }
  }

  readonly open: Handler<'learning.review'> = async ({ id }, context) => {
    const { live, reply } = await this.#files.read(context, id, { id })
    return { file: reply?.review ?? null, loadedAtMs: reply?.asOfMs ?? null, live }
  }

  readonly decide: Handler<'learning.decideReview'> = async (given, context) => {
    const file = this.#files.known(context, given.id)?.review ?? null
    if (file === null) throw new AppError('learning.notFound')
    if (file.own) throw new AppError('learning.own')
    const { validFrom } = await this.#ask('v1/learning/decide', given, decideReviewReplySchema)
    return { validFrom }
  }
}

/** Registers the channels of 课程审核; who may review is looked at by head office. */
export function registerCourseReviews(handle: Handle, ask: AskHeadOffice): void {
  const reviews = new CourseReviews(ask)
  handle('learning.reviews', reviews.list)
  handle('learning.review', reviews.open)
  handle('learning.decideReview', reviews.decide)
}
