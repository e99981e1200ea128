import type { Tier } from '#domain/customers/tiers.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { type CardState, waitingStates } from '#domain/key-transactions/states.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { listed } from '#platform/sql/literals.ts'
import { all, first, type ReadDatabase, type SqlValue } from '../connection/statements.ts'
import { type CustomerScope, inForce, scopeCondition } from '../customers/scope.ts'

/** Settled cards are listed for so many days. */
const listedDays = 7
/** Days within which money that left may come back. */
const returnDays = 30

const waiting = listed(waitingStates)

/** A card with its customer; `queued` while a step given on this PC waits for head office. */
export type KnownCard = KeyTransaction & {
  rev: number
  name: string
  tier: Tier
  mobile: string | null
  manager_name: string | null
  queued: boolean
}

type CardRow = Omit<KnownCard, 'queued' | 'anti_fraud'> & { queued: number; anti_fraud: number }

const toCard = (row: CardRow): KnownCard => ({
  ...row,
  queued: row.queued === 1,
  anti_fraud: row.anti_fraud === 1,
})

const columns = `k.*, c.name, c.tier, c.mobile,
  (SELECT st.name FROM customer_manager m JOIN staff st ON st.id = m.staff_id
   WHERE m.customer_id = k.customer_id AND ${inForce}
   ORDER BY m.role = 'acting' DESC, m.role = 'primary' DESC LIMIT 1) AS manager_name,
  EXISTS (SELECT 1 FROM overlay o WHERE o.table_name = 'key_transaction'
    AND o.row_key = json_array(k.id)) AS queued`

/** Cards of a scope that are listed: those that wait, and those of the last days. */
function cardsListed(scope: CustomerScope): { sql: string; values: SqlValue[] } {
  const own = scopeCondition(scope, 'k.customer_id')
  return {
    sql: `key_transaction k JOIN customer c ON c.id = k.customer_id
      WHERE (k.state IN (${waiting}) OR k.day > ?) AND ${own.sql}`,
    values: [addDays(scope.on, -listedDays), ...own.values],
  }
}

/** How many listed cards stand in each state. One statement. */
export function cardCounts(db: ReadDatabase, scope: CustomerScope): Map<CardState, number> {
  const { sql, values } = cardsListed(scope)
  const rows = all<{ state: CardState; n: number }>(
    db,
    `SELECT k.state, count(*) AS n FROM ${sql} GROUP BY k.state`,
    ...values,
  )
  return new Map(rows.map(({ state, n }) => [state, n]))
}

/**
 * Listed cards in some states, or in all: those that wait in order of their deadlines, then the others,
 * the latest first. One statement.
 */
export function cardPage(
  db: ReadDatabase,
  scope: CustomerScope,
  states: readonly CardState[] | null,
  { offset, limit }: { offset: number; limit: number },
): KnownCard[] {
  const { sql, values } = cardsListed(scope)
  const only = states === null ? '' : 'AND k.state IN (SELECT value FROM json_each(?))'
  return all<CardRow>(
    db,
    `SELECT ${columns} FROM ${sql} ${only}
     ORDER BY k.state IN (${waiting}) DESC,
       CASE WHEN k.state IN (${waiting}) THEN k.due_at ELSE -k.arrived_at END, k.id
     LIMIT ? OFFSET ?`,
    scope.on,
    scope.on,
    ...values,
    ...(states === null ? [] : [JSON.stringify(states)]),
    limit,
    offset,
  ).map(toCard)
}

/** A card of this branch by its id, whoever looks after its customer; null where there is none. */
export function cardById(db: ReadDatabase, cardId: string, on: Day): KnownCard | null {
  const row = first<CardRow>(
    db,
    `SELECT ${columns} FROM key_transaction k JOIN customer c ON c.id = k.customer_id
     WHERE k.id = ?`,
    on,
    on,
    cardId,
  )
  return row ? toCard(row) : null
}

/** What waits: how many cards, how many of them nobody read, the earliest deadline, their sums. */
export interface WaitingSums {
  cards: number
  fresh: number
  nextDueMs: number | null
  nextName: string | null
  inFen: number
  outFen: number
  insideFen: number
}

