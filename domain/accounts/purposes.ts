/**
 * What a payment was for, as far as a source says it in codes; screens have a word for each.
 * A source's own words may stand in the column as well and are shown as they are.
 */
export const purposes = [
  'salary',
  'pension',
  'business',
  'subsidy',
  'transfer',
  'own_transfer',
  'household',
  'utilities',
  'shopping',
  'dining',
  'medical',
  'education',
  'insurance',
  'leasing',
  'loan_payment',
  'interest',
  'penalty_interest',
  'statement_fee',
  'term_deposit',
  'product_purchase',
  'product_redemption',
  'securities',
] as const

/** A purpose of the closed list {@link purposes}. */
export type Purpose = (typeof purposes)[number]
