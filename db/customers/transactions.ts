import type { TransactionFilter } from '#contract/ipc/customers.ts'
import { type TransactionTerm, transactionTerms } from '#domain/accounts/find-transactions.ts'
import type { Transaction } from '#domain/accounts/records.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase, type SqlValue } from '../connection/statements.ts'
import type { Condition } from './scope.ts'

/** A transaction with the number of its account. */
export type KnownTransaction = Transaction & { account_no: string }

/** What fits a filter: how many, and what came in and went out, 分. */
export interface TransactionSums {
  total: number
  inFen: number
  outFen: number
}

/** Text for LIKE that stands for itself. */
function contains(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

type Part = [sql: string, ...values: SqlValue[]]

const like = `LIKE ? ESCAPE '\\'`
const anyOf = (words: readonly string[]) => `(${words.map(() => '?').join(', ')})`

/** A transaction `t` of account `a` fits a typed word where one of its meanings holds. */
function termPart({ text, amount, day, accountTail, ...words }: TransactionTerm): Part {
  const meanings: Part[] = [
    [`t.counterparty_name ${like}`, contains(text)],
    [`t.counterparty_bank ${like}`, contains(text)],
    [`t.purpose ${like}`, contains(text)],
    ['t.txn_no = ?', text],
  ]
  const { operations, purposes } = words
  if (operations.length > 0) meanings.push([`t.operation IN ${anyOf(operations)}`, ...operations])
  if (purposes.length > 0) meanings.push([`t.purpose IN ${anyOf(purposes)}`, ...purposes])
  if (day !== null) meanings.push(['t.posted_on LIKE ?', `%${day}`])
  if (accountTail !== null) meanings.push(['a.account_no LIKE ?', `%${accountTail}`])
  if (amount !== null) {
    const { fromFen, toFen, direction } = amount
    const side = direction === null ? '' : `AND t.direction = '${direction}'`
    meanings.push([`t.amount_fen BETWEEN ? AND ? ${side}`, fromFen, toFen])
  }
  return [
    `(${meanings.map(([sql]) => sql).join(' OR ')})`,
    ...meanings.flatMap(([, ...values]) => values),
  ]
}

/** Condition of a filter on transactions `t` of accounts `a`. */
function fitting({ direction, leastFen, text, month }: TransactionFilter): Condition {
  const parts: Part[] = transactionTerms(text).map(termPart)
  if (direction !== null) parts.push(['t.direction = ?', direction])
  if (leastFen !== null) parts.push(['t.amount_fen >= ?', leastFen])
  if (month !== null) parts.push(['t.posted_on BETWEEN ? AND ?', `${month}-01`, `${month}-31`])
  return {
    sql: ['1', ...parts.map(([sql]) => sql)].join(' AND '),
    values: parts.flatMap(([, ...values]) => values),
  }
}

/** How many transactions of a customer's accounts fit, and their sums. */
export function transactionSums(
  db: ReadDatabase,
  customerId: string,
  filter: TransactionFilter,
): TransactionSums {
  const fits = fitting(filter)
  const row = first<TransactionSums>(
    db,
    `SELECT count(*) AS total,
       coalesce(sum(t.amount_fen) FILTER (WHERE t.direction = 'in'), 0) AS inFen,
       coalesce(sum(t.amount_fen) FILTER (WHERE t.direction = 'out'), 0) AS outFen
     FROM account a JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ? AND ${fits.sql}`,
    customerId,
    ...fits.values,
  )
  return row ?? { total: 0, inFen: 0, outFen: 0 }
}

/** Part of the transactions of a customer's accounts that fit, the latest first. */
export function transactionsOf(
  db: ReadDatabase,
  customerId: string,
  filter: TransactionFilter,
  offset: number,
  limit: number,
): KnownTransaction[] {
  const fits = fitting(filter)
  return all(
    db,
    `SELECT t.*, a.account_no FROM account a JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ? AND ${fits.sql}
     ORDER BY t.posted_on DESC, t.posted_at DESC, t.txn_no DESC LIMIT ? OFFSET ?`,
    customerId,
    ...fits.values,
    limit,
    offset,
  )
}

const meanDays = 90

/** What moved a day on average in the 90 days up to `on`, by direction, 分. */
export function dailyMeans(
  db: ReadDatabase,
  customerId: string,
  on: Day,
): { in: number; out: number } {
  const row = first<{ in: number; out: number }>(
    db,
    `SELECT coalesce(sum(t.amount_fen) FILTER (WHERE t.direction = 'in'), 0) AS "in",
       coalesce(sum(t.amount_fen) FILTER (WHERE t.direction = 'out'), 0) AS "out"
     FROM account a JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ? AND t.posted_on > ? AND t.posted_on <= ?`,
    customerId,
    addDays(on, -meanDays),
    on,
  )
  return { in: (row?.in ?? 0) / meanDays, out: (row?.out ?? 0) / meanDays }
}
