import type { EffectiveRule } from '../usage/effective.ts'
import { type AssessmentFacts, tenthsOfADay } from './facts.ts'
import { type Outcome, outcomes, type PersonScore } from './score.ts'

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

/** Σ of the scores of a branch's people that have one, hundredths of a point, and how many these are. */
export interface PointsSum {
  hundredths: number
  people: number
}

type Sums = Pick<BranchScore, 'people' | 'logins' | 'effective' | 'dutyTenths' | 'workingDays'>

const ratio = (sum: number, by: number): number | null =>
  by === 0 ? null : Math.floor((2 * sum + by) / (2 * by))

const nobody = (): Record<Outcome, number> => ({
  passed: 0,
  retrain: 0,
  exempt: 0,
  off_duty: 0,
  not_assessed: 0,
})

function averagesOf(sums: Sums, points: PointsSum, rule: EffectiveRule): BranchScore {
  const { logins, effective, dutyTenths, workingDays } = sums
  const monthTenths = workingDays * tenthsOfADay
  return {
    ...sums,
    loginsAHead: ratio(logins * monthTenths * 100, dutyTenths),
    effectiveAHead: ratio(effective * monthTenths * 100, dutyTenths),
    meetsStandard: dutyTenths === 0 ? null : logins * monthTenths >= rule.loginsAMonth * dutyTenths,
    meanScore: ratio(points.hundredths, points.people),
  }
}

/**
 * A branch's averages (rule 4.10): Σ logins ÷ Σ duty FTE, where a person who was on duty half of the
 * month's working days is half a head. Who is exempt, off duty or not assessed is in neither sum.
 * All members are of one month.
 */
export function branchScoreOf(members: readonly Member[], rule: EffectiveRule): BranchScore {
  const people = nobody()
  const points: PointsSum = { hundredths: 0, people: 0 }
  let [logins, effective, dutyTenths, workingDays] = [0, 0, 0, 0]
  for (const { facts, score } of members) {
    people[score.outcome] += 1
    workingDays = Math.max(workingDays, facts.workingDays)
    if (score.outcome !== 'passed' && score.outcome !== 'retrain') continue
    logins += facts.logins
    effective += facts.effective
    dutyTenths += facts.dutyTenths
    if (score.hundredths === null) continue
    points.people += 1
    points.hundredths += score.hundredths
  }
  return averagesOf({ people, logins, effective, dutyTenths, workingDays }, points, rule)
}

/**
 * Several branches as if they were one: averages over all their people, never averages of averages. All
 * are of one month.
 */
export function joinedScoreOf(
  branches: readonly { score: Sums; points: PointsSum }[],
  rule: EffectiveRule,
): BranchScore {
  const people = nobody()
  const points: PointsSum = { hundredths: 0, people: 0 }
  let [logins, effective, dutyTenths, workingDays] = [0, 0, 0, 0]
  for (const { score, points: of } of branches) {
    for (const outcome of outcomes) people[outcome] += score.people[outcome]
    logins += score.logins
    effective += score.effective
    dutyTenths += score.dutyTenths
    workingDays = Math.max(workingDays, score.workingDays)
    points.people += of.people
    points.hundredths += of.hundredths
  }
  return averagesOf({ people, logins, effective, dutyTenths, workingDays }, points, rule)
}
