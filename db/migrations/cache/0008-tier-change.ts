import { sqlMigration } from '../run.ts'

/** Decisions on tiers, without indexes (see `schema/indexes.ts`). */
export const cacheTierChange = sqlMigration('CacheTierChange1700000000008', [
  `CREATE TABLE tier_change (
    branch_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    period TEXT NOT NULL,
    tier_before TEXT NOT NULL,
    state_before TEXT NOT NULL,
    tier TEXT NOT NULL,
    tier_state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    average_fen INTEGER NOT NULL,
    floor_fen INTEGER,
    averages TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
