import type { ChurnRules } from '#domain/customers/churn.ts'
import type { CustomerValue } from '#domain/customers/records.ts'
import type { ProductClass } from '#domain/customers/product-classes.ts'
import { productClasses } from '#domain/customers/product-classes.ts'
import { tiers } from '#domain/customers/tiers.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'
import { inForce } from './scope.ts'

/** A customer's evaluation as head office made it; null before the first one. */
export function evaluationOf(db: ReadDatabase, customerId: string): CustomerValue | null {
  return (
    first<CustomerValue>(db, 'SELECT * FROM customer_value WHERE customer_id = ?', customerId) ??
    null
  )
}

const day = (value: Day) => `'${value}'`

/**
 * SQL of `churnOf` in `domain/customers/churn.ts` for customers `c` with summaries `s` and evaluations
 * `v` of the day `on`: what no contact changes as the night found it, the rest from the last contact.
 * Null of the dead and of who is not evaluated. Parameters and days are written out: both are ours.
 */
export function churnPointsSql({ points, limits, contactCycle }: ChurnRules, on: Day): string {
  const overdue = tiers.map((tier) => {
    const since = addDays(on, -limits.contactCycles * contactCycle[tier])
    return `WHEN '${tier}' THEN ${day(since)}`
  })
  return `CASE WHEN v.steady_points IS NOT NULL THEN min(100, v.steady_points
    + CASE WHEN v.matures_on BETWEEN ${day(on)} AND ${day(addDays(on, limits.maturityDays))}
        AND coalesce(s.last_contact_on < date(v.matures_on, '-${limits.maturityDays} days'), 1)
      THEN ${points.maturity} ELSE 0 END
    + CASE WHEN c.do_not_contact = 0 AND c.deceased_on IS NULL
        AND coalesce(s.last_contact_on, c.customer_since) < CASE c.tier ${overdue.join(' ')} END
      THEN ${points.overdue} ELSE 0 END) END`
}

const assets = `coalesce(s.asset_classes, '')`
/** SQL of `heldClasses` in `domain/customers/product-classes.ts`: how many product classes are held. */
export const heldCountSql = `(CASE ${assets} WHEN '' THEN 0
    ELSE 1 + length(${assets}) - length(replace(${assets}, ',', '')) END
  + (coalesce(s.loan_fen, 0) > 0))`

/** Customers of the branch who are alive, by how many product classes they hold and who answers for them. */
export function holdingCounts(
  db: ReadDatabase,
  on: Day,
): { staffId: string | null; held: number; customers: number }[] {
  return all(
    db,
    `SELECT staffId, held, count(*) AS customers FROM (
       SELECT ${heldCountSql} AS held,
         (SELECT m.staff_id FROM customer_manager m
          WHERE m.customer_id = c.id AND ${inForce}
          ORDER BY m.role = 'primary' DESC, m.valid_from, m.id LIMIT 1) AS staffId
       FROM customer c LEFT JOIN customer_summary s ON s.customer_id = c.id
       WHERE c.deceased_on IS NULL)
     WHERE held > 0 GROUP BY staffId, held`,
    on,
    on,
  )
}

/** How many living customers of the branch hold each product class. */
export function classCounts(db: ReadDatabase): { name: ProductClass; customers: number }[] {
  const columns = productClasses.map((name) =>
    name === 'loan'
      ? `coalesce(sum(s.loan_fen > 0), 0) AS loan`
      : `coalesce(sum(instr(',' || s.asset_classes || ',', ',${name},') > 0), 0) AS ${name}`,
  )
  const row = first<Record<string, number>>(
    db,
    `SELECT ${columns.join(', ')} FROM customer c JOIN customer_summary s ON s.customer_id = c.id
     WHERE c.deceased_on IS NULL`,
  )
  return productClasses.map((name) => ({ name, customers: row?.[name] ?? 0 }))
}
