import type { ProfileField } from '#contract/ipc/customers.ts'

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
