import type { SqliteDatabase } from '#db/connection/open.ts'

/** The search tables of a cache, kept by the area that owns them. */
export interface SearchIndex {
  /** Builds everything; runs on a loaded snapshot. */
  build(db: SqliteDatabase): void
  /** Follows changed customers; runs inside the transaction that changed them. */
  update(db: SqliteDatabase, customerIds: readonly string[]): void
}
