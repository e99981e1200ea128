import type { SqliteDatabase } from '../connection/open.ts'
import { first, type ReadDatabase, run } from '../connection/statements.ts'

/** Value of a draft, or null. */
export function draftValue(db: ReadDatabase, key: string): string | null {
  return first<{ value: string }>(db, 'SELECT value FROM draft WHERE key = ?', key)?.value ?? null
}

/** Keeps what was typed; `nowMs` is the wall clock. */
export function saveDraft(db: SqliteDatabase, key: string, value: string, nowMs: number): void {
  run(
    db,
    `INSERT INTO draft VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    key,
    value,
    nowMs,
  )
}

/** Forgets a draft. */
export function discardDraft(db: SqliteDatabase, key: string): void {
  run(db, 'DELETE FROM draft WHERE key = ?', key)
}

/** A personal setting, or null. */
export function userSetting(db: ReadDatabase, key: string): string | null {
  return first<{ value: string }>(db, 'SELECT value FROM setting WHERE key = ?', key)?.value ?? null
}

/** Keeps a personal setting. */
export function putUserSetting(db: SqliteDatabase, key: string, value: string): void {
  run(
    db,
    'INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  )
}
