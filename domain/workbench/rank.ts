import type { ContactOutcome } from '../customers/contact.ts'
import type { Tier } from '../customers/tiers.ts'
import type { TierFloors } from '../customers/tier.ts'
import { type Day, daysBetween } from '../time/day.ts'
import type { TaskKind } from './task.ts'

/** Points of the four parts of the order of work (rule 4.11): 业务价值 紧急 合规 客户意向. */
export const rankWeights = { value: 40, urgency: 30, compliance: 20, intent: 10 } as const

/** The four parts, each from 0 to 1. */
export type RankParts = Record<keyof typeof rankWeights, number>

/** Customers a round calls on: what one person manages in a day beside everything else. */
export const roundSize = 10

/** Why a row may not be worked on now, whatever its points: the gates of rule 4.11. */
export const rankGates = ['callCap', 'noConsent'] as const
export type RankGate = (typeof rankGates)[number]

/** Days at which urgency has fallen to nothing. */
const urgentWithinDays = 30
/** The product's value of `contact.call_cap_days`: at most one call with something to sell in so many. */
export const callCapDays: number = 7

/** What a customer with no own floor is measured by, 5 万 (普通). */
export const standardFloorFen = 5_000_000

/** Kinds with something to sell: consent and the cap of calls hold for them, not for service. */
const sellingKinds: ReadonlySet<TaskKind> = new Set(['inflow', 'idle_cash', 'tier_cliff'])

/** Whether a reason is one to sell something. */
export function isSelling(kind: TaskKind): boolean {
  return sellingKinds.has(kind)
}

/** One reason as far as the order looks at it. */
export interface RankedReason {
  kind: TaskKind
  dueOn: Day
  amountFen: number | null
  /** Day on which a paper ran out, where that is the reason. */
  expiresOn: Day | null
}

/** What the order looks at in a row: one customer with one or several reasons. */
export interface RankedRow {
  tier: Tier
  reasons: readonly RankedReason[]
  lastOutcome: ContactOutcome | null
  /** Day of the last call that was answered. */
  lastCallOn: Day | null
  /** Whether a consent to marketing calls is in force. */
  consent: boolean
}

/** Intent by the last outcome: 有意向 1, 再联系 0.5, 无意向 and 拒绝 0, otherwise 0.3. */
export function intentOf(outcome: ContactOutcome | null): number {
  if (outcome === 'interested') return 1
  if (outcome === 'again') return 0.5
  return outcome === 'refused' || outcome === 'not_interested' ? 0 : 0.3
}

/** Urgency: 1 today and past, falling to 0 at 30 days. */
export function urgencyOf(dueOn: Day, on: Day): number {
  const left = daysBetween(on, dueOn)
  return Math.min(1, Math.max(0, 1 - left / urgentWithinDays))
}

/** Value: the amount in floors of the tier (普通: 5 万), at most 1; nothing without an amount. */
export function valueOf(amountFen: number | null, tier: Tier, floors: TierFloors): number {
  const floorFen = tier === 'standard' ? standardFloorFen : floors[tier]
  return Math.min(1, Math.max(0, (amountFen ?? 0) / floorFen))
}

/** Compliance: 1 for an identity document or a risk test that has run out. */
function complianceOf({ kind, expiresOn }: RankedReason, on: Day): number {
  const paper = kind === 'id_expiry' || kind === 'risk_expiry'
  return paper && expiresOn !== null && expiresOn < on ? 1 : 0
}

const most = (values: readonly number[]) => Math.max(0, ...values)

/** The four parts of a row: of several reasons the strongest one gives each part. */
export function rankParts(row: RankedRow, on: Day, floors: TierFloors): RankParts {
  return {
    value: most(row.reasons.map(({ amountFen }) => valueOf(amountFen, row.tier, floors))),
    urgency: most(row.reasons.map(({ dueOn }) => urgencyOf(dueOn, on))),
    compliance: most(row.reasons.map((reason) => complianceOf(reason, on))),
    intent: intentOf(row.lastOutcome),
  }
}

/** Points of each part, to a tenth; they add up to the score. */
export function rankPoints(parts: RankParts): RankParts {
  const points = (part: keyof RankParts) => Math.round(rankWeights[part] * parts[part] * 10) / 10
  return {
    value: points('value'),
    urgency: points('urgency'),
    compliance: points('compliance'),
    intent: points('intent'),
  }
}

/** 40 value + 30 urgency + 20 compliance + 10 intent, to a tenth, 0 to 100. */
export function rankScore(parts: RankParts): number {
  const { value, urgency, compliance, intent } = rankPoints(parts)
  return Math.round((value + urgency + compliance + intent) * 10) / 10
}

/**
 * The gate that holds a row back, or null. Gates hold only where every reason is one to sell: what is
 * due, promised or owed to the customer is always done.
 */
export function closedGate(row: RankedRow, on: Day, capDays: number): RankGate | null {
  if (!row.reasons.every(({ kind }) => isSelling(kind))) return null
  if (!row.consent) return 'noConsent'
  const { lastCallOn } = row
  if (lastCallOn !== null && daysBetween(lastCallOn, on) < capDays) return 'callCap'
  return null
}

/** A row with its place in the order. */
export interface Ranked {
  score: number
  gate: RankGate | null
  dueOn: Day
  id: string
}

/** Order of work: gated rows last, then by score, then by deadline, then by id. */
export function byRank(a: Ranked, b: Ranked): number {
  const gated = Number(a.gate !== null) - Number(b.gate !== null)
  if (gated !== 0) return gated
  if (a.score !== b.score) return b.score - a.score
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
