import { z } from 'zod'

/** Where an answer that no PC keeps comes from: head office just now, or what it said in this session. */
export const readingSchema = z.strictObject({
  /** When head office said so, ms UTC; null where nothing was read in this session. */
  loadedAtMs: z.int().nullable(),
  /** Read just now; otherwise head office cannot be reached, and this is what was read last. */
  live: z.boolean(),
})
export type Reading = z.infer<typeof readingSchema>
