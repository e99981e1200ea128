import { type ContactOutcome } from '../customers/contact-words.ts'
import type { Day } from '../time/day.ts'
import { dayOfInstant, daysBetween } from '../time/day.ts'
import {
  intentOf,
  type RankParts,
  rankPoints,
  rankScore,
  standardFloorFen,
  urgencyOf,
  valueOf,
} from '../workbench/rank.ts'
import type { Candidate } from './candidates.ts'
import type { ActionFacts } from './facts.ts'
import { rememberedRefusal } from './refusals.ts'
import type { NeedKind, RefusalReason } from './words.ts'

/** What a part of the score was taken from: the numbers of the sentence beside it. */
export type PartGround =
  | { part: 'value'; amountFen: number | null; floorFen: number }
  | { part: 'urgency'; dueOn: Day | null; days: number | null }
  | { part: 'compliance'; from: 'paper'; expiredOn: Day; days: number }
  | { part: 'compliance'; from: 'fraud' | 'none' }
  | { part: 'intent'; from: 'outcome'; outcome: ContactOutcome | null }
  | { part: 'intent'; from: 'need'; need: NeedKind }
  | { part: 'intent'; from: 'refusal'; reason: RefusalReason; on: Day }

/** A part with its share of 0 to 1, its points to a tenth, and what it was taken from. */
export interface ScoredPart {
  share: number
  points: number
  ground: PartGround
}

/**
 * 40 value + 30 urgency + 20 compliance + 10 intent to a tenth, times the gates (rule 4.11): one that is
 * closed takes everything away.
 */
export function actionScore(parts: RankParts, gatesClosed: number): number {
  return gatesClosed > 0 ? 0 : rankScore(parts)
}

function complianceOf(
  { kind, expiresOn }: Candidate,
  on: Day,
): { share: number; ground: PartGround } {
  if (kind === 'anti_fraud') return { share: 1, ground: { part: 'compliance', from: 'fraud' } }
  const paper = kind === 'id_expiry' || kind === 'risk_expiry'
  if (!paper || expiresOn === null || expiresOn >= on) {
    return { share: 0, ground: { part: 'compliance', from: 'none' } }
  }
  const days = daysBetween(expiresOn, on)
  return { share: 1, ground: { part: 'compliance', from: 'paper', expiredOn: expiresOn, days } }
}

/** A need the customer stated is all the intent there is; an ended refusal of the same thing lowers it. */
function intentFor(
  candidate: Candidate,
  facts: ActionFacts,
): { share: number; ground: PartGround } {
  const need = facts.needs.find(({ id }) => id === candidate.needId)
  if (need) return { share: 1, ground: { part: 'intent', from: 'need', need: need.kind } }
  const { lastOutcome: outcome, refusals, on, rule } = facts
  const share = intentOf(outcome)
  const refusal = rememberedRefusal(refusals, candidate, on, rule)
  const after = refusal ? rule.intentAfterBp[refusal.reason] / 10_000 : share
  if (refusal && after < share) {
    const { reason, at } = refusal
    const ground = { part: 'intent', from: 'refusal', reason, on: dayOfInstant(at) } as const
    return { share: after, ground }
  }
  return { share, ground: { part: 'intent', from: 'outcome', outcome } }
}

/** The four parts of a candidate, in the order of the formula. */
export function scoredParts(candidate: Candidate, facts: ActionFacts): ScoredPart[] {
  const { amountFen, kind } = candidate
  const { tier, floors, on } = facts
  // Money that moved after the close of the business date is asked about now, not when its day closes.
  const isAhead = kind === 'anti_fraud' && candidate.dueOn !== null && candidate.dueOn > on
  const dueOn = isAhead ? on : candidate.dueOn
  const value = valueOf(amountFen, tier, floors)
  const urgency = dueOn === null ? 0 : urgencyOf(dueOn, on)
  const compliance = complianceOf(candidate, on)
  const intent = intentFor(candidate, facts)
  const points = rankPoints({
    value,
    urgency,
    compliance: compliance.share,
    intent: intent.share,
  })
  const floorFen = tier === 'standard' ? standardFloorFen : floors[tier]
  const days = dueOn === null ? null : daysBetween(on, dueOn)
  return [
    { share: value, points: points.value, ground: { part: 'value', amountFen, floorFen } },
    { share: urgency, points: points.urgency, ground: { part: 'urgency', dueOn, days } },
    { ...compliance, points: points.compliance },
    { ...intent, points: points.intent },
  ]
}

/** The shares of scored parts, by name. */
export function sharesOf(parts: readonly ScoredPart[]): RankParts {
  const share = (name: keyof RankParts) =>
    parts.find(({ ground }) => ground.part === name)?.share ?? 0
  return {
    value: share('value'),
    urgency: share('urgency'),
    compliance: share('compliance'),
    intent: share('intent'),
  }
}
