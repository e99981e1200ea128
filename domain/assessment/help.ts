import type { UsageModule } from '../usage/modules.ts'
import type { AssessmentFacts } from './facts.ts'
import type { Forecast } from './forecast.ts'
import { type AssessmentScheme, requiredModules } from './scheme.ts'
import type { PersonScore } from './score.ts'

/** What would help somebody: 核实岗位, 派课, 结对, 排时段, 看质量. */
export type HelpKind = 'exemption' | 'courses' | 'breadth' | 'pace' | 'quality'

/** Suggested help, with the counts its reason names. */
export interface Help {
  kind: HelpKind
  count: number
  of: number
  modules: UsageModule[]
  /** The larger, the more can still be saved; between 0 and 1. */
  weight: number
}

/** Share of contacts with an outcome below which the quality is looked at, and of how many contacts. */
export const thinContacts = { shareBp: 5000, least: 8 }
/** A person who was here on so small a share of the working days may have been elsewhere. */
const hardlyHere = 0.2

/** What help is judged by. */
export interface HelpGround {
  facts: AssessmentFacts
  score: PersonScore
  scheme: AssessmentScheme
  forecast: Forecast | null
  /** Working days of the month that have passed, and on how many of them the person logged in at all. */
  passed: number
  daysSeen: number
}

/**
 * The one help that a branch head should think of first, by what is missing; null where nothing is. Who
 * was hardly ever here is first asked about: he or she may be seconded or ill. Whoever still can reach the
 * target comes before whoever cannot any more.
 */
export function helpFor({
  facts,
  score,
  scheme,
  forecast,
  passed,
  daysSeen,
}: HelpGround): Help | null {
  if (score.outcome !== 'passed' && score.outcome !== 'retrain') return null
  const missing = score.target - facts.effective
  const missed = new Set(score.gates.filter(({ met }) => !met).map(({ gate }) => gate))
  const reachable = forecast === null ? 0.5 : Math.min(1, forecast.high / Math.max(1, score.target))
  const none = { count: 0, of: 0, modules: [] }
  if (missed.has('effective') && passed >= 5 && daysSeen < passed * hardlyHere) {
    return { ...none, kind: 'exemption', count: daysSeen, of: passed, weight: 0.3 }
  }
  if (missed.has('mandatory_courses')) {
    const count = facts.mandatoryRequired - facts.mandatoryPassed
    return {
      ...none,
      kind: 'courses',
      count,
      of: facts.mandatoryRequired,
      weight: 0.6 * reachable + 0.2,
    }
  }
  const required = requiredModules(facts.roles, scheme)
  const unused = required.filter((module) => !facts.modules.includes(module))
  if (missed.has('effective') && (forecast === null || forecast.likely < score.target)) {
    const help = { count: missing, of: score.target, weight: reachable }
    return unused.length > 0
      ? { ...help, kind: 'breadth', modules: unused }
      : { ...help, kind: 'pace', modules: [] }
  }
  const { contacts, contactsWithOutcome } = facts
  const thin = contactsWithOutcome * 10_000 < contacts * thinContacts.shareBp
  if (contacts >= thinContacts.least && thin) {
    return { ...none, kind: 'quality', count: contactsWithOutcome, of: contacts, weight: 0.1 }
  }
  return null
}

/** What the order of a board looks at. */
export interface Attention {
  score: Pick<PersonScore, 'outcome' | 'target'>
  facts: Pick<AssessmentFacts, 'effective'>
  forecast: Forecast | null
}

const rank = ({ score, facts, forecast }: Attention): number => {
  if (score.outcome === 'exempt' || score.outcome === 'off_duty') return 4
  if (score.outcome === 'not_assessed') return 5
  if (score.outcome === 'passed') return 3
  if (forecast && forecast.likely >= score.target) return 2
  return facts.effective >= score.target ? 2 : 1
}

/** Those who need attention first: not on the way to the target, the furthest from it at the top. */
export function byAttention(a: Attention, b: Attention): number {
  const far = ({ score, facts }: Attention) => facts.effective - score.target
  return rank(a) - rank(b) || far(a) - far(b)
}
