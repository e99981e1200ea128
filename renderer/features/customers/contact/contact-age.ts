import type { Tier } from '#domain/customers/records.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import { type Day, daysBetween } from '#domain/time/day.ts'

/** How long ago the last contact was, and whether that is longer than the cycle allows. */
export interface ContactAge {
  /** Whole days, never negative; null where there was no contact yet. */
  days: number | null
  overdue: boolean
}

/** Age of the last contact on `today`. A customer without any contact counts as overdue. */
export function contactAge(lastOn: Day | null, cycleDays: number, today: Day): ContactAge {
  if (lastOn === null) return { days: null, overdue: true }
  const days = Math.max(0, daysBetween(lastOn, today))
  return { days, overdue: days > cycleDays }
}

/** {@link contactAge} with the cycle of a tier. */
export function contactAgeOfTier(lastOn: Day | null, tier: Tier, today: Day): ContactAge {
  return contactAge(lastOn, contactCycleDays[tier], today)
}
