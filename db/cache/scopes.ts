import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'

/** How far a scope of the cache is. */
export interface ScopeState {
  scope: string
  epoch: string
  cursor: string
  version: number
  business_date: string
  /** Wall clock of the last apply, ms UTC. */
  applied_at: number
}

/** All scopes of the cache. */
export function scopeStates(db: ReadDatabase): ScopeState[] {
  return all<ScopeState>(db, 'SELECT * FROM scope_state ORDER BY scope')
}

/** Notes how far a scope is; part of the transaction that brought it there. */
export function putScopeState(db: SqliteDatabase, state: ScopeState): void {
  run(
    db,
    'INSERT OR REPLACE INTO scope_state VALUES (?, ?, ?, ?, ?, ?)',
    state.scope,
    state.epoch,
    state.cursor,
    state.version,
    state.business_date,
    state.applied_at,
  )
}

/** A fact the cache keeps about itself, or null. */
export function cacheFact(db: ReadDatabase, key: string): string | null {
  const row = first<{ value: string }>(db, 'SELECT value FROM cache_fact WHERE key = ?', key)
  return row?.value ?? null
}

/** Forgets all facts whose name begins so. */
export function dropCacheFacts(db: SqliteDatabase, prefix: string): void {
  run(db, 'DELETE FROM cache_fact WHERE substr(key, 1, ?) = ?', prefix.length, prefix)
}

/** Keeps a fact. */
export function putCacheFact(db: SqliteDatabase, key: string, value: string): void {
  run(db, 'INSERT OR REPLACE INTO cache_fact VALUES (?, ?)', key, value)
}
