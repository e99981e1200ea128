import { sqlMigration } from '../run.ts'

/** Why a visit ended that nobody ended. Rows stay; their indexes are made anew with the next opening. */
export const cacheVisitCutOff = sqlMigration('CacheVisitCutOff1700000000007', [
  `ALTER TABLE counter_visit RENAME TO earlier_counter_visit`,
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
    cut_off TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO counter_visit (
      branch_id, id, customer_id, staff_id, opened_at, ended_at, found_by, suggested, acts, state,
      ver, rev)
    SELECT branch_id, id, customer_id, staff_id, opened_at, ended_at, found_by, suggested, acts,
      state, ver, rev
    FROM earlier_counter_visit`,
  `DROP TABLE earlier_counter_visit`,
])
