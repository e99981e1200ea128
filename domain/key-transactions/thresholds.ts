import { z } from 'zod'
import type { Tier } from '../customers/tiers.ts'

/** Value of the parameter `transaction.key_floors`. */
export const keyFloorsSchema = z.strictObject({
  standard: z.int().min(0),
  potential: z.int().min(0),
  gold: z.int().min(0),
  platinum: z.int().min(0),
  diamond: z.int().min(0),
  private: z.int().min(0),
}) satisfies z.ZodType<KeyFloors>

/** Least sum of a key transaction by tier, 分. */
export type KeyFloors = Record<Tier, number>

/** The product's floors: 普通 and 潜力 3 万, then 5, 10, 20, 50. */
export const defaultKeyFloors: KeyFloors = {
  standard: 3_000_000,
  potential: 3_000_000,
  gold: 5_000_000,
  platinum: 10_000_000,
  diamond: 20_000_000,
  private: 50_000_000,
}

/** How key transactions are judged beside the floors, and by when they want an answer. */
export interface KeyRule {
  /** How often the daily mean of 90 days is the least sum, where that is above the floor. */
  meanTimes: number
  /** Share of AUM that counts by itself, basis points, and the least sum for it, 分. */
  shareBp: number
  shareLeastFen: number
  /** Smaller movements are not added up with others of their day, 分. */
  leastPartFen: number
  /** Least sum of an event that counts by what it is (an account is closed), 分. */
  eventLeastFen: number
  /** Minutes of business hours within which P0 wants an answer. */
  answerMinutes: number
  /** Business hours on working days: minutes of the shown day (UTC+8). */
  opensAtMinute: number
  closesAtMinute: number
  /** From this age on money that leaves is looked at for fraud, and nothing is sold. */
  elderAge: number
  /** Share of cards to be answered in time, basis points. */
  onTimeBp: number
}

const minute = z
  .int()
  .min(0)
  .max(24 * 60)

/** Value of the parameter `transaction.key_rule`. */
export const keyRuleSchema = z
  .strictObject({
    meanTimes: z.int().min(1).max(20),
    shareBp: z.int().min(1).max(10_000),
    shareLeastFen: z.int().min(0),
    leastPartFen: z.int().min(0),
    eventLeastFen: z.int().min(0),
    answerMinutes: z
      .int()
      .min(1)
      .max(8 * 60),
    opensAtMinute: minute,
    closesAtMinute: minute,
    elderAge: z.int().min(50).max(120),
    onTimeBp: z.int().min(0).max(10_000),
  })
  .refine(({ opensAtMinute, closesAtMinute }) => opensAtMinute < closesAtMinute, {
    message: 'opensAtMinute must be before closesAtMinute',
  }) satisfies z.ZodType<KeyRule>

/** The product's rule: 3 times the mean; 20 % and 3 万; 30 minutes between 08:30 and 17:00. */
export const defaultKeyRule: KeyRule = {
  meanTimes: 3,
  shareBp: 2000,
  shareLeastFen: 3_000_000,
  leastPartFen: 1_000_000,
  eventLeastFen: 100_000,
  answerMinutes: 30,
  opensAtMinute: 8 * 60 + 30,
  closesAtMinute: 17 * 60,
  elderAge: 65,
  onTimeBp: 9000,
}

/** Everything a bank publishes about key transactions, in force on one day. */
export interface KeyThresholds {
  floors: KeyFloors
  rule: KeyRule
}

/** The product's own thresholds. */
export const defaultKeyThresholds: KeyThresholds = {
  floors: defaultKeyFloors,
  rule: defaultKeyRule,
}

/** Days over which the daily mean is taken. */
export const keyMeanDays = 90

/** A sum that moved and what it is measured by; money in 分. */
export interface MeasuredMovement {
  amountFen: number
  /** AUM at the close of the day before. */
  aumBeforeFen: number
  /** What moved in this direction in the 90 days before, divided by 90. */
  dailyMeanFen: number
}

/** Share of a sum in the AUM before it, basis points; 10,000 where there was none. */
export function shareOfAumBp({ amountFen, aumBeforeFen }: MeasuredMovement): number {
  return aumBeforeFen > 0 ? Math.round((amountFen * 10_000) / aumBeforeFen) : 10_000
}

/** The two comparisons with everything they rest on, so that each can be reckoned again; 分. */
export interface Comparisons {
  amountFen: number
  /** KT-01: at least the larger of the tier's floor and so many times the daily mean. */
  amount: {
    floorFen: number
    dailyMeanFen: number
    meanTimes: number
    thresholdFen: number
    met: boolean
  }
  /** KT-02: at least this share of AUM, and at least this sum. */
  share: { aumBeforeFen: number; shareBp: number; leastFen: number; met: boolean }
}

/** Compares a sum with both thresholds (rule 1.4). Exact: no share is rounded before it is judged. */
export function compare(
  { amountFen, aumBeforeFen, dailyMeanFen }: MeasuredMovement,
  tier: Tier,
  { floors, rule }: KeyThresholds,
): Comparisons {
  const { meanTimes, shareBp, shareLeastFen: leastFen } = rule
  const floorFen = floors[tier]
  const thresholdFen = Math.max(floorFen, meanTimes * dailyMeanFen)
  const share = aumBeforeFen <= 0 || amountFen * 10_000 >= shareBp * aumBeforeFen
  return {
    amountFen,
    amount: {
      floorFen,
      dailyMeanFen,
      meanTimes,
      thresholdFen,
      met: amountFen >= thresholdFen,
    },
    share: { aumBeforeFen, shareBp, leastFen, met: amountFen >= leastFen && share },
  }
}

/** 关键交易: whether one of the two comparisons holds. */
export function isKeyTransaction(
  movement: MeasuredMovement,
  tier: Tier,
  thresholds: KeyThresholds,
): boolean {
  const { amount, share } = compare(movement, tier, thresholds)
  return amount.met || share.met
}

/** The least sum that can be a key transaction of anybody, 分. */
export function leastKeyFen({ floors, rule }: KeyThresholds): number {
  return Math.min(rule.shareLeastFen, ...Object.values(floors))
}

/** Purposes and operations of money that only changes its form inside the bank. */
export const internalPurposes = [
  'term_deposit',
  'product_purchase',
  'product_redemption',
  'interest',
] as const
export const internalOperations = ['purchase', 'redemption', 'interest', 'fee'] as const
