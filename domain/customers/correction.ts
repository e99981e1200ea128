import { isDay } from '../time/day.ts'

/** The nine elements (九要素) of customer identification: a change waits for the checker. */
export const kycFields = [
  'name',
  'sex',
  'nationality',
  'occupation',
  'address',
  'mobile',
  'id_type',
  'id_no',
  'id_expiry',
] as const

/** Fields a terminal may propose to correct. */
export const correctableFields = [...kycFields, 'email', 'employer', 'industry'] as const

/** A field of the closed list {@link correctableFields}. */
export type CorrectableField = (typeof correctableFields)[number]

/** Whether a change of the field must be checked by a second person before it takes effect. */
export function needsChecker(field: CorrectableField): boolean {
  return kycFields.some((each) => each === field)
}

/** Longest value of each field, characters; the same as in the customer's record. */
export const longestValue: Record<CorrectableField, number> = {
  name: 60,
  sex: 1,
  nationality: 30,
  occupation: 60,
  address: 200,
  mobile: 20,
  id_type: 30,
  id_no: 40,
  id_expiry: 10,
  email: 120,
  employer: 80,
  industry: 60,
}

const formats: Partial<Record<CorrectableField, RegExp>> = {
  mobile: /^\+?\d{6,15}$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  id_no: /^[0-9A-Za-z-]{4,40}$/,
  sex: /^[FM]$/,
}

/** Brings what a person typed to the stored form: NFKC (full-width digits), trimmed; '' is null. */
export function normaliseValue(value: string | null): string | null {
  const plain = value?.normalize('NFKC').trim() ?? ''
  return plain === '' ? null : plain
}

/** Whether the value of a field may be removed: never the name, nor the number we call. */
export function mayBeEmptied(field: CorrectableField): boolean {
  return field !== 'name' && field !== 'mobile'
}

/** Whether a normalised value may stand in the field; null is a field whose value is removed. */
export function isValidValue(field: CorrectableField, value: string | null): boolean {
  if (value === null) return mayBeEmptied(field)
  if (value.length > longestValue[field]) return false
  if (field === 'id_expiry') return isDay(value)
  return formats[field]?.test(value) ?? true
}

/** One proposed change: from the value the person saw to the value proposed. */
export interface ProposedChange {
  field: CorrectableField
  from: string | null
  to: string | null
}

/** Verdict on a proposal against the value that stands now. */
export type ChangeVerdict = 'apply' | 'already' | 'conflict'

/**
 * Compare-and-set on one field: applies where the standing value is the one the person saw, is
 * `already` where somebody made the same change, and is a conflict otherwise.
 */
export function judgeChange(change: ProposedChange, current: string | null): ChangeVerdict {
  if (current === change.to) return 'already'
  return current === change.from ? 'apply' : 'conflict'
}
