import { z } from 'zod'
import { rowBatchSchema, tombstoneSchema } from './rows/batch.ts'

/**
 * `GET /v1/scopes/:scope/changes?cursor=…`: all rows whose `ver` is above the cursor, in order of
 * `ver`, read in one repeatable-read transaction with the head. The terminal buffers pages until
 * `more` is false and applies them with the last cursor in one transaction: only then is what it
 * holds a state that head office really had.
 */
export const changesReplySchema = z.object({
  epoch: z.string(),
  scope: z.string(),
  /** Cursor this page follows: a terminal takes no page it did not ask for. */
  after: z.string(),
  /** Mark of the request this page answers, so that no copy of an older answer is taken for it. */
  asked: z.string(),
  /** Cursor after this page; opaque, contains the epoch. */
  next: z.string(),
  /** Head version of the scope when the page was read. */
  head: z.int(),
  more: z.boolean(),
  businessDate: z.string(),
  batches: z.array(rowBatchSchema),
  tombstones: z.array(tombstoneSchema),
})
export type ChangesReply = z.infer<typeof changesReplySchema>
