import { type Purpose, purposes } from '#domain/accounts/purposes.ts'
import type { Transaction } from '#domain/accounts/records.ts'

/** How money moved, as far as the screens have words for it. */
export const operationWords: readonly Transaction['operation'][] = [
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
]

/** The operation of the closed list; null for any other text, which is shown as it is. */
export function operationOf(text: string): Transaction['operation'] | null {
  return operationWords.find((word) => word === text) ?? null
}

/** The purpose of the closed list; null for a source's own words, which are shown as they are. */
export function purposeOf(text: string): Purpose | null {
  return purposes.find((word) => word === text) ?? null
}
