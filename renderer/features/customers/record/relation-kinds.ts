import type { Relation } from '#domain/customers/records.ts'

/** Kinds of ties that have a word; a source's own word is shown as it is. */
export const relationKinds: readonly Relation['kind'][] = [
  'spouse',
  'parent',
  'child',
  'sibling',
  'employer',
  'guarantor',
  'authorised_user',
  'referral',
]
