import { z } from 'zod'
import { flowClasses } from '#domain/flow/classes.ts'
import { partyMarkLength } from '#domain/flow/party-class.ts'

const id = z.string().max(64)

/**
 * A decision: says to which class of the fund flow payments with another side belong; null takes that back.
 * `was` is the class that stood on the screen. The terminal makes `saidId`.
 */
export const classifyPartySchema = z.strictObject({
  saidId: id,
  customerId: id,
  party: z.string().min(1).max(partyMarkLength),
  flowClass: z.enum(flowClasses).nullable(),
  was: z.enum(flowClasses),
  atMs: z.int(),
})
