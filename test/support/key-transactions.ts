import type { Account, Transaction } from '#domain/accounts/records.ts'
import type { Customer } from '#domain/customers/records.ts'
import { branchA, idOf, type TestRecord } from './branch-data.ts'

/** 分 in 万. */
export const wan = 1_000_000
/** The day after the business date of test databases: its bookings arrive one by one. */
export const runningDay = '2026-11-21'
/** A Monday morning, 10:14 in UTC+8. */
export const arrivalMs = Date.parse('2026-11-23T02:14:00Z')

/** An account of a customer. */
export function anAccount(customer: Customer, name: string, over: Partial<Account> = {}): Account {
  return {
    branch_id: customer.branch_id,
    id: idOf('account', name),
    customer_id: customer.id,
    account_no: `62${idOf('account', name).replaceAll('-', '').slice(0, 16)}`,
    kind: 'current',
    currency: 'CNY',
    opened_on: '2024-01-01',
    closed_on: null,
    status: 'normal',
    category: 1,
    product_id: null,
    rate_bp: null,
    matures_on: null,
    statement: null,
    ...over,
  }
}

/** A balance of an account from a day on, 分. */
export const aBalance = (account: Account, on: string, fen: number): TestRecord => ({
  branch_id: account.branch_id,
  position_id: account.id,
  changed_on: on,
  balance_fen: fen,
  running_sum: 0,
})

/** A booking of the running day: money from an account to the customer's own at another bank. */
export function aBooking(
  account: Account,
  customerName: string,
  txnNo: string,
  over: Partial<Transaction> = {},
): Transaction {
  return {
    branch_id: account.branch_id,
    txn_no: txnNo,
    account_id: account.id,
    posted_on: runningDay,
    posted_at: Date.parse(`${runningDay}T02:14:00Z`),
    direction: 'out',
    amount_fen: 18 * wan,
    balance_fen: null,
    operation: 'transfer_out',
    purpose: 'own_transfer',
    channel: 'mobile',
    counterparty_name: customerName,
    counterparty_bank: '甲州银行',
    counterparty_account: '9812000000000001',
    ...over,
  }
}

export { branchA }
