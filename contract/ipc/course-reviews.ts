import { z } from 'zod'
import {
  decideReviewReplySchema,
  decideReviewRequestSchema,
  reviewFileSchema,
  reviewsReplySchema,
} from '../sync/course-review.ts'
import { channel } from './channel.ts'
import { readingSchema } from './reading.ts'

/** 课程审核: read and decided at head office; nothing of a draft is on this PC. */
export const courseReviewChannels = {
  'learning.reviews': channel(
    ['line_manager'],
    z.null(),
    z.strictObject({
      /** Null where head office was not reached and nothing was read in this session. */
      list: z.strictObject(reviewsReplySchema.omit({ epoch: true, asOfMs: true }).shape).nullable(),
      ...readingSchema.shape,
    }),
  ),
  'learning.review': channel(
    ['line_manager'],
    z.strictObject({ id: z.string().max(64) }),
    z.strictObject({
      /** Null where there is no such version, or it was never read and there is no line. */
      file: reviewFileSchema.nullable(),
      ...readingSchema.shape,
    }),
    'training',
  ),
  'learning.decideReview': channel(
    ['line_manager'],
    decideReviewRequestSchema.omit({ grant: true }),
    z.strictObject({ validFrom: decideReviewReplySchema.shape.validFrom }),
    'training',
  ),
}
