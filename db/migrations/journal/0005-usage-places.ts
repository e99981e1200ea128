import { sqlMigration } from '../run.ts'

/**
 * A usage record stands at the place of its chain plus its number, with its body in the row: an act appends
 * to one table instead of two tables and three indexes. A body can still go by itself; the chain holds only
 * its hash. A person's records are found by the starts of his or her sessions, of which a PC has one at a time.
 */
export const journalUsagePlaces = sqlMigration('JournalUsagePlaces1700000000005', [
  `ALTER TABLE usage_record RENAME TO former_record`,
  `DROP INDEX usage_by_actor`,
  `CREATE TABLE usage_chain (
    place INTEGER PRIMARY KEY,
    ledger_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    UNIQUE (ledger_id, epoch)
  ) STRICT`,
  `CREATE TABLE usage_record (
    place INTEGER PRIMARY KEY,
    chain INTEGER NOT NULL GENERATED ALWAYS AS (place & ~4294967295) VIRTUAL,
    seq INTEGER NOT NULL GENERATED ALWAYS AS (place & 4294967295) VIRTUAL,
    ver INTEGER NOT NULL,
    alg INTEGER NOT NULL,
    prev TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    mono_ms INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    last_receipt_seq INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    session TEXT NOT NULL,
    auth_mode TEXT NOT NULL,
    type TEXT NOT NULL,
    object TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    app_ver TEXT NOT NULL,
    policy_ver TEXT NOT NULL,
    hash TEXT NOT NULL,
    mac TEXT,
    salt TEXT,
    body TEXT
  ) STRICT`,
  `INSERT INTO usage_chain
    SELECT row_number() OVER (ORDER BY min(rowid)) * 4294967296, ledger_id, epoch
    FROM former_record GROUP BY ledger_id, epoch`,
  `INSERT INTO usage_record
    SELECT place + seq, ver, alg, prev, boot_id, mono_ms, wall_ms, last_receipt_seq, actor, role,
      session, auth_mode, type, object, body_hash, app_ver, policy_ver, hash, mac, salt, body
    FROM usage_chain JOIN former_record USING (ledger_id, epoch)
      LEFT JOIN usage_body USING (ledger_id, epoch, seq)
    ORDER BY 1`,
  `DROP TABLE former_record`,
  `DROP TABLE usage_body`,
  `CREATE INDEX usage_by_person ON usage_record(actor, type, wall_ms)
    WHERE type = 'session.start' OR type = 'reveal'`,
  `CREATE INDEX usage_start ON usage_record(type) WHERE type = 'session.start'`,
])
