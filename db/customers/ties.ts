import type { Card, Loan } from '#domain/accounts/records.ts'
import type { Correction, CustomerManager, Relation, Tier } from '#domain/customers/records.ts'
import { turnedRound } from '#domain/customers/household.ts'
import type { Day } from '#domain/time/day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'
import { type CustomerScope, inForce, scopeCondition } from './scope.ts'

/** Who looks after a customer on a day, the primary manager first. */
export function managersOf(
  db: ReadDatabase,
  customerId: string,
  on: Day,
): { name: string; role: CustomerManager['role'] }[] {
  return all(
    db,
    `SELECT coalesce(st.name, '') AS name, m.role
     FROM customer_manager m LEFT JOIN staff st ON st.id = m.staff_id
     WHERE m.customer_id = ? AND ${inForce}
     ORDER BY CASE m.role WHEN 'primary' THEN 0 WHEN 'acting' THEN 1 ELSE 2 END, m.valid_from`,
    customerId,
    on,
    on,
  )
}

/** A customer's loans, the newest first. */
export function loansOf(db: ReadDatabase, customerId: string): Loan[] {
  return all(
    db,
    'SELECT * FROM loan WHERE customer_id = ? ORDER BY granted_on DESC, id',
    customerId,
  )
}

/** A customer's cards that are not closed, the newest first. */
export function cardsOf(db: ReadDatabase, customerId: string): Card[] {
  return all(
    db,
    `SELECT * FROM card WHERE customer_id = ? AND status <> 'closed' ORDER BY issued_on DESC, id`,
    customerId,
  )
}

/** A relation, with what is known of the other side where that is a customer of this branch. */
export interface KnownRelation {
  id: string
  kind: Relation['kind']
  source: Relation['source']
  valid_from: Day
  to_name: string
  to_customer_id: string | null
  tier: Tier | null
  /** AUM of the other customer, 分; null where this branch has none. */
  aum_fen: number | null
  /** Whether the other customer is in the viewer's scope. */
  inside: boolean
  /** Whether this customer, not the other one, told of it. */
  told: boolean
  /** Whether it waits for head office. */
  queued: boolean
}

type RelationRow = Omit<KnownRelation, 'inside' | 'told' | 'queued'> & {
  inside: number
  turned: number
  rev: number
}

/**
 * A customer's relations on the scope's day, whichever of the two told of them: a tie that only the
 * other side has is turned round. Two ties of one kind to one customer are shown once.
 */
export function relationsOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
): KnownRelation[] {
  const within = scopeCondition(scope, 'c.id')
  const inForceThen = 'r.valid_from <= ? AND (r.valid_to IS NULL OR r.valid_to >= ?)'
  const known = `c.tier, s.aum_fen, c.id IS NOT NULL AND ${within.sql} AS inside`
  const rows = all<RelationRow>(
    db,
    `SELECT r.id, r.kind, coalesce(c.name, r.to_name) AS to_name, r.to_customer_id, r.source,
       r.valid_from, r.rev, ${known}, 0 AS turned
     FROM relation r LEFT JOIN customer c ON c.id = r.to_customer_id
       LEFT JOIN customer_summary s ON s.customer_id = c.id
     WHERE r.from_customer_id = ? AND ${inForceThen}
     UNION ALL
     SELECT r.id, r.kind, c.name, c.id, r.source, r.valid_from, r.rev, ${known}, 1
     FROM relation r JOIN customer c ON c.id = r.from_customer_id
       LEFT JOIN customer_summary s ON s.customer_id = c.id
     WHERE r.to_customer_id = ? AND ${inForceThen}
     ORDER BY turned, 2, 1`,
    ...within.values,
    customerId,
    scope.on,
    scope.on,
    ...within.values,
    customerId,
    scope.on,
    scope.on,
  )
  const ties = new Map<string, KnownRelation>()
  for (const { turned, inside, rev, ...row } of rows) {
    const kind = turned === 1 ? turnedRound(row.kind) : row.kind
    const key = row.to_customer_id === null ? row.id : `${kind} ${row.to_customer_id}`
    const told = turned === 0 && row.source === 'customer'
    const known = { ...row, kind, inside: inside === 1, told, queued: rev === 0 }
    if (!ties.has(key)) ties.set(key, known)
  }
  return [...ties.values()]
}

/** A proposed value that is not settled; `queued` until head office has recorded it. */
export type OpenCorrection = Pick<Correction, 'field' | 'new_value'> & { queued: boolean }

/**
 * The latest unsettled proposal of each field: recorded and waiting for the checker, or given on
 * this PC and not yet answered (`rev` 0).
 */
export function openCorrections(db: ReadDatabase, customerId: string): OpenCorrection[] {
  const rows = all<Pick<Correction, 'field' | 'new_value'> & { rev: number }>(
    db,
    `SELECT field, new_value, rev FROM correction
     WHERE customer_id = ? AND (state = 'pending_check' OR (rev = 0 AND state = 'applied'))
     ORDER BY proposed_at, id`,
    customerId,
  )
  const latest = new Map(rows.map((row) => [row.field, row]))
  return [...latest.values()].map(({ rev, ...row }) => ({ ...row, queued: rev === 0 }))
}
