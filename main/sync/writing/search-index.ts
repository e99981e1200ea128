import type { SqliteDatabase } from '#db/connection/open.ts'

/** The search tables of a cache, kept by the area that owns them. */
export interface SearchIndex {
  /** Takes the next customers of a fresh cache in; returns whether all are. Inside a transaction. */
  fill(db: SqliteDatabase): boolean
  /** Follows changed customers; runs inside the transaction that changed them. */
  update(db: SqliteDatabase, customerIds: readonly string[]): void
}
