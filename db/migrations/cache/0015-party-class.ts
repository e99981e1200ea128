import { sqlMigration } from '../run.ts'

/** What people said of the other sides of payments, without indexes (see `schema/indexes.ts`). */
export const cachePartyClass = sqlMigration('CachePartyClass1700000000015', [
  `CREATE TABLE party_class (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    party TEXT NOT NULL,
    flow_class TEXT,
    was TEXT NOT NULL,
    given_by TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
