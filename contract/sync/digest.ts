import { z } from 'zod'
import { rowBatchSchema } from './rows/batch.ts'

/** Buckets a table's rows fall into, by the lowest byte of their row hash. */
export const digestBuckets = 256

/** Sums of row hashes are kept modulo this: both sides add 48-bit numbers without losing a bit. */
export const digestModulus = 2 ** 48

/** Most bytes (of JSON) of a digest request. */
export const maxDigestBytes = 512 * 1024

/** What one bucket holds: its number, how many rows, and the sum of their hashes. */
const bucketSchema = z.tuple([
  z
    .int()
    .min(0)
    .max(digestBuckets - 1),
  z.int().min(1),
  z
    .int()
    .min(0)
    .max(digestModulus - 1),
])

/** The rows of one table, summed by bucket; empty buckets are left out. */
export const tableDigestSchema = z.object({
  table: z.string().max(64),
  buckets: z.array(bucketSchema).max(digestBuckets),
})
export type TableDigest = z.infer<typeof tableDigestSchema>

/**
 * `POST /v1/scopes/:scope/digest`: what a terminal holds of a scope, as of a cursor. Tables it has no
 * row of may be left out.
 */
export const digestRequestSchema = z.object({
  cursor: z.string().max(400),
  tables: z.array(tableDigestSchema).max(100),
})
export type DigestRequest = z.infer<typeof digestRequestSchema>

/** A table that differs: which buckets, and all rows head office has in them. */
export const tableRepairSchema = z.object({
  table: z.string(),
  buckets: z.array(
    z
      .int()
      .min(0)
      .max(digestBuckets - 1),
  ),
  batch: rowBatchSchema,
})
export type TableRepair = z.infer<typeof tableRepairSchema>

/** What head office makes of a digest. */
export const digestReplySchema = z.object({
  epoch: z.string(),
  scope: z.string(),
  /** The scope changed since the cursor: nothing was compared; pull first, then ask again. */
  behind: z.boolean(),
  /** What differs, as of the cursor; empty where both sides hold the same. */
  repairs: z.array(tableRepairSchema),
})
export type DigestReply = z.infer<typeof digestReplySchema>
