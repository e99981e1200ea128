import { z } from 'zod'
import { reasonLength } from '#domain/assessment/records.ts'
import { bothSchema, courseActs, courseSchema, courseStates } from '#domain/learning/course.ts'
import { roles } from '#domain/organisation/roles.ts'

/** Most versions that wait, and most decisions, one reading brings. */
export const longestReviews = { waiting: 100, decided: 20 } as const

const grant = z.string().max(4000)
const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const answered = { epoch: z.string(), asOfMs: z.int() }
const changes = z.strictObject({ added: z.int(), changed: z.int(), removed: z.int() })

/** How a review ends: 通过并发布 or 退回. */
export const reviewActs = ['publish', 'return'] as const
/** One of {@link reviewActs}. */
export type ReviewAct = (typeof reviewActs)[number]

/** A version of a course, and who wrote it; times in ms UTC. Nothing of its questions. */
export const reviewedVersionSchema = z.strictObject({
  id,
  code: z.string(),
  title: bothSchema,
  version: z.int(),
  /** Empty where nobody known is named: the product's own. */
  authorName: z.string(),
  /** Whether the reader wrote it, and so leaves the review to somebody else. */
  own: z.boolean(),
})

/** A version that waits for its review. */
export const waitingReviewSchema = z.strictObject({
  ...reviewedVersionSchema.shape,
  submittedAtMs: z.int(),
  /** How often it was handed in. */
  times: z.int().min(1),
  /** The version before; null where the course is new. */
  before: z.int().nullable(),
  roles: z.array(z.enum(roles)),
  mandatory: z.boolean(),
  validMonths: z.int().nullable(),
  /** What is new against the version before. */
  count: z.strictObject({
    facts: z.int(),
    units: changes,
    cards: changes,
    questions: changes,
  }),
})
/** What {@link waitingReviewSchema} describes. */
export type WaitingReview = z.infer<typeof waitingReviewSchema>

/** What somebody did with a version, and said. */
export const reviewStepSchema = z.strictObject({
  act: z.enum(courseActs),
  words: z.string().nullable(),
  byName: z.string(),
  atMs: z.int(),
})

/** A decision about a version. */
export const decidedReviewSchema = z.strictObject({
  ...reviewedVersionSchema.shape,
  act: z.enum(reviewActs),
  words: z.string().nullable(),
  byName: z.string(),
  atMs: z.int(),
  /** The day since which it is valid; null for a return. */
  validFrom: day.nullable(),
})
/** What {@link decidedReviewSchema} describes. */
export type DecidedReview = z.infer<typeof decidedReviewSchema>

/** `POST /v1/learning/reviews`: versions that wait, for line managers above all outlets. */
export const reviewsRequestSchema = z.strictObject({ grant })
/** Who waits longest first; decisions, the last one first. */
export const reviewsReplySchema = z.object({
  ...answered,
  waiting: z.array(waitingReviewSchema),
  decided: z.array(decidedReviewSchema),
})
/** What {@link reviewsReplySchema} describes. */
export type ReviewsReply = z.infer<typeof reviewsReplySchema>

/** `POST /v1/learning/review`: one version with its bank and what is right; every opening is audited. */
export const reviewRequestSchema = z.strictObject({ grant, id })
/** A version with all a reviewer has to know. */
export const reviewFileSchema = z.strictObject({
  ...reviewedVersionSchema.shape,
  state: z.enum(courseStates),
  course: courseSchema,
  /** The version before, and its number; null where the course is new. */
  before: z.strictObject({ version: z.int(), course: courseSchema }).nullable(),
  /** When a version of the course was first published; null where none was. */
  firstOn: day.nullable(),
  publishedOn: day.nullable(),
  /** Steps so far: a decision names them, so that nobody decides about what he or she has not seen. */
  round: z.int().min(0),
  /** The newest first; without those from before steps were kept. */
  steps: z.array(reviewStepSchema),
})
/** What {@link reviewFileSchema} describes. */
export type ReviewFile = z.infer<typeof reviewFileSchema>
export const reviewReplySchema = z.object({ ...answered, review: reviewFileSchema.nullable() })

/** `POST /v1/learning/picture`: a picture of a version in review, which stands on no shelf yet. */
export const reviewPictureRequestSchema = z.strictObject({
  grant,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export const reviewPictureReplySchema = z.object({
  ...answered,
  /** Its bytes; null where head office has no such picture. */
  content: z.base64().nullable(),
})

/** `POST /v1/learning/decide`: ends a review; the same once more is answered once more. */
export const decideReviewRequestSchema = z.strictObject({
  grant,
  id,
  round: z.int().min(0),
  act: z.enum(reviewActs),
  /** Why, with a return; a remark or null with a publication. */
  note: z.string().trim().min(1).max(reasonLength).nullable(),
})
export const decideReviewReplySchema = z.object({
  ...answered,
  /** The day since which it is valid; null for a return. */
  validFrom: day.nullable(),
})
