import type { AssetClass, Product } from '#domain/products/records.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'

/** How the value of a product moves: per year drift and spread (standard deviation), as shares. */
export interface Movement {
  drift: number
  spread: number
}

interface Shelf {
  code: string
  name: string
  assetClass: AssetClass
  issuer: Product['issuer']
  risk: number
  termDays: number | null
  leastWan: number
  rateBp: number | null
  movement: Movement
}

const shelf = (
  code: string,
  name: string,
  assetClass: AssetClass,
  issuer: Product['issuer'],
  risk: number,
  termDays: number | null,
  leastWan: number,
  rateBp: number | null,
  drift: number,
  spread = 0,
): Shelf => ({
  code,
  name,
  assetClass,
  issuer,
  risk,
  termDays,
  leastWan,
  rateBp,
  movement: { drift, spread },
})

const products: readonly Shelf[] = [
  shelf('DQ03', '整存整取三个月', 'deposit', 'own', 1, 91, 0.005, 65, 0),
  shelf('DQ06', '整存整取六个月', 'deposit', 'own', 1, 182, 0.005, 85, 0),
  shelf('DQ12', '整存整取一年', 'deposit', 'own', 1, 365, 0.005, 95, 0),
  shelf('DQ24', '整存整取二年', 'deposit', 'own', 1, 730, 0.005, 105, 0),
  shelf('DQ36', '整存整取三年', 'deposit', 'own', 1, 1095, 0.005, 125, 0),
  shelf('CD12', '一年期大额存单', 'deposit', 'own', 1, 365, 20, 120, 0),
  shelf('LC01', '知客·日日安理财', 'wealth', 'own', 2, null, 0.01, 180, 0.018),
  shelf('LC90', '知客·季享九十天', 'wealth', 'own', 2, 90, 1, 220, 0.022),
  shelf('LC180', '知客·半年稳健', 'wealth', 'own', 2, 180, 1, 245, 0.0245),
  shelf('LC365', '知客·年年稳健', 'wealth', 'own', 2, 365, 1, 260, 0.026),
  shelf('LC540', '知客·固收增强', 'wealth', 'own', 3, 540, 5, null, 0.03, 0.02),
  shelf('JJ01', '云杉货币基金', 'fund', 'agency', 1, null, 0.001, 150, 0.015),
  shelf('JJ02', '云杉纯债基金', 'fund', 'agency', 2, null, 0.01, null, 0.028, 0.015),
  shelf('JJ03', '云杉均衡混合基金', 'fund', 'agency', 3, null, 0.01, null, 0.04, 0.12),
  shelf('JJ04', '云杉成长股票基金', 'fund', 'agency', 4, null, 0.01, null, 0.05, 0.2),
  shelf('BX01', '金桂年金保险', 'insurance', 'agency', 1, 1825, 1, 200, 0.02),
  shelf('BX02', '金桂增额终身寿险', 'insurance', 'agency', 1, null, 2, 200, 0.02),
  shelf('GZ03', '三年期储蓄国债', 'bond', 'agency', 1, 1095, 0.01, 175, 0),
  shelf('GJS1', '知客积存金', 'metal', 'own', 3, null, 0.07, null, 0.06, 0.14),
  shelf('XT01', '长江稳健集合信托', 'trust', 'agency', 3, 720, 100, 420, 0.042),
]

/** A product with what the demo needs to move its value. */
export interface DemoProduct {
  record: Product
  movement: Movement
}

/** The product shelf; sale windows follow the business date. */
export function demoProducts(businessDate: Day): DemoProduct[] {
  return products.map((item) => ({
    movement: item.movement,
    record: {
      id: nameBasedId('demo', 'product', item.code),
      code: item.code,
      name: item.name,
      asset_class: item.assetClass,
      issuer: item.issuer,
      risk_level: item.risk,
      term_days: item.termDays,
      min_amount_fen: Math.round(item.leastWan * 1_000_000),
      rate_bp: item.rateBp,
      currency: 'CNY',
      status: item.code === 'CD12' ? 'sold_out' : 'on_sale',
      sale_from: addDays(businessDate, -700),
      sale_to: item.termDays && item.assetClass === 'wealth' ? addDays(businessDate, 30) : null,
    },
  }))
}
