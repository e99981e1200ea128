import { sqlMigration } from '../run.ts'

/** A person's own file: what was typed and not yet given, and personal settings. */
export const userTables = sqlMigration('User1700000000001', [
  `CREATE TABLE draft (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    saved_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT`,
])
