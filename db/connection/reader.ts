import { type FileKind, openFile, type SqliteDatabase } from './open.ts'
import type { ReadDatabase } from './statements.ts'

/**
 * The service's own read-only connection to a file. Several queries of one answer belong into one
 * {@link FileReader.read}, so that they all see the same state while the writer goes on.
 */
export interface FileReader {
  /** Runs `query` in one read transaction; it must not await. */
  read<Result>(query: (db: ReadDatabase) => Result): Result
  close(): void
}

/**
 * Opens a reader on an existing file. Its page cache (`cacheKib`, filled as pages are read) holds the
 * customers of a large branch: every page missed is deciphered (docs/decisions/0010).
 */
export function openReader(
  path: string,
  key: Uint8Array,
  kind: FileKind,
  cacheKib = 131_072,
): FileReader {
  const db: SqliteDatabase = openFile(path, key, { mode: 'read', kind, cacheKib })
  return {
    read(query) {
      if (db.inTransaction) return query(db)
      return db.transaction(() => query(db)).deferred()
    },
    close: () => void db.close(),
  }
}
