import type { Relation } from '../customers/records.ts'
import type { Day } from '../time/day.ts'

/**
 * Kinds of ties of a relation graph, in the order in which one of several is the reason an edge shows:
 * what somebody told comes before what transactions and records suggest. `registered` holds what is told
 * and none of the others: referrals, authorised users.
 */
export const edgeKinds = [
  'family',
  'guarantor',
  'registered',
  'employer',
  'transfer',
  'phone',
] as const

/** A kind of the closed list {@link edgeKinds}. */
export type EdgeKind = (typeof edgeKinds)[number]

/**
 * Where a tie is known from: told by the customer, found by a system, from the core system, from two
 * customers' records that say the same, from transactions.
 */
export const edgeSources = ['customer', 'core', 'system', 'profile', 'transaction'] as const
/** A source of the closed list {@link edgeSources}. */
export type EdgeSource = (typeof edgeSources)[number]

/** How sure a tie is, the surest first. */
export const edgeStrengths = ['high', 'middle', 'low'] as const
/** A sureness of the closed list {@link edgeStrengths}. */
export type EdgeStrength = (typeof edgeStrengths)[number]

/** Version of the rules of the graph, named where its rules are explained. */
export const graphRuleVersion = 'graph-1'

/** Money between two sides over a period, 分; `in` came to the one whose book it is from. */
export interface TransferSum {
  inFen: number
  outFen: number
  count: number
  lastOn: Day
}

/** One reason for a tie, seen from one end: `relation` says what the other end is to it. */
export interface Evidence {
  kind: EdgeKind
  source: EdgeSource
  strength: EdgeStrength
  /** Since when, or when last; null where nobody wrote a day. */
  on: Day | null
  /** Null for what nobody told. */
  relation: Relation['kind'] | null
  /** Null for all but transfers. */
  transfers: TransferSum | null
}

/** A reason that ties two ends, as the book of `from` has it. Ends are opaque keys. */
export interface Tie {
  from: string
  to: string
  evidence: Evidence
}
