import { sqlMigration } from '../run.ts'

/** Visits at the counter and referrals, without indexes (see `schema/indexes.ts`). */
export const cacheCounter = sqlMigration('CacheCounter1700000000006', [
  `CREATE TABLE counter_visit (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ended_at INTEGER,
    found_by TEXT NOT NULL,
    suggested INTEGER NOT NULL,
    acts TEXT NOT NULL,
    state TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE referral (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    referred_by TEXT NOT NULL,
    referred_at INTEGER NOT NULL,
    to_staff_id TEXT NOT NULL,
    route TEXT NOT NULL,
    reason TEXT NOT NULL,
    times INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    failure TEXT,
    feedback TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
