import { sqlMigration } from '../run.ts'

/** Saved views, favourites and the customers opened last: a person's own order in the branch's data. */
export const ownLists = sqlMigration('User1700000000003', [
  `CREATE TABLE saved_view (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL,
    position INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE favourite (
    customer_id TEXT NOT NULL PRIMARY KEY,
    added_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE recent_customer (
    customer_id TEXT NOT NULL PRIMARY KEY,
    opened_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
])
