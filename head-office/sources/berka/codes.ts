import type { Account, Card, Loan, Transaction } from '#domain/accounts/records.ts'
import type { Purpose } from '#domain/accounts/purposes.ts'

/** Who may use an account. */
export const dispositionTypes = { OWNER: 'owner', DISPONENT: 'authorised' } as const

/** How often a statement is sent. */
export const frequencies: Readonly<Record<string, NonNullable<Account['statement']>>> = {
  'POPLATEK MESICNE': 'monthly',
  'POPLATEK TYDNE': 'weekly',
  'POPLATEK PO OBRATU': 'per_transaction',
}

/** A finished and paid, B finished and not paid, C running, D running and in debt. */
export const loanStatuses: Readonly<Record<string, Loan['status']>> = {
  A: 'repaid',
  B: 'written_off',
  C: 'performing',
  D: 'overdue',
}

/** Kinds of card. */
export const cardTypes: Readonly<Record<string, Card['kind']>> = {
  classic: 'classic',
  gold: 'gold',
  junior: 'junior',
}

/** Direction, in the Czech original and the English edition; VYBER (a cash withdrawal) is a debit. */
export const directions: Readonly<Record<string, Transaction['direction']>> = {
  PRIJEM: 'in',
  VYDAJ: 'out',
  VYBER: 'out',
  credit: 'in',
  withdrawal: 'out',
  'withdrawal in cash': 'out',
  debit: 'out',
}

/** How money moved; an empty code stands for interest credited by the bank. */
export const operationCodes: Readonly<Record<string, Transaction['operation']>> = {
  '': 'interest',
  VKLAD: 'cash_deposit',
  VYBER: 'cash_withdrawal',
  'VYBER KARTOU': 'card_withdrawal',
  'PREVOD Z UCTU': 'transfer_in',
  'PREVOD NA UCET': 'transfer_out',
  'credit in cash': 'cash_deposit',
  'withdrawal in cash': 'cash_withdrawal',
  'credit card withdrawal': 'card_withdrawal',
  'collection from another bank': 'transfer_in',
  'remittance to another bank': 'transfer_out',
  cash_deposit: 'cash_deposit',
  cash_withdrawal: 'cash_withdrawal',
  card_withdrawal: 'card_withdrawal',
  transfer_in: 'transfer_in',
  transfer_out: 'transfer_out',
}

/** What a payment was for; empty or a single blank means none. */
export const purposeCodes: Readonly<Record<string, Purpose | null>> = {
  '': null,
  POJISTNE: 'insurance',
  SLUZBY: 'statement_fee',
  UROK: 'interest',
  'SANKC. UROK': 'penalty_interest',
  SIPO: 'household',
  DUCHOD: 'pension',
  UVER: 'loan_payment',
  LEASING: 'leasing',
  'insurrance payment': 'insurance',
  'insurance payment': 'insurance',
  'payment for statement': 'statement_fee',
  'interest credited': 'interest',
  'sanction interest if negative balance': 'penalty_interest',
  household: 'household',
  'old-age pension': 'pension',
  'loan payment': 'loan_payment',
  leasing: 'leasing',
  interest: 'interest',
  statement_fee: 'statement_fee',
  pension: 'pension',
  insurance: 'insurance',
  loan_payment: 'loan_payment',
  penalty_interest: 'penalty_interest',
}
