import { z } from 'zod'
import { signKinds } from '../anomalies/signs.ts'
import { day, flag, id, instant, integer, json, text, word } from '../record/field.ts'
import { exemptionKinds, exemptionScopes } from './facts.ts'
import { scoreParts } from './scheme.ts'
import { outcomes } from './score.ts'

/** 进行中, 暂定 (may be appealed), 已锁定. */
export const periodStates = ['open', 'provisional', 'locked'] as const
export type PeriodState = (typeof periodStates)[number]

/** Most characters of a reason. */
export const reasonLength = 200

/** A month of the assessment, one for the whole tree. `sample_seed` is drawn when the month is over. */
export const assessmentMonthSchema = z.strictObject({
  month: day(),
  state: word(periodStates),
  scheme_version: integer(),
  use_version: integer(),
  sample_seed: text(64).nullable(),
  /** Last day (UTC+8) on which an appeal is taken. */
  appeal_until: day().nullable(),
  locked_at: instant().nullable(),
})
export type AssessmentMonth = z.infer<typeof assessmentMonthSchema>

/**
 * A person's month as head office reckons it. `facts` is JSON of `AssessmentFacts`, `sessions` one of
 * `ToldSession`s: those the facts count, and those of the day before the month.
 */
export const assessmentResultSchema = z.strictObject({
  branch_id: id(),
  month: day(),
  staff_id: id(),
  outcome: word(outcomes),
  /** Hundredths of a point. */
  hundredths: integer().nullable(),
  /** Points of 100 of the last test that was finished by the end of the month. */
  quiz_points: integer().nullable(),
  facts: json(),
  sessions: json(),
})
export type AssessmentResult = z.infer<typeof assessmentResultSchema>

/** An exemption that was granted; one that was withdrawn says so and does not count. */
export const assessmentExemptionSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  month: day(),
  staff_id: id(),
  scope: word(exemptionScopes),
  kind: word(exemptionKinds),
  reason: text(reasonLength),
  granted_by: id(),
  granted_at: instant(),
  withdrawn_by: id().nullable(),
  withdrawn_at: instant().nullable(),
  withdrawn_reason: text(reasonLength).nullable(),
})
export type AssessmentExemption = z.infer<typeof assessmentExemptionSchema>

/** Where an appeal stands. */
export const appealStates = ['waiting', 'upheld', 'rejected'] as const

/** An appeal of a person against a part of the own score. */
export const assessmentAppealSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  month: day(),
  staff_id: id(),
  part: word(scoreParts),
  reason: text(reasonLength),
  state: word(appealStates),
  submitted_at: instant(),
  decided_by: id().nullable(),
  decided_at: instant().nullable(),
  decision: text(reasonLength).nullable(),
})
export type AssessmentAppeal = z.infer<typeof assessmentAppealSchema>

/** A closed task or a contact of a month's sample that somebody looked at; `task_id` is the id of either. */
export const assessmentSampleSchema = z.strictObject({
  branch_id: id(),
  task_id: id(),
  month: day(),
  staff_id: id(),
  passed: flag(),
  reason: text(reasonLength),
  judged_by: id(),
  judged_at: instant(),
})
export type AssessmentSample = z.infer<typeof assessmentSampleSchema>

/** Where the case of a sign stands: open, 可以解释, 属实. */
export const signStates = ['open', 'explained', 'confirmed'] as const

/** A sign that use was not work, with its case. `evidence` is JSON of `Evidence`, `starts_ms` of moments. */
export const usageSignSchema = z.strictObject({
  branch_id: id(),
  month: day(),
  staff_id: id(),
  kind: word(signKinds),
  evidence: json(),
  starts_ms: json(),
  rule_version: text(60),
  found_at: instant(),
  state: word(signStates),
  decided_by: id().nullable(),
  decided_at: instant().nullable(),
  decision: text(reasonLength).nullable(),
})
export type UsageSign = z.infer<typeof usageSignSchema>

/** Days (UTC+8) between two reminders of one person. */
export const reminderDays = 7

/** A polite word of the branch head to somebody who falls behind. */
export const assessmentReminderSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  month: day(),
  staff_id: id(),
  by_id: id(),
  at: instant(),
})
export type AssessmentReminder = z.infer<typeof assessmentReminderSchema>
