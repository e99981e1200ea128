import type { RowTable, WireValue } from '#contract/sync/rows/table.ts'

/** A record's wire values in column order: flags as 0 and 1, what is absent as null. */
export function wireRow(table: RowTable, record: object): WireValue[] {
  const fields = record as Readonly<Record<string, unknown>>
  return table.columns.map(({ name }) => {
    const value = fields[name]
    if (typeof value === 'boolean') return Number(value)
    return typeof value === 'string' || typeof value === 'number' ? value : null
  })
}
