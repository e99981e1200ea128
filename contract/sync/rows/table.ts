import type { z } from 'zod'
import { fieldKind, type Wire } from '#domain/record/field.ts'

/** A column as both sides store it. */
export interface Column {
  name: string
  wire: Wire
  nullable: boolean
}

/** A value as it travels and as SQLite binds it: flags are 0 and 1. */
export type WireValue = string | number | null

/**
 * A table both sides must agree on. `national` tables stand once; `branch` tables carry
 * `branch_id` first. Beside these columns each side keeps `ver` (order within the scope), `rev`
 * (changes of that row for ever) and, for checks, the row hash.
 */
export interface RowTable<Name extends string = string> {
  name: Name
  scope: 'national' | 'branch'
  /** Primary key columns, `branch_id` first for branch tables. */
  key: readonly string[]
  /** All columns in wire order. */
  columns: readonly Column[]
  /** Order of fetching in a snapshot: the smaller, the sooner the branch can work with it. */
  priority: number
  schema: z.ZodObject
}

/** Declares a table from its record's schema: column order is the schema's field order. */
export function rowTable<Name extends string>(
  name: Name,
  scope: RowTable['scope'],
  priority: number,
  key: readonly string[],
  schema: z.ZodObject,
): RowTable<Name> {
  const columns = Object.entries(schema.shape).map(([field, type]) => ({
    name: field,
    ...fieldKind(type as z.ZodType),
  }))
  if (scope === 'branch' && columns[0]?.name !== 'branch_id') {
    throw new Error(`${name}: branch_id leads every branch table`)
  }
  const missing = key.find((column) => !columns.some(({ name: own }) => own === column))
  if (missing) throw new Error(`${name}: key column ${missing} is not a column`)
  return { name, scope, key, columns, priority, schema }
}

const separator = '\u001f'
const absent = '\u0001'

/**
 * Canonical text of a row: its wire values in column order, absent ones as U+0001, joined by
 * U+001F. Days count as days since 1970, so that SQL and TypeScript write them alike without a
 * locale. `row_hash` is the first 48 bits of SHA-256 of its UTF-8 bytes.
 */
export function canonicalRow(table: RowTable, values: readonly WireValue[]): string {
  return table.columns
    .map((column, index) => {
      const value = values[index] ?? null
      if (value === null) return absent
      return column.wire === 'day'
        ? String(Math.round(Date.parse(`${value}T00:00:00Z`) / 86_400_000))
        : String(value)
    })
    .join(separator)
}
