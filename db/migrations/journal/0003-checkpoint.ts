import { sqlMigration } from '../run.ts'

/** What the device signed about the head of its ledger, until head office has it. */
export const journalCheckpoint = sqlMigration('JournalCheckpoint1700000000003', [
  `CREATE TABLE usage_checkpoint (
    ledger_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    head TEXT NOT NULL,
    wall_ms INTEGER NOT NULL,
    mono_ms INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (ledger_id, epoch, seq)
  ) STRICT`,
])
