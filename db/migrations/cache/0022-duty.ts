import { sqlMigration } from '../run.ts'

/** Days on which somebody is not on full duty, without indexes (see `schema/indexes.ts`). */
export const cacheDuty = sqlMigration('CacheDuty1700000000022', [
  `CREATE TABLE duty_entry (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    tenths INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at INTEGER,
    withdrawn_reason TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
])
