import type { Day } from '../time/day.ts'

/** Why a product may not be offered, the first reason that holds: 已故 请勿营销 未成年 无测评 已过期 超出承受 年龄. */
export const unsuitableReasons = [
  'deceased',
  'doNotContact',
  'minor',
  'noAssessment',
  'expired',
  'tooRisky',
  'elderHighRisk',
] as const
/** A word of the closed list {@link unsuitableReasons}. */
export type UnsuitableReason = (typeof unsuitableReasons)[number]

/** From this age on products of the level and above are not offered without a special procedure. */
export const elderLimit = { age: 80, riskLevel: 4 } as const

/** What suitability is judged by. */
export interface SuitabilityFacts {
  /** C1–C5; null without an assessment. */
  riskLevel: number | null
  riskValidTo: Day | null
  age: number | null
  doNotContact: boolean
  deceased: boolean
}

/**
 * Whether a product of `level` R1–R5 may be offered on a day (C/R matrix: C1 → R1, C2 → ≤ R2 … C5 →
 * all; an expired assessment is none). An assessment is valid on its last day. Null where it may.
 */
export function whyUnsuitable(
  facts: SuitabilityFacts,
  level: number,
  on: Day,
): UnsuitableReason | null {
  if (facts.deceased) return 'deceased'
  if (facts.doNotContact) return 'doNotContact'
  if (facts.age !== null && facts.age < 18) return 'minor'
  if (facts.riskLevel === null) return 'noAssessment'
  if (facts.riskValidTo !== null && facts.riskValidTo < on) return 'expired'
  if (level > facts.riskLevel) return 'tooRisky'
  const old = facts.age !== null && facts.age >= elderLimit.age
  return old && level >= elderLimit.riskLevel ? 'elderHighRisk' : null
}
