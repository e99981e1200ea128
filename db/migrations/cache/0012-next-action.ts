import { sqlMigration } from '../run.ts'

/** What customers refused and what they need, without indexes (see `schema/indexes.ts`). */
export const cacheNextAction = sqlMigration('CacheNextAction1700000000012', [
  `CREATE TABLE refusal (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    action TEXT NOT NULL,
    task_id TEXT,
    asset_class TEXT,
    product_id TEXT,
    said_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    until TEXT NOT NULL,
    note TEXT,
    staff_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    taken_back_at INTEGER,
    taken_back_by TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE customer_need (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    amount_fen INTEGER,
    by_day TEXT,
    state TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    stated_at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by TEXT,
    met_by TEXT,
    met_on TEXT,
    product_id TEXT,
    contact_id TEXT,
    reason TEXT,
    note TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
