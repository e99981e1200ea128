import type { ContactOutcome } from '../customers/contact-words.ts'
import type { TierFloors } from '../customers/tier.ts'
import type { Tier } from '../customers/tiers.ts'
import type { AssetClass } from '../products/asset-classes.ts'
import type { SuitabilityFacts } from '../products/suitability.ts'
import type { Day } from '../time/day.ts'
import type { TaskKind } from '../workbench/task-words.ts'
import type { CustomerNeed, Refusal } from './records.ts'
import type { NextActionRule } from './rule.ts'

/** An open reason of the work list that was not put off. */
export interface OpenReason {
  taskId: string
  kind: TaskKind
  dueOn: Day
  amountFen: number | null
  /** Day on which a paper ran or runs out, where that is the reason. */
  expiresOn: Day | null
}

/** A product of the shelf; money in 分. */
export interface ShelfProduct {
  id: string
  name: string
  assetClass: AssetClass
  riskLevel: number
  rateBp: number | null
  termDays: number | null
  minAmountFen: number
}

/** A waiting card of key transactions on the way of 反诈. */
export interface FraudCard {
  cardId: string
  on: Day
  amountFen: number
}

/** Everything the next best action of one customer is judged by, as of the business date. */
export interface ActionFacts {
  on: Day
  rule: NextActionRule
  floors: TierFloors
  tier: Tier
  suitability: SuitabilityFacts
  /** Whether every account that is not closed is frozen. */
  frozen: boolean
  /** An elder whom money left in a way out of the ordinary. */
  elderOutflow: boolean
  /** Whether a consent to marketing calls or messages is in force. */
  consent: boolean
  lastOutcome: ContactOutcome | null
  /** Day of the last call that was answered, and the days between two of them. */
  lastCallOn: Day | null
  callCapDays: number
  /** Days of the messages sent, in any order. */
  messages: readonly Day[]
  aumFen: number
  held: readonly AssetClass[]
  reasons: readonly OpenReason[]
  fraudCard: FraudCard | null
  /** What went elsewhere and did not come back, and the last day on which something left. */
  leaked: { fen: number; lastOn: Day } | null
  shelf: readonly ShelfProduct[]
  refusals: readonly Refusal[]
  needs: readonly CustomerNeed[]
}
