import { AppError } from '#contract/errors.ts'
import {
  decideReviewReplySchema,
  reviewPictureReplySchema,
  reviewReplySchema,
  reviewsReplySchema,
} from '#contract/sync/course-review.ts'
import { picturesOf } from '#domain/learning/course.ts'
import type { Handle, Handler } from '../dispatch/dispatch.ts'
import type { AskHeadOffice } from '../submissions/ask.ts'
import { SessionReadings } from '../submissions/session-readings.ts'
import type { PictureInReview } from './picture.ts'

/**
 * Reviews of courses. What was read stands in memory for its session; a decision is asked for over the line
 * and never waits: it is about what stands at head office then.
 */
class CourseReviews {
  readonly #ask: AskHeadOffice
  readonly #lists
  readonly #files
  readonly #pictures

  constructor(ask: AskHeadOffice) {
    this.#ask = ask
    this.#lists = new SessionReadings(ask, 'v1/learning/reviews', reviewsReplySchema)
    this.#files = new SessionReadings(ask, 'v1/learning/review', reviewReplySchema)
    this.#pictures = new SessionReadings(ask, 'v1/learning/picture', reviewPictureReplySchema)
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

  readonly picture: PictureInReview = async (hash, context) => {
    const named = this.#files
      .all(context)
      .flatMap(({ review }) => (review ? [review.course, review.before?.course] : []))
      .some((course) => course && picturesOf(course).some((picture) => picture.hash === hash))
    if (!named) return null
    return (await this.#pictures.read(context, hash, { hash })).reply?.content ?? null
  }

  readonly decide: Handler<'learning.decideReview'> = async (given, context) => {
    const file = this.#files.known(context, given.id)?.review ?? null
    if (file === null) throw new AppError('learning.notFound')
    if (file.own) throw new AppError('learning.own')
    const { validFrom } = await this.#ask('v1/learning/decide', given, decideReviewReplySchema)
    return { validFrom }
  }
}

/** Registers the channels of 课程审核, and gives its pictures; who may review is looked at by head office. */
export function registerCourseReviews(handle: Handle, ask: AskHeadOffice): PictureInReview {
  const reviews = new CourseReviews(ask)
  handle('learning.reviews', reviews.list)
  handle('learning.review', reviews.open)
  handle('learning.decideReview', reviews.decide)
  return reviews.picture
}
