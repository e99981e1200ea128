import { z } from 'zod'
import { day, fen, id, integer, text, word } from '../record/field.ts'
import { assetClasses } from './asset-classes.ts'

export { type AssetClass, assetClasses } from './asset-classes.ts'

/** A product of the shelf. `risk_level` is R1–R5; `rate_bp` the shown yearly rate in basis points. */
export const productSchema = z.strictObject({
  id: id(),
  code: text(30),
  name: text(80),
  asset_class: word(assetClasses),
  issuer: word(['own', 'agency']),
  risk_level: integer(),
  term_days: integer().nullable(),
  min_amount_fen: fen(),
  rate_bp: integer().nullable(),
  currency: text(3),
  status: word(['coming', 'presale', 'on_sale', 'paused', 'sold_out', 'stopped', 'matured']),
  sale_from: day().nullable(),
  sale_to: day().nullable(),
})
export type Product = z.infer<typeof productSchema>