/** Sums of the cards of a scope that wait. One statement. */
export function waitingSums(db: ReadDatabase, scope: CustomerScope): WaitingSums {
  const own = scopeCondition(scope, 'k.customer_id')
  const row = first<WaitingSums>(
    db,
    `SELECT count(*) AS cards, coalesce(sum(k.state = 'new'), 0) AS fresh,
       min(k.due_at) AS nextDueMs, coalesce(sum(k.in_fen), 0) AS inFen,
       coalesce(sum(k.out_fen), 0) AS outFen, coalesce(sum(k.inside_fen), 0) AS insideFen,
       c.name AS nextName
     FROM key_transaction k JOIN customer c ON c.id = k.customer_id
     WHERE k.state IN (${waiting}) AND ${own.sql}`,
    ...own.values,
  )
  return (
    row ?? {
      cards: 0,
      fresh: 0,
      nextDueMs: null,
      nextName: null,
      inFen: 0,
      outFen: 0,
      insideFen: 0,
    }
  )
}

/** Cards of a month and what became of them; those taken back because of a reversal count nowhere. */
export interface MonthCounts {
  cards: number
  /** Deadlines that have passed or were kept, and those that were kept. */
  due: number
  inTime: number
  falseAlarms: number
  lastArrivalMs: number | null
}

/** Counts of the cards of a scope that arrived since a day. One statement. */
export function monthCounts(
  db: ReadDatabase,
  scope: CustomerScope,
  since: Day,
  nowMs: number,
): MonthCounts {
  const own = scopeCondition(scope, 'k.customer_id')
  const row = first<MonthCounts>(
    db,
    `SELECT count(*) AS cards,
       coalesce(sum(k.responded_at IS NOT NULL OR k.due_at < ?), 0) AS due,
       coalesce(sum(k.responded_at IS NOT NULL AND k.responded_at <= k.due_at), 0) AS inTime,
       coalesce(sum(k.reason IS NOT NULL), 0) AS falseAlarms, max(k.arrived_at) AS lastArrivalMs
     FROM key_transaction k WHERE k.arrived_at >= ? AND ${own.sql}
       AND NOT (k.state = 'closed' AND k.responded_at IS NULL)`,
    nowMs,
    instantOfDay(since),
    ...own.values,
  )
  return row ?? { cards: 0, due: 0, inTime: 0, falseAlarms: 0, lastArrivalMs: null }
}

/**
 * What came back from customers' own accounts elsewhere after cards of the last 30 days said that it
 * left: per customer at most what left. One statement.
 */
export function returnedSums(
  db: ReadDatabase,
  scope: CustomerScope,
): { fen: number; customers: number } {
  const own = scopeCondition(scope, 'k.customer_id')
  const row = first<{ fen: number; customers: number }>(
    db,
    `WITH gone AS (
       SELECT k.customer_id, min(k.day) AS day, sum(k.out_fen) AS fen FROM key_transaction k
       WHERE k.day > ? AND k.out_fen > 0 AND ${own.sql} GROUP BY k.customer_id),
     back AS (
       SELECT g.customer_id, min(g.fen, sum(t.amount_fen)) AS fen
       FROM gone g JOIN customer c ON c.id = g.customer_id
         JOIN account a ON a.customer_id = g.customer_id
         JOIN bank_transaction t ON t.account_id = a.id AND t.posted_on > g.day
       WHERE t.direction = 'in' AND t.posted_on <= date(g.day, '+${returnDays} days')
         AND t.counterparty_bank IS NOT NULL
         AND (t.purpose = 'own_transfer' OR t.counterparty_name = c.name)
       GROUP BY g.customer_id)
     SELECT coalesce(sum(fen), 0) AS fen, count(*) AS customers FROM back`,
    addDays(scope.on, -returnDays),
    ...own.values,
  )
  return row ?? { fen: 0, customers: 0 }
}

/** Names of people of the branch by their ids. */
export function staffNames(db: ReadDatabase, ids: readonly string[]): Map<string, string> {
  const rows = all<{ id: string; name: string }>(
    db,
    'SELECT st.id, st.name FROM json_each(?) j JOIN staff st ON st.id = j.value',
    JSON.stringify(ids),
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
