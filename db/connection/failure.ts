import Database from 'better-sqlite3'
import { AppError } from '#contract/errors.ts'

/**
 * SQLite's extended result code of a thrown error, or null where SQLite did not throw it. TypeORM
 * wraps the driver's error; TypeORM itself is not loaded for that.
 */
export function sqliteCode(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code
  if (error instanceof Error && 'driverError' in error) return sqliteCode(error.driverError)
  return null
}

/** Whether the error says that a file is damaged or was opened with another key. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === 'SQLITE_NOTADB' || (code?.startsWith('SQLITE_CORRUPT') ?? false)
}

/** Whether another connection was in the way. */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false
}

/** A full disk becomes the expected error `storage.full`; anything else is returned as it is. */
export function mapSqliteError(error: unknown): unknown {
  return sqliteCode(error) === 'SQLITE_FULL' ? new AppError('storage.full') : error
}
