import { z } from 'zod'
import { type Day, daysBetween } from '../time/day.ts'
import type { Tier } from './tiers.ts'

/** Value of the parameter `contact.cycle_days`. */
export const contactCycleSchema = z.strictObject({
  private: z.int().min(1),
  diamond: z.int().min(1),
  platinum: z.int().min(1),
  gold: z.int().min(1),
  potential: z.int().min(1),
  standard: z.int().min(1),
}) satisfies z.ZodType<ContactCycle>

/** Longest time between two contacts for each tier, days. */
export type ContactCycle = Record<Tier, number>

/** The product's longest time between two contacts for each tier, days (rule 4.4). */
export const contactCycleDays: ContactCycle = {
  private: 30,
  diamond: 30,
  platinum: 60,
  gold: 90,
  potential: 180,
  standard: 365,
}

/**
 * Whether the last contact is longer ago than the cycle of the tier allows; nobody is overdue who is
 * left in peace (dead, or not to be contacted).
 */
export function isContactOverdue(
  customer: { tier: Tier; lastContactOn: Day | null; leftInPeace: boolean },
  cycle: ContactCycle,
  on: Day,
): boolean {
  if (customer.leftInPeace) return false
  const { lastContactOn, tier } = customer
  return lastContactOn === null || daysBetween(lastContactOn, on) > cycle[tier]
}
