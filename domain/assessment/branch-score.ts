import type { EffectiveRule } from '../usage/effective.ts'
import { type AssessmentFacts, tenthsOfADay } from './facts.ts'
import type { Outcome, PersonScore } from './score.ts'

/** What the measure of a branch needs of one person. */
export interface Member {
  facts: Pick<AssessmentFacts, 'dutyTenths' | 'workingDays' | 'logins' | 'effective'>
  score: Pick<PersonScore, 'outcome' | 'hundredths'>
}

/** A branch's month: the official average a head, and what its people came to one by one. */
export interface BranchScore {
  people: Record<Outcome, number>
  /** Sums over those who are judged. */
  logins: number
  effective: number
  dutyTenths: number
  workingDays: number
  /** Σ logins ÷ Σ duty FTE, hundredths, rounded half up; null without anybody on duty. */
  loginsAHead: number | null
  effectiveAHead: number | null
  /** Whether the official average reaches the standard, by the exact fraction. */
  meetsStandard: boolean | null
  /** Mean score of those who have one, hundredths of a point, rounded half up. */
  meanScore: number | null
}

const ratio = (sum: number, by: number): number | null =>
  by === 0 ? null : Math.floor((2 * sum + by) / (2 * by))

/**
 * A branch's averages (rule 4.10): Σ logins ÷ Σ duty FTE, where a person who was on duty half of the
 * month's working days is half a head. Who is exempt, off duty or not assessed is in neither sum.
 * All members are of one month.
 */
export function branchScoreOf(members: readonly Member[], rule: EffectiveRule): BranchScore {
  const people: Record<Outcome, number> = {
    passed: 0,
    retrain: 0,
    exempt: 0,
    off_duty: 0,
    not_assessed: 0,
  }
  let [logins, effective, dutyTenths, workingDays, scored, sum] = [0, 0, 0, 0, 0, 0]
  for (const { facts, score } of members) {
    people[score.outcome] += 1
    workingDays = Math.max(workingDays, facts.workingDays)
    if (score.outcome !== 'passed' && score.outcome !== 'retrain') continue
    logins += facts.logins
    effective += facts.effective
    dutyTenths += facts.dutyTenths
    if (score.hundredths === null) continue
    scored += 1
    sum += score.hundredths
  }
  const monthTenths = workingDays * tenthsOfADay
  return {
    people,
    logins,
    effective,
    dutyTenths,
    workingDays,
    loginsAHead: ratio(logins * monthTenths * 100, dutyTenths),
    effectiveAHead: ratio(effective * monthTenths * 100, dutyTenths),
    meetsStandard: dutyTenths === 0 ? null : logins * monthTenths >= rule.loginsAMonth * dutyTenths,
    meanScore: ratio(sum, scored),
  }
}
