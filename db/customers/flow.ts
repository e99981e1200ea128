import type { Account } from '#domain/accounts/records.ts'
import type { Movement } from '#domain/flow/movement.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, scopeCondition } from './scope.ts'

/** An account of which a customer is the first owner. */
export type OwnAccount = Pick<Account, 'id' | 'account_no' | 'currency'>

/** All accounts of a customer as first owner, closed ones and other currencies too. */
export function ownAccounts(db: ReadDatabase, customerId: string): OwnAccount[] {
  return all(
    db,
    'SELECT id, account_no, currency FROM account WHERE customer_id = ? ORDER BY id',
    customerId,
  )
}

/** SQL of {@link movementsOf}: the accounts of a customer, and of each a stretch of its index. */
export const movementsSql = `SELECT t.txn_no AS txnNo, t.account_id AS accountId, a.currency,
    t.posted_on AS postedOn, t.posted_at AS postedAtMs, t.direction, t.amount_fen AS amountFen,
    t.operation, t.channel, t.purpose, t.counterparty_name AS counterparty,
    t.counterparty_bank AS counterpartyBank, t.counterparty_account AS counterpartyAccount
  FROM account a CROSS JOIN bank_transaction t ON t.account_id = a.id
  WHERE a.customer_id = ? AND t.posted_on >= ? AND (t.posted_on <= ? OR t.posted_on > ?)`

/**
 * Movements on a customer's accounts from `from` to `to`, and those dated after the business date
 * `on`, in no order. One statement; it reads the days asked for and later ones, never earlier.
 */
export function movementsOf(
  db: ReadDatabase,
  customerId: string,
  { from, to, on }: { from: Day; to: Day; on: Day },
): Movement[] {
  return all(db, movementsSql, customerId, from, to, on)
}

/** Accounts of the branch that are asked for their first movement. */
const sampledAccounts = 300

/** SQL of {@link transactionsReachTo}: one step down the index for each account. */
export const reachSql = `SELECT min(day) AS day FROM (
    SELECT (SELECT min(t.posted_on) FROM bank_transaction t WHERE t.account_id = s.id) AS day
    FROM (SELECT id FROM account WHERE customer_id = ?
      UNION ALL SELECT id FROM (SELECT id FROM account LIMIT ${sampledAccounts})) s)`

/**
 * How far back this PC has transactions: the earliest among the customer's accounts and some hundred
 * others of the branch, because a customer may have been quiet. Null where there are none.
 */
export function transactionsReachTo(db: ReadDatabase, customerId: string): Day | null {
  return first<{ day: Day | null }>(db, reachSql, customerId)?.day ?? null
}

/** Numbers of the accounts of some customers of this branch, as first owners. */
export function accountNumbersOf(db: ReadDatabase, customerIds: readonly string[]): string[] {
  return all<{ number: string }>(
    db,
    `SELECT a.account_no AS number FROM json_each(?) j JOIN account a ON a.customer_id = j.value`,
    JSON.stringify(customerIds),
  ).map(({ number }) => number)
}

/** Those of some account numbers whose first owner is in the scope. */
export function accountsInside(
  db: ReadDatabase,
  scope: CustomerScope,
  numbers: readonly string[],
): Set<string> {
  const within = scopeCondition(scope, 'a.customer_id')
  const rows = all<{ number: string }>(
    db,
    `SELECT a.account_no AS number FROM json_each(?) j JOIN account a ON a.account_no = j.value
     WHERE ${within.sql}`,
    JSON.stringify(numbers),
    ...within.values,
  )
  return new Set(rows.map(({ number }) => number))
}
