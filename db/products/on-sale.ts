import type { Product } from '#domain/products/records.ts'
import type { Day } from '#domain/time/day.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'

/** Products looked at for one customer at most. */
const mostProducts = 60

/** Products on the shelf on a day in the currency of report, deposits left out; the safest first. */
export function productsOnSale(db: ReadDatabase, currency: string, on: Day): Product[] {
  return all(
    db,
    `SELECT * FROM product
     WHERE status = 'on_sale' AND currency = ? AND asset_class <> 'deposit'
       AND (sale_from IS NULL OR sale_from <= ?) AND (sale_to IS NULL OR sale_to >= ?)
     ORDER BY risk_level, name, id LIMIT ${mostProducts}`,
    currency,
    on,
    on,
  )
}
