import { type AssetClass, assetClasses } from '../products/asset-classes.ts'

/** What counts as one product of a customer (rules 4.3, 4.7): each asset class, and loans. */
export const productClasses = [...assetClasses, 'loan'] as const
/** A word of the closed list {@link productClasses}. */
export type ProductClass = AssetClass | 'loan'

/**
 * Product classes a customer holds: asset classes with a balance above zero (as `customer_summary`
 * names them, joined by commas) and a loan that is not repaid.
 */
export function heldClasses(assets: string, loanFen: number): ProductClass[] {
  const held = new Set(assets.split(','))
  return productClasses.filter((name) => (name === 'loan' ? loanFen > 0 : held.has(name)))
}
