import { sqlMigration } from '../run.ts'

/**
 * What a cache knows about itself: cursors, pre-images of rows that waiting commands changed, and
 * the progress of a snapshot while the file is still being filled.
 */
export const cacheBookkeeping = sqlMigration('CacheBookkeeping1700000000002', [
  `CREATE TABLE scope_state (
    scope TEXT NOT NULL PRIMARY KEY,
    epoch TEXT NOT NULL,
    cursor TEXT NOT NULL,
    version INTEGER NOT NULL,
    business_date TEXT NOT NULL,
    applied_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE overlay (
    ordinal INTEGER NOT NULL PRIMARY KEY,
    command_id TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    before TEXT
  ) STRICT`,
  `CREATE INDEX overlay_by_row ON overlay(table_name, row_key)`,
  `CREATE TABLE staged_chunk (
    ordinal INTEGER NOT NULL PRIMARY KEY,
    scope TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    table_name TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    applied INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE cache_fact (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT`,
])
