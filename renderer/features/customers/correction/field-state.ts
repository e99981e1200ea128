import type { ProfileField } from '#contract/ipc/customers.ts'
import { needsChecker } from '#domain/customers/correction.ts'

/** Where a field of the profile stands; `expired` is said only of the ID's last valid day. */
export type FieldState = 'missing' | 'expired' | 'invalid' | 'valid'

/** State of a field on the business date. The masked value of a date is the date itself. */
export function fieldState(
  field: Pick<ProfileField, 'field' | 'masked' | 'valid'>,
  today: string,
): FieldState {
  if (field.masked === null || field.masked === '') return 'missing'
  if (field.valid) return 'valid'
  return field.field === 'id_expiry' && field.masked < today ? 'expired' : 'invalid'
}

/** Fields that somebody should fill in: not valid and nothing proposed yet. */
export function toFill(profile: readonly ProfileField[]): ProfileField[] {
  return profile.filter((field) => !field.valid && field.pending === null)
}

/** How many fields to fill in raise the completeness, and how many are good to know beside it. */
export interface FillCounts {
  counted: number
  further: number
}

/** Counts {@link toFill}: the nine elements and the industry count towards completeness. */
export function fillCounts(profile: readonly ProfileField[]): FillCounts {
  const open = toFill(profile)
  const counted = open.filter(({ field }) => needsChecker(field) || field === 'industry').length
  return { counted, further: open.length - counted }
}
