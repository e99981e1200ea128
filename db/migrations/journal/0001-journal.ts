import { sqlMigration } from '../run.ts'

/**
 * The journal: what must survive everything. `command` rows are the business rows of what people
 * did here; `usage_record` is the chained usage ledger, its readable part apart in `usage_body`.
 */
export const journalTables = sqlMigration('Journal1700000000001', [
  `CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE command (
    ordinal INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    seq INTEGER UNIQUE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    staff_id TEXT NOT NULL,
    grant_text TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    clock_offset_ms INTEGER NOT NULL,
    base_revs TEXT NOT NULL,
    depends_on TEXT,
    supersedes TEXT,
    customer_id TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'applied', 'applied_with_changes',
      'rejected', 'quarantined', 'withdrawn', 'dismissed', 'repaired')),
    attempts INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    conflicts TEXT NOT NULL DEFAULT '[]',
    revs TEXT NOT NULL DEFAULT '{}',
    decided_at INTEGER,
    answer_order INTEGER,
    settled INTEGER NOT NULL DEFAULT 0,
    resend INTEGER NOT NULL DEFAULT 0,
    closing_reason TEXT
  ) STRICT`,
  `CREATE INDEX command_by_state ON command(state, ordinal)`,
  `CREATE INDEX command_unsettled ON command(ordinal) WHERE settled = 0`,
  `CREATE INDEX command_to_resend ON command(seq) WHERE resend = 1`,
  `CREATE INDEX command_by_customer ON command(customer_id, ordinal)`,
  `CREATE TABLE usage_record (
    ledger_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
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
    PRIMARY KEY (ledger_id, epoch, seq)
  ) STRICT`,
  `CREATE INDEX usage_by_actor ON usage_record(actor, type, wall_ms)`,
  `CREATE TABLE usage_body (
    ledger_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    salt TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ledger_id, epoch, seq)
  ) STRICT`,
  `CREATE TABLE login_attempt (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('online', 'offline', 'unlock')),
    run_id TEXT NOT NULL,
    mono_ms INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'failed', 'passed', 'cancelled'))
  ) STRICT`,
  `CREATE INDEX login_attempt_by_account ON login_attempt(account, id)`,
  `CREATE TABLE key_slot (
    staff_id TEXT NOT NULL PRIMARY KEY,
    staff_no TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    grant_text TEXT NOT NULL,
    grant_issued_at INTEGER NOT NULL,
    grant_until INTEGER NOT NULL,
    credential_version INTEGER NOT NULL,
    cache_key_version INTEGER NOT NULL,
    online_only INTEGER NOT NULL,
    stretch TEXT,
    sealed BLOB
  ) STRICT`,
])
