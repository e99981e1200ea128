/** Kinds of ties between a customer and another person or firm. */
export const relationKinds = [
  'spouse',
  'parent',
  'child',
  'sibling',
  'employer',
  'guarantor',
  'authorised_user',
  'referral',
] as const
