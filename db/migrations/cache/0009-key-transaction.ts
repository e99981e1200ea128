import { sqlMigration } from '../run.ts'

/** Cards of key transactions, without indexes (see `schema/indexes.ts`). */
export const cacheKeyTransaction = sqlMigration('CacheKeyTransaction1700000000009', [
  `CREATE TABLE key_transaction (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    day TEXT NOT NULL,
    event TEXT NOT NULL,
    priority INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    in_fen INTEGER NOT NULL,
    out_fen INTEGER NOT NULL,
    inside_fen INTEGER NOT NULL,
    aum_before_fen INTEGER NOT NULL,
    anti_fraud INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    state_by TEXT,
    responded_at INTEGER,
    reason TEXT,
    history TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
