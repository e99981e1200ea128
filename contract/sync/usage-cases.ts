import { z } from 'zod'
import { periodStates } from '#domain/assessment/records.ts'
import { findingCodes } from '#domain/usage/chain.ts'
import { usageTypes } from '#domain/usage/record.ts'

const id = z.string().max(64)

/** Which cases a list holds: nobody has decided yet, or somebody has. */
export const usageCaseGroups = ['open', 'decided'] as const
/** A group of cases. */
export type UsageCaseGroup = (typeof usageCaseGroups)[number]

/** How a case ended: 可以解释 or 属实. */
export const usageCaseEnds = ['explained', 'confirmed'] as const

/** `POST /v1/ledger/cases`: PCs below a line manager about whose usage ledger something was found. */
export const usageCasesRequestSchema = z.strictObject({
  /** The signed grant of the person who asks. */
  grant: z.string().max(4000),
  group: z.enum(usageCaseGroups),
})

/** A case in a list; times in ms UTC. No name of staff. */
export const usageCaseLineSchema = z.strictObject({
  id,
  branchName: z.string(),
  device: z.string(),
  openedAtMs: z.int(),
  /** What was found, each once, in the order in which it was. */
  codes: z.array(z.enum(findingCodes)).min(1),
  /** The first record it was found at. */
  seq: z.int(),
  /** Records that are not as they were, or are missing; null where nobody can say how many. */
  records: z.int().nullable(),
  /** From the last record before it to the first one after it, as the PC's clock told; null where there is none. */
  fromMs: z.int().nullable(),
  toMs: z.int().nullable(),
  decision: z.enum(usageCaseEnds).nullable(),
  decidedAtMs: z.int().nullable(),
})
/** What {@link usageCaseLineSchema} describes. */
export type UsageCaseLine = z.infer<typeof usageCaseLineSchema>

/** The cases of a group; open ones oldest first, decided ones newest first. */
export const usageCasesReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  counts: z.strictObject({ open: z.int(), decided: z.int() }),
  items: z.array(usageCaseLineSchema),
  /** How many more there are than are listed. */
  more: z.int(),
})
/** What {@link usageCasesReplySchema} describes. */
export type UsageCasesReply = z.infer<typeof usageCasesReplySchema>

/** `POST /v1/ledger/case`: one of them; every opening is audited. */
export const usageCaseRequestSchema = z.strictObject({ grant: z.string().max(4000), caseId: id })

/** What was found at a record, and what stands around it. */
export const usageCaseFindingSchema = z.strictObject({
  code: z.enum(findingCodes),
  epoch: z.int(),
  seq: z.int(),
  foundAtMs: z.int(),
  fromMs: z.int().nullable(),
  toMs: z.int().nullable(),
  records: z.int().nullable(),
  /** By how much the wall clock left the time that passed, ms; negative: back. Of clocks alone. */
  shiftMs: z.int().nullable(),
  /** Other PCs of the branch that wrote meanwhile. Of a silence alone. */
  peers: z.int().nullable(),
})
/** What {@link usageCaseFindingSchema} describes. */
export type UsageCaseFinding = z.infer<typeof usageCaseFindingSchema>

/** A record around a finding; never what was done with whom. */
export const usageCaseRecordSchema = z.strictObject({
  epoch: z.int(),
  seq: z.int(),
  atMs: z.int(),
  type: z.enum(usageTypes),
  /** Empty where nobody was logged in, or nobody known is named. */
  who: z.string(),
  /** `before` and `after` what is missing, the one that was found, or the `other` one that is held of its number. */
  place: z.enum(['before', 'after', 'found', 'other']),
})
/** What {@link usageCaseRecordSchema} describes. */
export type UsageCaseRecord = z.infer<typeof usageCaseRecordSchema>

/** Somebody who was logged in at the records, and the month in which these logins count. */
export const usageCasePersonSchema = z.strictObject({
  staffId: id,
  name: z.string(),
  staffNo: z.string(),
  month: z.string(),
  /** Null where head office has not begun the month. */
  state: z.enum(periodStates).nullable(),
  logins: z.int(),
})
/** What {@link usageCasePersonSchema} describes. */
export type UsageCasePerson = z.infer<typeof usageCasePersonSchema>

/** How a case was decided. */
export const usageCaseEndSchema = z.strictObject({
  decision: z.enum(usageCaseEnds),
  reason: z.string(),
  byName: z.string(),
  atMs: z.int(),
})

/** A case with all that is known of it. */
export const usageCaseFileSchema = usageCaseLineSchema.extend({
  /** Oldest first; at most forty. */
  findings: z.array(usageCaseFindingSchema),
  /** Around the findings, in the order of the ledger; at most forty. */
  nearby: z.array(usageCaseRecordSchema),
  people: z.array(usageCasePersonSchema),
  end: usageCaseEndSchema.nullable(),
  /** Earlier cases of the same PC that were decided, newest first. */
  earlier: z.array(
    usageCaseEndSchema.extend({
      openedAtMs: z.int(),
      code: z.enum(findingCodes),
      findings: z.int(),
    }),
  ),
  /** Whether the person who asks is among `people`: somebody else decides. */
  own: z.boolean(),
})
/** What {@link usageCaseFileSchema} describes. */
export type UsageCaseFile = z.infer<typeof usageCaseFileSchema>

/** The case; null where there is none below the person any more. */
export const usageCaseReplySchema = z.object({
  epoch: z.string(),
  asOfMs: z.int(),
  case: usageCaseFileSchema.nullable(),
})
/** What {@link usageCaseReplySchema} describes. */
export type UsageCaseReply = z.infer<typeof usageCaseReplySchema>
