import { z } from 'zod'
import type { RowTable, WireValue } from './table.ts'

const wireValueSchema = z.union([z.string(), z.number(), z.null()])

/**
 * Rows of one table, column by column: `columns[i]` holds the values of the i-th wire column, then
 * `ver` and `rev`. Flags are 0 and 1.
 */
export const rowBatchSchema = z.object({
  table: z.string(),
  count: z.int(),
  columns: z.array(z.array(wireValueSchema)),
  ver: z.array(z.int()),
  rev: z.array(z.int()),
})
export type RowBatch = z.infer<typeof rowBatchSchema>

/** A list whose items are not looked at. */
const unread = z.custom<unknown[]>(Array.isArray)

const batchShape = z.object({
  table: z.string(),
  count: z.int(),
  columns: z.array(unread),
  ver: unread,
  rev: unread,
})

/**
 * Reads a batch whose bytes were verified against their address: the shape is checked, the values
 * are not, because STRICT tables refuse what does not fit and a snapshot has millions of them.
 */
export function readVerifiedBatch(value: unknown): RowBatch {
  return batchShape.parse(value) as RowBatch
}

/** A row that left the scope: deleted, or moved to another branch. */
export const tombstoneSchema = z.object({
  table: z.string(),
  key: z.array(wireValueSchema),
  ver: z.int(),
  reason: z.enum(['deleted', 'left_scope']),
})
export type Tombstone = z.infer<typeof tombstoneSchema>

/** The i-th row of a batch as wire values in column order. */
export function batchRow(batch: RowBatch, index: number): WireValue[] {
  return batch.columns.map((column) => column[index] ?? null)
}

/** Packs rows (wire values in column order, with `ver` and `rev`) into a batch. */
export function packBatch(
  table: RowTable,
  rows: readonly { values: readonly WireValue[]; ver: number; rev: number }[],
): RowBatch {
  return {
    table: table.name,
    count: rows.length,
    columns: table.columns.map((_, column) => rows.map((row) => row.values[column] ?? null)),
    ver: rows.map((row) => row.ver),
    rev: rows.map((row) => row.rev),
  }
}
