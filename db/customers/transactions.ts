import type { Transaction } from '#domain/accounts/records.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A transaction with the number of its account. */
export type KnownTransaction = Transaction & { account_no: string }

/** How many transactions the accounts of a customer hold here. */
export function transactionCount(db: ReadDatabase, customerId: string): number {
  const row = first<{ total: number }>(
    db,
    `SELECT count(*) AS total FROM account a JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ?`,
    customerId,
  )
  return row?.total ?? 0
}

/** Part of the transactions of a customer's accounts, the latest first. */
export function transactionsOf(
  db: ReadDatabase,
  customerId: string,
  offset: number,
  limit: number,
): KnownTransaction[] {
  return all(
    db,
    `SELECT t.*, a.account_no FROM account a JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ?
     ORDER BY t.posted_on DESC, t.posted_at DESC, t.txn_no DESC LIMIT ? OFFSET ?`,
    customerId,
    limit,
    offset,
  )
}
