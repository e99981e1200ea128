import { sqlMigration } from '../run.ts'

/** Evaluations of customers, without indexes (see `schema/indexes.ts`). */
export const cacheCustomerValue = sqlMigration('CacheCustomerValue1700000000010', [
  `CREATE TABLE customer_value (
    branch_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    value_score INTEGER,
    steady_points INTEGER,
    matures_on TEXT,
    types TEXT NOT NULL,
    facts TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
