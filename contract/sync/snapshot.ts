import { z } from 'zod'

/** One immutable piece of a snapshot; its address is the SHA-256 of its compressed bytes. */
export const chunkSchema = z.object({
  sha256: z.string().length(64),
  table: z.string(),
  rows: z.int(),
  bytes: z.int(),
})
export type Chunk = z.infer<typeof chunkSchema>

/**
 * `GET /v1/scopes/:scope/snapshot`: the chunks of one consistent state at `version`, in the order
 * of fetching. A chunk (`GET /v1/chunks/:sha256`) is a zstd-compressed JSON `RowBatch`.
 */
export const snapshotReplySchema = z.object({
  epoch: z.string(),
  scope: z.string(),
  version: z.int(),
  /** Cursor from which deltas continue. */
  cursor: z.string(),
  businessDate: z.string(),
  chunks: z.array(chunkSchema),
})
export type SnapshotReply = z.infer<typeof snapshotReplySchema>
