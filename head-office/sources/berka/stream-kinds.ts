import type { Card, Loan, StandingOrder, Transaction } from '#domain/accounts/records.ts'
import { amount, code, day, isoDay, optional, reference, required, whole } from '../fields.ts'
import { streamKind } from '../profile.ts'
import { cardTypes, directions, loanStatuses, operationCodes, purposeCodes } from './codes.ts'
import { ascDialect, businessDate, missingParent, yymmdd } from './parent-kinds.ts'
import { type BerkaWorld, berkaId, placeOf } from './world.ts'

const stream = streamKind<BerkaWorld>()

/** Loans. */
export const loanKind = stream({
  id: 'loan',
  names: /^loan\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    loan_id: reference(),
    account_id: reference(),
    date: day(yymmdd, businessDate),
    amount: amount('positive'),
    duration: whole(1200),
    payments: amount('positive'),
    status: code(loanStatuses),
  },
  key: (row) => row.loan_id,
  table: 'loan',
  keyColumn: 'id',
  map: (row, world) => {
    const place = placeOf(world, row.account_id)
    if (!place) return { rejection: missingParent('account_id', row.account_id) }
    const record: Loan = {
      branch_id: place.branchId,
      id: berkaId('loan', row.loan_id),
      customer_id: place.customerId,
      account_id: place.accountId,
      contract_no: row.loan_id,
      granted_on: row.date,
      principal_fen: row.amount,
      // What is still owed of a running or lost loan is not in the source, and not guessed.
      balance_fen: row.status === 'repaid' ? 0 : null,
      term_months: row.duration,
      payment_fen: row.payments,
      status: row.status,
      // When the next instalment is due is not in the source either.
      next_due_on: null,
      next_due_fen: null,
    }
    return { record }
  },
})

/** Cards, of whoever the disposition names. */
export const cardKind = stream({
  id: 'card',
  names: /^card\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    card_id: reference(),
    disp_id: reference(),
    type: code(cardTypes),
    issued: day(yymmdd, businessDate),
  },
  key: (row) => row.card_id,
  table: 'card',
  keyColumn: 'id',
  map: (row, world) => {
    const disposition = world.dispositions.get(row.disp_id)
    const place = disposition && placeOf(world, disposition.account)
    if (!place) return { rejection: missingParent('disp_id', row.disp_id) }
    const record: Card = {
      branch_id: place.branchId,
      id: berkaId('card', row.card_id),
      customer_id: berkaId('client', disposition.client),
      account_id: place.accountId,
      // The source has no card numbers: the last digits of the card's own number stand in.
      card_tail: row.card_id.slice(-4),
      kind: row.type,
      issued_on: row.issued,
      status: 'active',
      statement_due_on: null,
      statement_due_fen: null,
    }
    return { record }
  },
})

/** Standing payment orders to accounts at other banks. */
export const orderKind = stream({
  id: 'order',
  names: /^order\b/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    order_id: reference(),
    account_id: reference(),
    bank_to: required(40),
    account_to: required(40),
    amount: amount('positive'),
    k_symbol: code(purposeCodes),
  },
  key: (row) => row.order_id,
  table: 'standing_order',
  keyColumn: 'id',
  map: (row, world) => {
    const place = placeOf(world, row.account_id)
    if (!place) return { rejection: missingParent('account_id', row.account_id) }
    const record: StandingOrder = {
      branch_id: place.branchId,
      id: berkaId('order', row.order_id),
      account_id: place.accountId,
      counterparty_bank: row.bank_to,
      counterparty_account: row.account_to,
      amount_fen: row.amount,
      purpose: row.k_symbol,
    }
    return { record }
  },
})

/** Columns that every edition of the transactions names alike. */
const sharedColumns = {
  trans_id: reference(),
  account_id: reference(),
  operation: code(operationCodes),
  amount: amount('positive'),
  balance: amount(),
}

/** What an edition says of a transaction under its own names, beside the shared columns. */
interface OwnValues {
  posted: string
  direction: Transaction['direction']
  purpose: string | null
  bank: string | null
  counterparty: string | null
}

interface SharedValues {
  trans_id: string
  account_id: string
  operation: Transaction['operation']
  amount: number
  balance: number
}

function mapTransaction(row: SharedValues, own: OwnValues, world: BerkaWorld) {
  const place = placeOf(world, row.account_id)
  if (!place) return { rejection: missingParent('account_id', row.account_id) }
  const record: Transaction = {
    branch_id: place.branchId,
    txn_no: row.trans_id,
    account_id: place.accountId,
    posted_on: own.posted,
    posted_at: null,
    direction: own.direction,
    amount_fen: row.amount,
    balance_fen: row.balance,
    operation: row.operation,
    purpose: own.purpose,
    channel: null,
    counterparty_name: null,
    counterparty_bank: own.bank,
    // 0 stands for no account in both editions.
    counterparty_account: own.counterparty === '0' ? null : own.counterparty,
  }
  return { record }
}

/** Transactions with Czech or English codes. */
export const transactionKind = stream({
  id: 'trans',
  names: /^trans\b(?!-partial)/i,
  dialect: ascDialect,
  encodings: ['utf-8'],
  columns: {
    ...sharedColumns,
    date: day(yymmdd, businessDate),
    type: code(directions),
    k_symbol: code(purposeCodes),
    bank: optional(40),
    account: optional(40),
  },
  key: (row) => row.trans_id,
  table: 'bank_transaction',
  keyColumn: 'txn_no',
  map: (row, world) =>
    mapTransaction(
      row,
      {
        posted: row.date,
        direction: row.type,
        purpose: row.k_symbol,
        bank: row.bank,
        counterparty: row.account,
      },
      world,
    ),
})

/** The derived edition: comma separated, ISO dates, words instead of codes. */
export const derivedTransactionKind = stream({
  id: 'trans_derived',
  names: /^trans-(partial|derived)\b/i,
  dialect: { delimiter: ',', quote: '"', multiline: false },
  encodings: ['utf-8'],
  columns: {
    ...sharedColumns,
    date: day(isoDay, businessDate),
    direction: code({ credit: 'in', debit: 'out' } as const),
    purpose: code(purposeCodes),
    counterparty_bank: optional(40),
    counterparty_account: optional(40),
  },
  key: (row) => row.trans_id,
  table: 'bank_transaction',
  keyColumn: 'txn_no',
  map: (row, world) =>
    mapTransaction(
      row,
      {
        posted: row.date,
        direction: row.direction,
        purpose: row.purpose,
        bank: row.counterparty_bank,
        counterparty: row.counterparty_account,
      },
      world,
    ),
})
