import type { RowTable } from '#contract/sync/rows/table.ts'

/**
 * SQL of the text that names a row in `tombstone`: the JSON array of its key's values as texts,
 * without blanks, as `JSON.stringify` writes it.
 */
export function rowKey(table: RowTable, alias: string, branch = `${alias}.branch_id`): string {
  const parts = table.key.map((name) => {
    const value = name === 'branch_id' ? branch : `${alias}.${name}`
    return `to_json((${value})::text)::text`
  })
  return `'[' || ${parts.join(` || ',' || `)} || ']'`
}
