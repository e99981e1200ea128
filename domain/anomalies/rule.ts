import { z } from 'zod'

/** Names the code of the signs; with the published version of the rule it says how a sign came about. */
export const anomalyVersion = 'usage-anomalies/2'

/** From where use looks unlike work; times in ms, shares in basis points. */
export interface AnomalyRule {
  /** Everything at the end: share of sessions in the last part of the duty days. */
  monthEnd: { windowBp: number; shareBp: number; leastSessions: number; leastDutyDays: number }
  /** Sessions with an action that end at once. */
  short: { belowMs: number; least: number; shareBp: number }
  /** Days of at least so many logins, of which such a share did nothing, and how many of these in a month. */
  empty: { aDay: number; shareBp: number; least: number }
  /** Waits between actions that are alike: middle half of them, as a share of the middle one. */
  rhythm: { leastWaits: number; spreadBp: number }
  /** First sessions of days that begin at the same time of the day. */
  sameTime: { withinMs: number; leastDays: number; shareBp: number }
  /** Sessions whose waits are those of another one, one by one. */
  repeated: { leastActions: number; withinMs: number; leastSessions: number }
  /** Short sessions of different people at one device, each within `handoverMs` of the one before. */
  device: {
    handoverMs: number
    belowMs: number
    people: number
    days: number
    /** Days on which two people do so. */
    pairDays: number
  }
  /** A device without a record while so many others of its branch write some. */
  silence: { leastMs: number; peers: number }
}

const share = z.int().min(1).max(10_000)
const span = z.int().min(0).max(86_400_000)
const count = z.int().min(1).max(1000)

const emptyRule = { aDay: 5, shareBp: 7500, least: 8 }

/** Value of the parameter `usage.anomalies`. */
export const anomalyRuleSchema = z.strictObject({
  monthEnd: z.strictObject({
    windowBp: share,
    shareBp: share,
    leastSessions: count,
    leastDutyDays: count,
  }),
  short: z.strictObject({ belowMs: span, least: count, shareBp: share }),
  /** Absent in versions from before there was the sign. */
  empty: z.strictObject({ aDay: count, shareBp: share, least: count }).default({ ...emptyRule }),
  rhythm: z.strictObject({ leastWaits: count, spreadBp: share }),
  sameTime: z.strictObject({ withinMs: span, leastDays: count, shareBp: share }),
  repeated: z.strictObject({ leastActions: count, withinMs: span, leastSessions: count }),
  device: z.strictObject({
    handoverMs: span,
    belowMs: span,
    people: z.int().min(3).max(20),
    days: count,
    pairDays: count,
  }),
  silence: z.strictObject({ leastMs: span, peers: count }),
}) satisfies z.ZodType<AnomalyRule>

/** The product's rule, tuned on made-up use (`npm run evaluate -- usage`). */
export const defaultAnomalyRule: AnomalyRule = {
  monthEnd: { windowBp: 2500, shareBp: 7000, leastSessions: 6, leastDutyDays: 8 },
  short: { belowMs: 120_000, least: 6, shareBp: 6000 },
  empty: emptyRule,
  rhythm: { leastWaits: 20, spreadBp: 3000 },
  sameTime: { withinMs: 20_000, leastDays: 8, shareBp: 5000 },
  repeated: { leastActions: 4, withinMs: 1000, leastSessions: 4 },
  device: { handoverMs: 120_000, belowMs: 180_000, people: 3, days: 3, pairDays: 6 },
  silence: { leastMs: 20 * 60_000, peers: 2 },
}
