import { z } from 'zod'

/** Most refused submissions one reading brings. */
export const longestSupervision = 100

/** Most of one's own submissions that are asked after at once. */
export const mostOwnAsked = 100

const grant = z.string().max(4000)

/** `POST /v1/supervision`: what waits for a supervisor of the device's branch. */
export const supervisionRequestSchema = z.strictObject({
  /** The signed grant of the person who asks. */
  grant,
})

/** A refused submission as a supervisor sees it: never what was written in it. */
export const supervisedSchema = z.object({
  commandId: z.string(),
  /** Name of the command as it came; empty where not even that could be read. */
  name: z.string(),
  /** Null where it could not be read who gave it; the name also where nobody of that id is known. */
  authorId: z.string().nullable(),
  authorName: z.string().nullable(),
  /** The name is null where the customer is not of this branch. */
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  outcome: z.enum(['rejected', 'quarantined']),
  code: z.string().nullable(),
  /** When it was given and when head office decided, ms UTC. */
  givenAtMs: z.int(),
  decidedAtMs: z.int(),
  deviceName: z.string().nullable(),
  /** Its author may still act in the branch, and may give another command in its place. */
  repairable: z.boolean(),
})
export type Supervised = z.infer<typeof supervisedSchema>

/** The ones that have waited longest first. */
export const supervisionReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  items: z.array(supervisedSchema),
  /** How many wait beyond those listed. */
  more: z.int().min(0),
})
export type SupervisionReply = z.infer<typeof supervisionReplySchema>

/** What a supervisor decides: 已阅，不再处理 or 退请本人处理. */
export const resolutions = ['noted', 'returned'] as const
export type Resolution = (typeof resolutions)[number]

/** `POST /v1/settlements`: which of a person's own refused submissions a supervisor has settled. */
export const settlementsRequestSchema = z.strictObject({
  grant,
  commandIds: z.array(z.string().max(64)).min(1).max(mostOwnAsked),
})

/** How a supervisor settled a submission, for its author. */
export const settlementSchema = z.object({
  commandId: z.string(),
  resolution: z.enum(resolutions),
  reason: z.string(),
  by: z.string().nullable(),
  atMs: z.int(),
})
export const settlementsReplySchema = z.object({
  epoch: z.string(),
  settlements: z.array(settlementSchema),
})
