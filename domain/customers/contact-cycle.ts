import type { Tier } from './records.ts'

/** Longest time between two contacts for each tier, days (rule 4.4; a parameter of the bank). */
export const contactCycleDays: Record<Tier, number> = {
  private: 30,
  diamond: 30,
  platinum: 60,
  gold: 90,
  potential: 180,
  standard: 365,
}
