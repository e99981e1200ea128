import { sqlMigration } from '../run.ts'

/** What people said of types of customers, without indexes (see `schema/indexes.ts`). */
export const cacheCustomerTypeVerdict = sqlMigration('CacheCustomerTypeVerdict1700000000011', [
  `CREATE TABLE customer_type_verdict (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    type TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    seen TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
