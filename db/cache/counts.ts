import type { SqliteDatabase } from '../connection/open.ts'
import { all, type ReadDatabase } from '../connection/statements.ts'
import { cacheFact, putCacheFact } from './scopes.ts'

const prefix = 'rows.'

/**
 * Notes how many rows a table has more (or fewer). Kept by every write to the base, because
 * counting millions of rows takes seconds; local effects are not counted.
 */
export function addRowCount(db: SqliteDatabase, table: string, more: number): void {
  if (more === 0) return
  const before = Number(cacheFact(db, prefix + table) ?? 0)
  putCacheFact(db, prefix + table, String(before + more))
}

/** Rows of each table that has any, as head office gave them. */
export function rowCounts(db: ReadDatabase): Map<string, number> {
  const facts = all<{ key: string; value: string }>(
    db,
    `SELECT key, value FROM cache_fact WHERE key LIKE '${prefix}%'`,
  )
  return new Map(facts.map(({ key, value }) => [key.slice(prefix.length), Number(value)]))
}
