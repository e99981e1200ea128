import { sqlMigration } from '../run.ts'

/** The day of what head office computes stands once a branch, no longer in every summary. */
export const cacheReckoning = sqlMigration('CacheReckoning1700000000004', [
  `CREATE TABLE reckoning (
    branch_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    as_of TEXT NOT NULL,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    PRIMARY KEY (subject)
  ) STRICT, WITHOUT ROWID`,
  `ALTER TABLE customer_summary DROP COLUMN as_of`,
])
