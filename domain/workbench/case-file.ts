import type { KeyThresholds } from '../key-transactions/thresholds.ts'
import type { ContactCycle } from '../customers/contact-cycle.ts'
import type { ContactOutcome } from '../customers/contact.ts'
import type { ChurnBand, ChurnReason } from '../customers/churn.ts'
import type { Customer } from '../customers/records.ts'
import type { TierOutcome } from '../customers/tier-strategy.ts'
import type { Tier } from '../customers/tiers.ts'
import type { TierRules } from '../customers/tier-period.ts'
import type { Day } from '../time/day.ts'
import type { TaskKind } from './task-words.ts'

/** A deposit or product that ends: money in 分. */
export interface Maturing {
  positionId: string
  product: string
  amountFen: number
  maturesOn: Day
}

/** An instalment of a loan or a card statement that is to be paid. */
export interface Payment {
  id: string
  what: 'loan' | 'card'
  amountFen: number
  dueOn: Day
}

/** Money that moved between a customer and somebody else. */
export interface Movement {
  txnNo: string
  direction: 'in' | 'out'
  amountFen: number
  on: Day
  bank: string | null
  /** AUM at the close of the day before, 分. */
  aumBeforeFen: number
  /** What moved in this direction in the 90 days before, divided by 90, 分. */
  dailyMeanFen: number
}

/** A product that was bought. */
export interface Purchase {
  holdingId: string
  product: string
  amountFen: number
  boughtOn: Day
}

/** The latest contact of a customer, answered or not. */
export interface LastContact {
  id: string
  on: Day
  outcome: ContactOutcome
  nextOn: Day | null
  summary: string
}

/** Churn points as of the night; money in 分, 0 where nothing is known. */
export interface ChurnCase {
  points: number
  band: ChurnBand
  reasons: readonly ChurnReason[]
  /** How far the 7-day mean AUM is below the 90-day one. */
  fallFen: number
  /** Out in 30 days to own accounts elsewhere and to securities. */
  outFen: number
}

/** The last decision that changed the tier or its state. */
export interface TierCase {
  outcome: TierOutcome
  on: Day
  before: Tier
  tier: Tier
  averageFen: number
}

/** What the rules look at for one customer, as of the close of the business date `on`. */
export interface CaseFile {
  on: Day
  customer: Customer
  tierRules: TierRules
  /** Longest time between two contacts by tier, days. */
  contactCycle: ContactCycle
  keyThresholds: KeyThresholds
  /** Whether accounts are there and every one that is not closed is frozen. */
  frozen: boolean
  /** Average of the tier period up to `on`, 分. */
  periodAverageFen: number
  /** Balance of the current accounts, and the least they held on each of the last 15 days, 分. */
  currentFen: number
  idleFen: number
  /** Kinds that come again and again, and that the customer does not want now. */
  refused: readonly TaskKind[]
  lastContact: LastContact | null
  /** Day of the last contact that was answered. */
  lastReachedOn: Day | null
  riskTest: { validTo: Day; level: number } | null
  maturing: readonly Maturing[]
  payments: readonly Payment[]
  movements: readonly Movement[]
  purchases: readonly Purchase[]
  /** Null where the points are certainly below red. */
  churn: ChurnCase | null
  /** Null where nothing changed in the last weeks. */
  tierChange: TierCase | null
}
