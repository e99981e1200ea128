import type { Product } from '#domain/products/records.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { practiceId } from './ground.ts'

type Line = [
  code: string,
  name: string,
  assetClass: Product['asset_class'],
  issuer: Product['issuer'],
  risk: number,
  termDays: number | null,
  leastFen: number,
  rateBp: number | null,
]

const lines: readonly Line[] = [
  ['X-DQ12', '整存整取一年（练习）', 'deposit', 'own', 1, 365, 5_000, 95],
  ['X-LC90', '季享九十天（练习）', 'wealth', 'own', 2, 90, 1_000_000, 220],
  ['X-LC36', '年年稳健（练习）', 'wealth', 'own', 2, 365, 1_000_000, 255],
  ['X-JJ02', '青禾纯债基金（练习）', 'fund', 'agency', 2, null, 10_000, null],
  ['X-JJ03', '青禾均衡混合基金（练习）', 'fund', 'agency', 3, null, 10_000, null],
  ['X-BX01', '年金保险（练习）', 'insurance', 'agency', 1, 1825, 1_000_000, 200],
]

/** The few invented products; none can be bought anywhere. */
export function practiceProducts(on: Day): Product[] {
  return lines.map(([code, name, asset_class, issuer, risk_level, term_days, least, rate_bp]) => ({
    id: practiceId('product', code),
    code,
    name,
    asset_class,
    issuer,
    risk_level,
    term_days,
    min_amount_fen: least,
    rate_bp,
    currency: 'CNY',
    status: 'on_sale',
    sale_from: addDays(on, -400),
    sale_to: null,
  }))
}

/** Ids of the products by what they are for. */
export const productIds = {
  term: practiceId('product', 'X-DQ12'),
  shortWealth: practiceId('product', 'X-LC90'),
  wealth: practiceId('product', 'X-LC36'),
  bondFund: practiceId('product', 'X-JJ02'),
  fund: practiceId('product', 'X-JJ03'),
  insurance: practiceId('product', 'X-BX01'),
} as const
