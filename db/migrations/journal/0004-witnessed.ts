import { sqlMigration } from '../run.ts'

/** Heads that neighbours signed and brought here, until head office has them. */
export const journalWitnessed = sqlMigration('JournalWitnessed1700000000004', [
  `CREATE TABLE witnessed (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    device_id TEXT NOT NULL,
    ledger_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    head TEXT NOT NULL,
    wall_ms INTEGER NOT NULL,
    mono_ms INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    UNIQUE (ledger_id, epoch, seq, head)
  ) STRICT`,
])
