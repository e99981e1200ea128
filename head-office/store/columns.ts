import { type Column, type RowTable, type WireValue } from '#contract/sync/rows/table.ts'
import { dayText } from './day-text.ts'

/** SQL that reads a column as its wire value, independent of the driver's type parsers. */
export function wireExpression(column: Column, alias: string): string {
  const name = `${alias}.${column.name}`
  switch (column.wire) {
    case 'text':
      return `${name}::text`
    case 'json':
      return name
    case 'int':
      return `${name}::float8`
    case 'day':
      return dayText(name)
    case 'instant':
      return `(extract(epoch from ${name}) * 1000)::float8`
    case 'flag':
      return `${name}::integer`
  }
}

/** Select list of a table's wire values in column order, then `ver` and `rev`. */
export function wireColumns(table: RowTable, alias: string): string {
  return [
    ...table.columns.map((column) => wireExpression(column, alias)),
    `${alias}.ver::float8`,
    `${alias}.rev::float8`,
  ].join(', ')
}

/** A wire value as PostgreSQL reads it, as text: instants become ISO timestamps. */
export function sqlText(column: Column, value: WireValue): string | null {
  if (value === null) return null
  return column.wire === 'instant' ? new Date(Number(value)).toISOString() : String(value)
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One line of `COPY … FROM STDIN` (text format) for a row of wire values in column order. */
export function copyLine(table: RowTable, row: readonly WireValue[]): string {
  const fields = table.columns.map((column, index) => {
    const text = sqlText(column, row[index] ?? null)
    return text === null ? '\\N' : text.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found)
  })
  return `${fields.join('\t')}\n`
}
