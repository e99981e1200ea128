import { z } from 'zod'
import { viewingDecisions, viewingReasons, viewingWords } from '#domain/customers/viewing.ts'

const id = z.string().max(64)
const words = z.string().max(viewingWords.most)

/** A decision: somebody asks to see a customer of others. `viewingId` is made by the terminal. */
export const askViewingSchema = z.strictObject({
  viewingId: id,
  customerId: id,
  reason: z.enum(viewingReasons),
  words,
  days: z.int(),
  atMs: z.int(),
})

/** A decision of the branch head on a request, for so many days where it is granted. */
export const decideViewingSchema = z.strictObject({
  viewingId: id,
  customerId: id,
  decision: z.enum(viewingDecisions),
  answer: words,
  days: z.int(),
  atMs: z.int(),
})

/** A decision: a request is taken back, or what was granted ends early. */
export const endViewingSchema = z.strictObject({ viewingId: id, customerId: id, atMs: z.int() })

/** A fact: the record of the customer was opened under a granted request. */
export const openViewingSchema = z.strictObject({ viewingId: id, customerId: id, atMs: z.int() })
