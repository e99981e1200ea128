/** How money moved. Free of the schemas, so that the screens load it alone. */
export const operations = [
  'cash_deposit',
  'cash_withdrawal',
  'card_payment',
  'card_withdrawal',
  'transfer_in',
  'transfer_out',
  'interest',
  'fee',
  'loan_payment',
  'purchase',
  'redemption',
  'other',
] as const
export type Operation = (typeof operations)[number]
