import type { BalancePoint } from '#domain/accounts/average-balance.ts'
import type { AssetClass } from '#domain/products/records.ts'
import type { Day } from '#domain/time/day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** An account or a holding: what counts to AUM. Rates in basis points, money in 分. */
export interface Position {
  id: string
  asset_class: AssetClass
  /** Kind of account; null for a holding. */
  kind: string | null
  product_name: string | null
  account_no: string | null
  rate_bp: number | null
  matures_on: Day | null
  status: string
  /** Value less cost; null for an account. */
  gain_fen: number | null
}

/**
 * Positions of a customer: accounts as first owner, and holdings. An account in another currency
 * than the report's is left out, because there is no rate for it; head office does the same.
 */
export function positionsOf(db: ReadDatabase, customerId: string, currency: string): Position[] {
  return all<Position>(
    db,
    `SELECT a.id, 'deposit' AS asset_class, a.kind, p.name AS product_name, a.account_no,
       coalesce(a.rate_bp, p.rate_bp) AS rate_bp, a.matures_on, a.status, NULL AS gain_fen
     FROM account a LEFT JOIN product p ON p.id = a.product_id
     WHERE a.customer_id = ? AND a.currency = ?
     UNION ALL
     SELECT h.id, coalesce(p.asset_class, 'other'), NULL, p.name, NULL,
       p.rate_bp, h.matures_on, 'normal', h.value_fen - h.cost_fen
     FROM holding h LEFT JOIN product p ON p.id = h.product_id
     WHERE h.customer_id = ?`,
    customerId,
    currency,
    customerId,
  )
}

/** States of all accounts of a customer as first owner, whatever their currency. */
export function accountStates(db: ReadDatabase, customerId: string): string[] {
  return all<{ status: string }>(
    db,
    'SELECT DISTINCT status FROM account WHERE customer_id = ?',
    customerId,
  ).map(({ status }) => status)
}

/**
 * Balance points of positions that matter for the days `from` to `to`: the changes within, and the
 * last one before, each position's in order of day.
 */
export function balancePoints(
  db: ReadDatabase,
  positionIds: readonly string[],
  from: Day,
  to: Day,
): Map<string, BalancePoint[]> {
  const rows = all<BalancePoint & { position_id: string }>(
    db,
    `SELECT b.position_id, b.changed_on, b.balance_fen, b.running_sum
     FROM json_each(?) j CROSS JOIN balance_change b ON b.position_id = j.value
     WHERE b.changed_on <= ? AND b.changed_on >= coalesce(
       (SELECT max(x.changed_on) FROM balance_change x
        WHERE x.position_id = j.value AND x.changed_on < ?), '')
     ORDER BY b.position_id, b.changed_on`,
    JSON.stringify(positionIds),
    to,
    from,
  )
  const points = new Map<string, BalancePoint[]>(positionIds.map((id) => [id, []]))
  for (const { position_id: id, ...point } of rows) points.get(id)?.push(point)
  return points
}
