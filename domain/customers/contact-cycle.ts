import { z } from 'zod'
import type { Tier } from './records.ts'

/** Value of the parameter `contact.cycle_days`. */
export const contactCycleSchema = z.strictObject({
  private: z.int().min(1),
  diamond: z.int().min(1),
  platinum: z.int().min(1),
  gold: z.int().min(1),
  potential: z.int().min(1),
  standard: z.int().min(1),
}) satisfies z.ZodType<Record<Tier, number>>

/** The product's longest time between two contacts for each tier, days (rule 4.4). */
export const contactCycleDays: Record<Tier, number> = {
  private: 30,
  diamond: 30,
  platinum: 60,
  gold: 90,
  potential: 180,
  standard: 365,
}
