/** Asset classes of AUM, in the order of the fixed chart colours; `other` is what fits none. */
export const assetClasses = [
  'deposit',
  'wealth',
  'fund',
  'insurance',
  'bond',
  'metal',
  'trust',
  'other',
] as const
export type AssetClass = (typeof assetClasses)[number]
