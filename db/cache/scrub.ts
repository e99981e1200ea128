import { isBusy } from '../connection/failure.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { atomically, type ReadDatabase } from '../connection/statements.ts'
import { cacheFact, dropCacheFacts, putCacheFact } from './scopes.ts'

/** Cache fact: rows left the branch since the file was last rewritten. */
const rowsLeft = 'rows_left'

/** Most bytes of a file that is rewritten in place: SQLite holds all of it in memory meanwhile. */
const mostBytes = 64 * 1024 * 1024

/** Notes that rows left, in the transaction that takes them out. */
export const noteRowsLeft = (db: SqliteDatabase): void => putCacheFact(db, rowsLeft, '1')

/** Whether something of rows that left may still stand in the file. */
export const needsScrub = (db: ReadDatabase): boolean => cacheFact(db, rowsLeft) !== null

/** Copies the write-ahead log into the file and cuts it off; false where a reader is in the way. */
export function cutLog(db: SqliteDatabase): boolean {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return result?.busy === 0
}

/**
 * Removes what is left of rows that went. `secure_delete` overwrites a row where it stands, but not
 * the copies that SQLite leaves in the unused middle of a page when it moves rows between pages: only
 * writing the file anew does. `later` where a reader is in the way; `large` where the file would not
 * fit into memory, so that a snapshot has to replace it.
 */
export function scrub(db: SqliteDatabase): 'clean' | 'later' | 'large' {
  const bytes =
    Number(db.pragma('page_count', { simple: true })) *
    Number(db.pragma('page_size', { simple: true }))
  if (bytes > mostBytes) return 'large'
  try {
    db.exec('VACUUM')
  } catch (error) {
    if (!isBusy(error)) throw error
    return 'later'
  }
  if (!cutLog(db)) return 'later'
  atomically(db, () => dropCacheFacts(db, rowsLeft))
  return 'clean'
}
