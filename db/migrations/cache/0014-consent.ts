import { sqlMigration } from '../run.ts'

/** How consents were given and withdrawn. Rows stay; their indexes are made anew with the next opening. */
export const cacheConsent = sqlMigration('CacheConsent1700000000014', [
  `ALTER TABLE consent RENAME TO earlier_consent`,
  `CREATE TABLE consent (
    branch_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    given_on TEXT NOT NULL,
    withdrawn_on TEXT,
    text_version TEXT NOT NULL,
    way TEXT,
    given_at INTEGER,
    given_by TEXT,
    withdrawn_channel TEXT,
    withdrawn_at INTEGER,
    withdrawn_by TEXT,
    ver INTEGER NOT NULL,
    rev INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO consent (
      branch_id, id, customer_id, purpose, channel, given_on, withdrawn_on, text_version, ver, rev)
    SELECT branch_id, id, customer_id, purpose, channel, given_on, withdrawn_on, text_version, ver, rev
    FROM earlier_consent`,
  `DROP TABLE earlier_consent`,
])
