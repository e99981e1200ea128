import { z } from 'zod'
import { day, fen, flag, id, instant, integer, json, text, word } from '../record/field.ts'
import { correctableFields } from './correction.ts'
import { relationKinds } from './relation-kinds.ts'
import { tierPeriods } from './tier-period.ts'
import { tierOutcomes, tierStates } from './tier-strategy.ts'
import { tiers } from './tiers.ts'
import { consentChannels, consentPurposes, consentWays } from './consent.ts'

export { type Tier, tiers } from './tiers.ts'

/**
 * A customer. `branch_id` is the managing branch; the branch that opened the relationship is an
 * attribute. `name_origin` is `made_up` where the source had no names. Nobody calls whom
 * `deceased_on` names dead.
 */
export const customerSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_no: text(20),
  name: text(60),
  name_pinyin: text(120),
  name_initials: text(30),
  name_origin: word(['source', 'made_up']),
  sex: word(['F', 'M']).nullable(),
  birth_date: day().nullable(),
  nationality: text(30).nullable(),
  occupation: text(60).nullable(),
  address: text(200).nullable(),
  mobile: text(20).nullable(),
  id_type: text(30).nullable(),
  id_no: text(40).nullable(),
  id_expiry: day().nullable(),
  email: text(120).nullable(),
  employer: text(80).nullable(),
  industry: text(60).nullable(),
  opening_branch_id: id(),
  customer_since: day(),
  is_staff: flag(),
  do_not_contact: flag(),
  tier: word(tiers),
  tier_state: word(tierStates),
  deceased_on: day().nullable(),
})
export type Customer = z.infer<typeof customerSchema>

/**
 * What head office computes of a customer; for which day stands once a branch, in its reckoning. AUM is assets only; loans stand
 * beside it. `month_averages` is JSON: up to 24 `[YYYY-MM, 分]` pairs, oldest first.
 */
export const customerSummarySchema = z.strictObject({
  branch_id: id(),
  customer_id: id(),
  aum_fen: fen(),
  aum_month_average_fen: fen(),
  aum_quarter_average_fen: fen(),
  aum_30_days_ago_fen: fen(),
  loan_fen: fen(),
  asset_classes: text(120),
  month_averages: json(),
  next_maturity_on: day().nullable(),
  next_maturity_fen: fen().nullable(),
  completeness_bp: integer(),
  last_contact_on: day().nullable(),
  risk_level: integer().nullable(),
  risk_valid_to: day().nullable(),
})
export type CustomerSummary = z.infer<typeof customerSummarySchema>

/**
 * A decision on a customer's tier that changed it or its state, and what it rests on. `averages` is
 * JSON: `[YYYY-MM of the period's first month, 分]` of the periods that counted, oldest first;
 * `floor_fen` the floor of the tier before, null for the lowest. A decision that later figures undid
 * stays, with the outcome `kept`.
 */
export const tierChangeSchema = z.strictObject({
  branch_id: id(),
  customer_id: id(),
  effective_on: day(),
  period: word(tierPeriods),
  tier_before: word(tiers),
  state_before: word(tierStates),
  tier: word(tiers),
  tier_state: word(tierStates),
  outcome: word(tierOutcomes),
  average_fen: fen(),
  floor_fen: fen().nullable(),
  averages: json(),
})
export type TierChange = z.infer<typeof tierChangeSchema>

/**
 * A customer's evaluation for the day its reckoning `value` names. `value_score` in hundredths of a
 * point and `steady_points`, the churn points that no contact takes away, before the cap; both null of
 * the dead. The points of a maturity (`matures_on`) and of an overdue contact are added by whoever
 * reads, from the last contact. `types` are joined by commas; `facts` is JSON of
 * `evaluationFactsSchema`, from which every number can be reckoned again.
 */
export const customerValueSchema = z.strictObject({
  branch_id: id(),
  customer_id: id(),
  value_score: integer().nullable(),
  steady_points: integer().nullable(),
  matures_on: day().nullable(),
  types: text(120),
  facts: json(),
})
export type CustomerValue = z.infer<typeof customerValueSchema>

/** Who looks after a customer: 主管户 primary, 协管户 co, 代管 acting. */
export const customerManagerSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  staff_id: id(),
  role: word(['primary', 'co', 'acting']),
  valid_from: day(),
  valid_to: day().nullable(),
})
export type CustomerManager = z.infer<typeof customerManagerSchema>

/** A tie between a customer and another person or firm; `to_customer_id` null outside the bank. */
export const relationSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  from_customer_id: id(),
  to_customer_id: id().nullable(),
  to_name: text(80),
  kind: word(relationKinds),
  source: word(['customer', 'system', 'core']),
  valid_from: day(),
  valid_to: day().nullable(),
})
export type Relation = z.infer<typeof relationSchema>

/** A suitability assessment; `level` is C1–C5. */
export const riskAssessmentSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  assessed_on: day(),
  level: integer(),
  score: integer().nullable(),
  channel: word(['counter', 'mobile', 'online']),
  valid_to: day(),
})
export type RiskAssessment = z.infer<typeof riskAssessmentSchema>

/**
 * A consent and its withdrawal. Rules go by the days, which are business dates; the moments, who wrote it
 * down and how it was given are there for what was recorded at a branch.
 */
export const consentSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  purpose: word(consentPurposes),
  channel: word(consentChannels),
  given_on: day(),
  withdrawn_on: day().nullable(),
  text_version: text(20),
  way: word(consentWays).nullable(),
  given_at: instant().nullable(),
  given_by: id().nullable(),
  withdrawn_channel: word(consentChannels).nullable(),
  withdrawn_at: instant().nullable(),
  withdrawn_by: id().nullable(),
})
export type Consent = z.infer<typeof consentSchema>

/** A proposed change of one field; fields of the nine KYC elements wait for a checker (待核). */
export const correctionSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  field: word(correctableFields),
  old_value: text(200).nullable(),
  new_value: text(200).nullable(),
  evidence: text(200),
  state: word(['pending_check', 'applied', 'rejected']),
  proposed_by: id(),
  proposed_at: instant(),
})
export type Correction = z.infer<typeof correctionSchema>
