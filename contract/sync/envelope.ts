import { z } from 'zod'
import { errorCodes } from '../errors.ts'

/** Every reply of head office, also a refusal, names the life of the database that gave it. */
export const envelopeSchema = z.object({ epoch: z.string() })

/** A refusal: HTTP status ≥ 400 with this body. */
export const refusalSchema = z.object({
  epoch: z.string(),
  error: z.object({
    code: z.enum(errorCodes),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
})
export type Refusal = z.infer<typeof refusalSchema>
