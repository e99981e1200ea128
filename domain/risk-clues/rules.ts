import { z } from 'zod'

/** Names the code of the rules; with the published parameter's version it says how a clue came about. */
export const clueRuleVersion = 'risk-clues/1'

/** How risk clues are looked for among transfers; shares in basis points, money in 分. */
export interface ClueRule {
  /** Transfers of so many days are looked at: money that is collected slowly takes months. */
  lookDays: number
  /** Smaller transfers are left out: a receiver's name is tried out with single 分. */
  leastFen: number
  /** A clue about less is not raised. */
  leastClueFen: number
  /** A clue with fewer points is not raised. */
  leastScore: number
  /** From so many counterparties on either side a party is a hub: a shop, a platform, an office. */
  hubParties: number
  /** Money that comes back to where it began. */
  ring: {
    /** From the first transfer to the last, in time order. */
    days: number
    leastAccounts: number
    mostAccounts: number
    /** Least share the smallest transfer is of the largest. */
    ratioBp: number
    /** Looks from one transfer, after which its search ends and is counted as cut short. */
    mostSteps: number
  }
  /** One and the same sum, to the 分, that goes from hand to hand; time order does not matter. */
  sameSum: {
    /** A sum that more parties pay is a price, and tells nothing. */
    mostPayers: number
    /** Whole multiples of this are sums that people choose; they tell nothing. */
    roundFen: number
    /** Who pays or gets the sum more often than this pays it by habit, and hands nothing on. */
    mostBranches: number
  }
  /** Many who pay to one. */
  fanIn: {
    /** Slow collecting: payers whose sums are alike and foreign to what they else pay. */
    leastPayers: number
    /** Least share the smallest of alike sums is of the largest. */
    alikeBp: number
    /** So many times more or less than the middle of the others is foreign. */
    foreignTimes: number
    /** Burst: payers within so many days, far above what the receiver has else. */
    burstDays: number
    burstPayers: number
    /** Least share of all the receiver's payers that comes within these days. */
    burstShareBp: number
    /** Roots of the expected number by which a burst stands above it. */
    burstSigmas: number
  }
  /** What comes in leaves again, nearly whole. */
  passThrough: {
    days: number
    /** Least share of a sum that leaves for it to be passed on. */
    keepBp: number
    /** Sums passed on that make it a habit, and least share of all that moved on the account. */
    leastPasses: number
    shareBp: number
    /** A single sum counts from here on, where it is so many times the middle of the others. */
    singleLeastFen: number
    singleTimes: number
  }
  /** One payment in several alike parts on one day. */
  split: { leastTransfers: number; alikeBp: number }
}

const share = z.int().min(1).max(10_000)
const days = z.int().min(1).max(366)
const count = z.int().min(1).max(100_000)
const fen = z.int().min(0)

/** Value of the parameter `risk.clue_rule`. */
export const clueRuleSchema = z
  .strictObject({
    lookDays: days,
    leastFen: fen,
    leastClueFen: fen,
    leastScore: z.int().min(0).max(100),
    hubParties: count,
    ring: z.strictObject({
      days,
      leastAccounts: z.int().min(2).max(12),
      mostAccounts: z.int().min(2).max(12),
      ratioBp: share,
      mostSteps: count,
    }),
    sameSum: z.strictObject({
      mostPayers: count,
      roundFen: z.int().min(1),
      mostBranches: z.int().min(1).max(20),
    }),
    fanIn: z.strictObject({
      leastPayers: z.int().min(2).max(1000),
      alikeBp: share,
      foreignTimes: z.number().min(1).max(100),
      burstDays: days,
      burstPayers: z.int().min(2).max(10_000),
      burstShareBp: share,
      burstSigmas: z.number().min(0).max(100),
    }),
    passThrough: z.strictObject({
      days: z.int().min(0).max(60),
      keepBp: share,
      leastPasses: z.int().min(1).max(1000),
      shareBp: share,
      singleLeastFen: fen,
      singleTimes: z.number().min(1).max(1000),
    }),
    split: z.strictObject({ leastTransfers: z.int().min(2).max(100), alikeBp: share }),
  })
  .refine(({ ring }) => ring.leastAccounts <= ring.mostAccounts, {
    message: 'ring.leastAccounts must be at most ring.mostAccounts',
  }) satisfies z.ZodType<ClueRule>

/** The product's rule; reasons of the numbers stand in docs/decisions/0030. */
export const defaultClueRule: ClueRule = {
  lookDays: 180,
  leastFen: 100,
  leastClueFen: 100_000,
  leastScore: 50,
  hubParties: 500,
  ring: { days: 30, leastAccounts: 3, mostAccounts: 8, ratioBp: 8000, mostSteps: 5000 },
  sameSum: { mostPayers: 20, roundFen: 10_000, mostBranches: 3 },
  fanIn: {
    leastPayers: 3,
    alikeBp: 5000,
    foreignTimes: 3,
    burstDays: 7,
    burstPayers: 8,
    burstShareBp: 6000,
    burstSigmas: 4,
  },
  passThrough: {
    days: 3,
    keepBp: 9000,
    leastPasses: 3,
    shareBp: 8000,
    singleLeastFen: 5_000_000,
    singleTimes: 5,
  },
  split: { leastTransfers: 3, alikeBp: 5000 },
}
