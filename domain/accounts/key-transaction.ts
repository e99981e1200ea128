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

/** Least sum that counts by its share of AUM alone, 3 万; the share, 20 %, in basis points. */
export const keyShareFen = 3_000_000
export const keyShareBp = 2000

/** A movement and what it is measured by; money in 分. */
export interface MeasuredMovement {
  amountFen: number
  /** AUM at the close of the day before. */
  aumBeforeFen: number
  /** What moved in this direction in the 90 days before, divided by 90. */
  dailyMeanFen: number
}

/** Share of a movement in the AUM before it, basis points; 10,000 where there was none. */
export function shareOfAumBp({ amountFen, aumBeforeFen }: MeasuredMovement): number {
  return aumBeforeFen > 0 ? Math.round((amountFen * 10_000) / aumBeforeFen) : 10_000
}

/**
 * 关键交易: the amount reaches the larger of the tier's floor and three times the daily mean of 90
 * days, or 20 % of AUM and 3 万.
 */
export function isKeyTransaction(
  movement: MeasuredMovement,
  tier: Tier,
  floors: KeyFloors,
): boolean {
  const { amountFen, dailyMeanFen } = movement
  if (amountFen >= Math.max(floors[tier], 3 * dailyMeanFen)) return true
  return amountFen >= keyShareFen && shareOfAumBp(movement) >= keyShareBp
}

/** Purposes and operations of money that only changes its form inside the bank. */
export const internalPurposes = [
  'term_deposit',
  'product_purchase',
  'product_redemption',
  'interest',
] as const
export const internalOperations = ['purchase', 'redemption', 'interest', 'fee'] as const
