import { z } from 'zod'
import type { RowTable, WireValue } from './table.ts'

const wireValueSchema = z.union([z.string(), z.number(), z.null()])

/**
 * The values of one column over all rows of a batch, in the shortest of three forms: as they are;
 * `all`, one value that every row has; or `words`, the values that occur, and `at`, which of them
 * each row has.
 */
export const wireColumnSchema = z.union([
  z.array(wireValueSchema),
  z.strictObject({ all: wireValueSchema }),
  z.strictObject({ words: z.array(wireValueSchema), at: z.array(z.int()) }),
])
export type WireColumn = z.infer<typeof wireColumnSchema>

/**
 * Rows of one table, column by column: `columns[i]` holds the values of the i-th wire column, then
 * `ver` and `rev`. Flags are 0 and 1.
 */
export const rowBatchSchema = z.object({
  table: z.string(),
  count: z.int(),
  columns: z.array(wireColumnSchema),
  ver: wireColumnSchema,
  rev: wireColumnSchema,
})
export type RowBatch = z.infer<typeof rowBatchSchema>

/** A column whose items are not looked at. */
const unread = z.custom<unknown>((value) => typeof value === 'object' && value !== null)

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

/** How many rows a column speaks of; `count`, the batch's own, where all have one value. */
export function columnLength(column: WireColumn, count: number): number {
  if (Array.isArray(column)) return column.length
  return 'all' in column ? count : column.at.length
}

/** The values of a column, one a row; what `words` does not hold becomes null. */
export function columnValues(column: WireColumn, count: number): readonly WireValue[] {
  if (Array.isArray(column)) return column
  if ('all' in column) return Array.from({ length: count }, () => column.all)
  return column.at.map((word) => column.words[word] ?? null)
}

/** The different values of a column: as many as there are, or fewer than its rows. */
export function columnWords(column: WireColumn): readonly WireValue[] {
  if (Array.isArray(column)) return column
  return 'all' in column ? [column.all] : column.words
}

/** All rows of a batch as wire values in column order. */
export function batchRows(batch: RowBatch): WireValue[][] {
  const columns = batch.columns.map((column) => columnValues(column, batch.count))
  return Array.from({ length: batch.count }, (_, row) =>
    columns.map((column) => column[row] ?? null),
  )
}

/** A column is written as words where each stands for at least so many rows. */
const rowsPerWord = 4

function packColumn(values: readonly WireValue[]): WireColumn {
  const first = values[0]
  if (first === undefined) return []
  const most = Math.max(1, values.length / rowsPerWord)
  const places = new Map<WireValue, number>()
  const at: number[] = []
  for (const value of values) {
    let place = places.get(value)
    if (place === undefined) {
      place = places.size
      if (place >= most) return [...values]
      places.set(value, place)
    }
    at.push(place)
  }
  return places.size === 1 ? { all: first } : { words: [...places.keys()], at }
}

/** Packs rows (wire values in column order, with `ver` and `rev`) into a batch. */
export function packBatch(
  table: RowTable,
  rows: readonly { values: readonly WireValue[]; ver: number; rev: number }[],
): RowBatch {
  return {
    table: table.name,
    count: rows.length,
    columns: table.columns.map((_, column) =>
      packColumn(rows.map((row) => row.values[column] ?? null)),
    ),
    ver: packColumn(rows.map((row) => row.ver)),
    rev: packColumn(rows.map((row) => row.rev)),
  }
}
