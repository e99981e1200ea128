import { z } from 'zod'
import { toldKinds, toldNameLength } from '#domain/customers/told-relation.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/**
 * A fact: whom a customer told of, and what he or she is to the customer. `toCustomerId` where that is a
 * customer of the bank. `on` is the business date on the PC; `relationId` is made by the terminal.
 */
export const recordRelationSchema = z.strictObject({
  relationId: id,
  customerId: id,
  toCustomerId: id.nullable(),
  toName: z.string().min(1).max(toldNameLength),
  kind: z.enum(toldKinds),
  on: day,
  atMs: z.int(),
})

/** A decision: what a customer told does not hold any more, or never did. */
export const withdrawRelationSchema = z.strictObject({
  relationId: id,
  customerId: id,
  on: day,
  atMs: z.int(),
})
