import type { Day } from '../time/day.ts'
import { type Churn, type ChurnFacts, churnOf, type ChurnRules } from './churn.ts'
import type { EvaluationFacts } from './evaluation-facts.ts'
import type { Tier } from './tiers.ts'
import {
  contributionFen,
  partPoints,
  type ValueFacts,
  type ValueMargins,
  type ValueScales,
} from './value-parts.ts'
import { valueScore, type ValueScore, type ValueWeights } from './value-score.ts'

/** Parameters in force that a customer is evaluated by. */
export interface EvaluationRules {
  weights: ValueWeights
  scales: ValueScales
  margins: ValueMargins
  churn: ChurnRules
}

/** What stands beside the night's facts: as the record has it now, so that a contact counts at once. */
export interface Standing {
  tier: Tier
  customerSince: Day
  lastContactOn: Day | null
  leftInPeace: boolean
}

/** A customer's evaluation with every input. */
export interface Evaluation {
  value: ValueScore
  valueFacts: ValueFacts
  contributionFen: number
  churn: Churn
  churnFacts: ChurnFacts
}

/** What churn points are read from, of a night's facts and what stands now. */
export function churnFactsOf(facts: EvaluationFacts, standing: Standing): ChurnFacts {
  return {
    ...standing,
    mean7Fen: facts.mean7,
    mean90Fen: facts.mean90,
    outElsewhereFen: facts.out?.[0] ?? null,
    outSecuritiesFen: facts.out?.[1] ?? null,
    payroll: facts.payroll && { lastOn: facts.payroll[0], months: facts.payroll[1] },
    payrollUnknown: facts.payrollUnknown,
    maturesOn: facts.matures?.[0] ?? null,
    moves30: facts.moves?.[0] ?? null,
    movesBefore: facts.moves?.[1] ?? null,
    // No source of complaints is connected.
    openComplaints: null,
    lost: facts.lost.length,
  }
}

/**
 * Evaluates a customer on the day of the facts: by head office at night in SQL, and wherever a number
 * is opened by this. A test compares the two.
 */
export function evaluate(
  facts: EvaluationFacts,
  standing: Standing,
  on: Day,
  rules: EvaluationRules,
): Evaluation {
  const valueFacts: ValueFacts = {
    aumPercentile: facts.aumPercentile,
    contributionPercentile: facts.contributionPercentile,
    held: Object.values(facts.balances).filter((balance) => balance > 0).length,
    moves90: facts.moves && facts.moves[0] + facts.moves[1],
    tenureMonths: facts.months,
    mean90Fen: facts.mean90,
    meanBeforeFen: facts.meanBefore,
  }
  const churnFacts = churnFactsOf(facts, standing)
  return {
    value: valueScore(partPoints(valueFacts, rules.scales), rules.weights),
    valueFacts,
    contributionFen: contributionFen(facts.balances, rules.margins),
    churn: churnOf(churnFacts, on, rules.churn),
    churnFacts,
  }
}
