import { apportion } from '../money/apportion.ts'
import { type EffectiveRule, loginTarget } from '../usage/effective.ts'
import { type AssessmentFacts, type Exemption, tenthsOfADay } from './facts.ts'
import {
  type AssessmentScheme,
  type GateKind,
  gateKinds,
  isAssessed,
  requiredModules,
  type ScorePart,
  scoreParts,
} from './scheme.ts'

/** One hundred points, in hundredths of a point. */
export const fullScore = 10_000

const basis = 10_000

/** Whether a part was judged; one of which nothing was due, or that is exempt, leaves its points to the others. */
export type PartState = 'judged' | 'nothing_due' | 'exempt'

/** What a part of a score came to and how: `hundredths` = `fullHundredths` · min(1, have ÷ (need ÷ scale)). */
export interface PartScore {
  part: ScorePart
  state: PartState
  have: number
  /** What gives full points, times `scale`: 13.2 days are 1,320,000 of 100,000. */
  need: number
  scale: number
  /** Most this part can give and what it gave, hundredths of a point; rounded half up. */
  fullHundredths: number
  hundredths: number
  exemption: Exemption | null
}

/** A gate: what is needed for it, and whether it is open. */
export interface Gate {
  gate: GateKind
  have: number
  need: number
  met: boolean
}

/** 达标, 待补训, exempt, not on duty, or a role that is not assessed. */
export const outcomes = ['passed', 'retrain', 'exempt', 'off_duty', 'not_assessed'] as const
export type Outcome = (typeof outcomes)[number]

/** A person's month. */
export interface PersonScore {
  outcome: Outcome
  /** Hundredths of a point; null where nobody is judged, or nothing could be. */
  hundredths: number | null
  parts: PartScore[]
  /** Gates the scheme asks for and no exemption lifts. */
  gates: Gate[]
  /** Effective logins expected. */
  target: number
}

interface Share {
  have: number
  need: number
  scale: number
}

const plain = (have: number, need: number): Share => ({ have, need, scale: 1 })

/** Rounded half up, exactly: both are safe integers, and the divisor is not 0. */
function rounded(dividend: number, divisor: number): number {
  return Math.floor((2 * dividend + divisor) / (2 * divisor))
}

/** Effective logins expected for the days on duty (rule 4.10). */
export function targetOf(facts: AssessmentFacts, rule: EffectiveRule): number {
  return loginTarget(facts.dutyTenths, facts.workingDays * tenthsOfADay, rule)
}

/** What a person has of each part and needs for all of its points. */
function sharesOf(
  facts: AssessmentFacts,
  scheme: AssessmentScheme,
  rule: EffectiveRule,
): Record<ScorePart, Share> {
  const required = requiredModules(facts.roles, scheme)
  const onDuty = facts.dutyTenths > 0
  return {
    effective: plain(facts.effective, targetOf(facts, rule)),
    active_days: {
      have: facts.activeDays,
      need: scheme.activeShareBp * facts.dutyTenths,
      scale: basis * tenthsOfADay,
    },
    modules: plain(
      required.filter((module) => facts.modules.includes(module)).length,
      required.length,
    ),
    tasks: plain(facts.tasksInTime - facts.tasksFailed, facts.tasksDue),
    courses: plain(facts.coursesPassed, facts.coursesRequired),
    feedback: plain(facts.feedback + facts.adopted, onDuty ? scheme.feedbackAMonth : 0),
    data_quality: plain(facts.dataAccepted, facts.dataDue),
  }
}

/**
 * Full points of each part, hundredths: those of parts that are not judged go to the others by their
 * points, by largest remainder, so that they add up to exactly 100.00.
 */
function fullPoints(
  judged: readonly ScorePart[],
  { points }: AssessmentScheme,
): Map<ScorePart, number> {
  const all = judged.reduce((sum, part) => sum + points[part], 0)
  if (all === 0) return new Map()
  const full = apportion(
    judged.map((part) => points[part] * fullScore),
    all,
    fullScore,
  )
  return new Map(judged.map((part, index) => [part, full[index] ?? 0]))
}

function gatesOf(facts: AssessmentFacts, scheme: AssessmentScheme, target: number): Gate[] {
  const gates: Record<GateKind, { have: number; need: number; freedBy: ScorePart }> = {
    effective: { have: facts.effective, need: target, freedBy: 'effective' },
    mandatory_courses: {
      have: facts.mandatoryPassed,
      need: facts.mandatoryRequired,
      freedBy: 'courses',
    },
  }
  const freed = new Set(facts.exemptions.map(({ scope }) => scope))
  return gateKinds
    .filter((gate) => scheme.gates[gate] && !freed.has(gates[gate].freedBy))
    .map((gate) => {
      const { have, need } = gates[gate]
      return { gate, have, need, met: have >= need }
    })
}

function outcomeOf(
  facts: AssessmentFacts,
  scheme: AssessmentScheme,
  gates: readonly Gate[],
): Outcome {
  if (!isAssessed(facts.roles, scheme)) return 'not_assessed'
  if (facts.exemptions.some(({ scope }) => scope === 'all')) return 'exempt'
  if (facts.dutyTenths === 0) return 'off_duty'
  return gates.every(({ met }) => met) ? 'passed' : 'retrain'
}

/**
 * The compliance score of one person and month (rule 4.10), with every part and gate. All arithmetic is
 * of whole numbers, and the score is the sum of its rounded parts: what stands on the screen adds up, and
 * two machines agree to the last hundredth. A gate that is not met makes the month 待补训 whatever its
 * score. Parts are shown in any case; a score only where somebody is judged.
 */
export function scoreOf(
  facts: AssessmentFacts,
  scheme: AssessmentScheme,
  rule: EffectiveRule,
): PersonScore {
  const shares = sharesOf(facts, scheme, rule)
  const exemptionOf = (part: ScorePart) =>
    facts.exemptions.find(({ scope }) => scope === part || scope === 'all') ?? null
  const stateOf = (part: ScorePart): PartState => {
    if (exemptionOf(part)) return 'exempt'
    return shares[part].need > 0 ? 'judged' : 'nothing_due'
  }
  const judged = scoreParts.filter((part) => stateOf(part) === 'judged')
  const full = fullPoints(judged, scheme)
  const parts = scoreParts.map((part): PartScore => {
    const share = shares[part]
    const fullHundredths = full.get(part) ?? 0
    const done = Math.min(share.have * share.scale, share.need)
    return {
      part,
      state: stateOf(part),
      ...share,
      fullHundredths,
      hundredths: full.has(part) ? rounded(fullHundredths * done, share.need) : 0,
      exemption: exemptionOf(part),
    }
  })
  const target = targetOf(facts, rule)
  const gates = gatesOf(facts, scheme, target)
  const outcome = outcomeOf(facts, scheme, gates)
  const counts = (outcome === 'passed' || outcome === 'retrain') && full.size > 0
  return {
    outcome,
    hundredths: counts ? parts.reduce((sum, { hundredths }) => sum + hundredths, 0) : null,
    parts,
    gates,
    target,
  }
}
