import { sqlMigration } from '../run.ts'

/** Groups of customers and the members of static ones, without indexes (see `schema/indexes.ts`). */
export const cacheCustomerGroup = sqlMigration('CacheCustomerGroup1700000000013', [
  `CREATE TABLE customer_group (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    note TEXT,
    rule TEXT,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    deleted_at INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE customer_group_member (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    removed_by TEXT,
    removed_at INTEGER,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
