import type { Consent } from '../customers/records.ts'
import { markAges } from '../customers/marks.ts'
import { ageOn, type Day } from '../time/day.ts'

/** Why nothing is told of what a customer spends. */
export const consumptionSilences = [
  'deceased',
  'minor',
  'noConsent',
  'withdrawn',
  'tooFew',
] as const
/** A word of the closed list {@link consumptionSilences}. */
export type ConsumptionSilence = (typeof consumptionSilences)[number]

/** Whether a consent is in force on a day; the day of its withdrawal no longer counts. */
export function isInForce(
  { given_on, withdrawn_on }: Pick<Consent, 'given_on' | 'withdrawn_on'>,
  on: Day,
): boolean {
  return given_on <= on && (withdrawn_on === null || withdrawn_on > on)
}

/**
 * Whether transactions may be looked at for a profile: null where they may, else why not. Only consent
 * to profiling (画像) in force opens them; of the dead and of children nothing is told.
 */
export function whySilent(
  customer: { birth_date: Day | null; deceased_on: Day | null },
  consents: readonly Pick<Consent, 'purpose' | 'given_on' | 'withdrawn_on'>[],
  on: Day,
): Exclude<ConsumptionSilence, 'tooFew'> | null {
  if (customer.deceased_on !== null) return 'deceased'
  const { birth_date } = customer
  if (birth_date !== null && ageOn(birth_date, on) < markAges.minorBelow) return 'minor'
  const profiling = consents.filter(({ purpose }) => purpose === 'profiling')
  if (profiling.some((consent) => isInForce(consent, on))) return null
  return profiling.some(({ withdrawn_on }) => withdrawn_on !== null && withdrawn_on <= on)
    ? 'withdrawn'
    : 'noConsent'
}
