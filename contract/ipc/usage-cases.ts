import { z } from 'zod'
import { reasonLength } from '#domain/assessment/records.ts'
import { errorCodes } from '../errors.ts'
import {
  usageCaseEnds,
  usageCaseFileSchema,
  usageCaseGroups,
  usageCasesReplySchema,
} from '../sync/usage-cases.ts'
import { channel } from './channel.ts'
import { readingSchema } from './reading.ts'

const id = z.string().max(64)

/** A case that is open on screen, with what the person said of it on this PC. */
export const usageCaseViewSchema = z.strictObject({
  /** Null where there is no such case below the person, or it was never read and there is no line. */
  file: usageCaseFileSchema.nullable(),
  /** The own decision that head office has not taken yet. */
  waiting: z.strictObject({ decision: z.enum(usageCaseEnds), givenAtMs: z.int() }).nullable(),
  /** Why head office refused the own decision; null where it did not. */
  refused: z.enum(errorCodes).nullable(),
  ...readingSchema.shape,
})
export type UsageCaseView = z.infer<typeof usageCaseViewSchema>

/** 终端案件: asked for at head office; nothing of them is on this PC. */
export const usageCaseChannels = {
  'assessment.cases': channel(
    ['line_manager'],
    z.strictObject({ group: z.enum(usageCaseGroups) }),
    z.strictObject({
      /** Null where head office was not reached and nothing was read in this session. */
      list: z
        .strictObject(usageCasesReplySchema.omit({ epoch: true, asOfMs: true }).shape)
        .nullable(),
      ...readingSchema.shape,
    }),
  ),
  'assessment.openCase': channel(
    ['line_manager'],
    z.strictObject({ caseId: id }),
    usageCaseViewSchema,
    'training',
  ),
  'assessment.decideCase': channel(
    ['line_manager'],
    z.strictObject({
      caseId: id,
      confirmed: z.boolean(),
      reason: z.string().trim().min(1).max(reasonLength),
    }),
    z.strictObject({ commandId: z.string() }),
    'training',
  ),
}
