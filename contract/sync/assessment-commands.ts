import { z } from 'zod'
import { signKinds } from '#domain/anomalies/signs.ts'
import { appealCorrectionsSchema, moduleCorrectionsSchema } from '#domain/assessment/corrections.ts'
import { dutyKinds } from '#domain/assessment/duty.ts'
import { exemptionKinds, exemptionScopes } from '#domain/assessment/facts.ts'
import { reasonLength } from '#domain/assessment/records.ts'
import { scoreParts } from '#domain/assessment/scheme.ts'

const id = z.string().max(64)
const month = z.string().regex(/^\d{4}-\d{2}-01$/)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const reason = z.string().max(reasonLength)

/**
 * A decision: a person appeals against a part of the own provisional score. The terminal makes the id; `atMs` is when
 * it was given, absent in what earlier versions sent.
 */
export const submitAppealSchema = z.strictObject({
  appealId: id,
  month,
  part: z.enum(scoreParts),
  reason,
  atMs: z.int().optional(),
})

/** A decision: the end of an appeal; `corrections` and `modules` stand with an upheld one alone. */
export const decideAppealSchema = z.strictObject({
  branchId: id,
  appealId: id,
  upheld: z.boolean(),
  corrections: appealCorrectionsSchema,
  modules: moduleCorrectionsSchema.default([]),
  reason,
})

/** A decision: somebody is exempt from a month or a part of it. The terminal makes the id. */
export const grantExemptionSchema = z.strictObject({
  exemptionId: id,
  month,
  staffId: id,
  scope: z.enum(exemptionScopes),
  kind: z.enum(exemptionKinds),
  reason,
})

/** A decision: an exemption is taken back. */
export const withdrawExemptionSchema = z.strictObject({ branchId: id, exemptionId: id, reason })

/**
 * A decision: somebody is not, or not wholly, on duty on some days. The terminal makes the id; `untilDay` null for
 * who left.
 */
export const recordDutySchema = z.strictObject({
  entryId: id,
  staffId: id,
  fromDay: day,
  untilDay: day.nullable(),
  tenths: z.int().min(0).max(9),
  kind: z.enum(dutyKinds),
  reason,
})

/** A decision: days off duty are taken back. */
export const withdrawDutySchema = z.strictObject({ branchId: id, entryId: id, reason })

/** A decision: a closed task or a contact of a month's sample was looked at; `taskId` is the id of either. */
export const judgeSampleSchema = z.strictObject({
  month,
  staffId: id,
  taskId: id,
  passed: z.boolean(),
  reason,
})

/** A decision: what a sign of misuse was; it changes no score. */
export const decideSignSchema = z.strictObject({
  month,
  staffId: id,
  kind: z.enum(signKinds),
  confirmed: z.boolean(),
  reason,
})

/** A decision: what was behind the findings about a PC's usage ledger; it changes no score. */
export const decideUsageCaseSchema = z.strictObject({ caseId: id, confirmed: z.boolean(), reason })

/** A decision: people who fall behind are reminded, each once in seven days at most. */
export const remindSchema = z.strictObject({
  month,
  people: z
    .array(z.strictObject({ reminderId: id, staffId: id }))
    .min(1)
    .max(60),
})

/** A decision: a month that is over becomes provisional, or a provisional one is locked. */
export const closeMonthSchema = z.strictObject({ month })

/** The commands of the assessment, as `commandDefinitions` lists them. */
export const assessmentCommands = {
  'assessment.appeal': { version: 1, kind: 'decision', payload: submitAppealSchema },
  'assessment.decideAppeal': { version: 1, kind: 'decision', payload: decideAppealSchema },
  'assessment.exempt': { version: 1, kind: 'decision', payload: grantExemptionSchema },
  'assessment.withdrawExemption': {
    version: 1,
    kind: 'decision',
    payload: withdrawExemptionSchema,
  },
  'assessment.recordDuty': { version: 1, kind: 'decision', payload: recordDutySchema },
  'assessment.withdrawDuty': { version: 1, kind: 'decision', payload: withdrawDutySchema },
  'assessment.judgeSample': { version: 1, kind: 'decision', payload: judgeSampleSchema },
  'assessment.decideSign': { version: 1, kind: 'decision', payload: decideSignSchema },
  'assessment.decideCase': { version: 1, kind: 'decision', payload: decideUsageCaseSchema },
  'assessment.remind': { version: 1, kind: 'decision', payload: remindSchema },
  'assessment.endMonth': { version: 1, kind: 'decision', payload: closeMonthSchema },
  'assessment.lockMonth': { version: 1, kind: 'decision', payload: closeMonthSchema },
} as const
