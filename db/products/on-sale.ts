import type { Product } from '#domain/products/records.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** Products looked at for one customer at most. */
const mostProducts = 60

/** Products on the shelf on a day in the currency of report; the safest first. */
export function shelfOn(db: ReadDatabase, currency: string, on: Day): Product[] {
  return all(
    db,
    `SELECT * FROM product
     WHERE status = 'on_sale' AND currency = ?
       AND (sale_from IS NULL OR sale_from <= ?) AND (sale_to IS NULL OR sale_to >= ?)
     ORDER BY risk_level, name, id LIMIT ${mostProducts}`,
    currency,
    on,
    on,
  )
}

/** Products to invest in: the shelf without deposits. */
export function productsOnSale(db: ReadDatabase, currency: string, on: Day): Product[] {
  return shelfOn(db, currency, on).filter((product) => product.asset_class !== 'deposit')
}

/** A product by its id, on the shelf or not; null where there is none. */
export function productById(db: ReadDatabase, productId: string): Product | null {
  return first<Product>(db, 'SELECT * FROM product WHERE id = ?', productId) ?? null
}
