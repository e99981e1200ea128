import { sqlMigration } from '../run.ts'

/** Requests to see customers of others, without indexes (see `schema/indexes.ts`). */
export const cacheCustomerViewing = sqlMigration('CacheCustomerViewing1700000000018', [
  `CREATE TABLE customer_viewing (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    days INTEGER NOT NULL,
    decision TEXT,
    decided_by TEXT,
    decided_at INTEGER,
    answer TEXT,
    until_at INTEGER,
    ended_by TEXT,
    ended_at INTEGER,
    openings INTEGER NOT NULL,
    opened_at INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
