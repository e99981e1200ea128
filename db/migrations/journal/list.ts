import type { Migration } from '../run.ts'
import { journalTables } from './0001-journal.ts'
import { journalLedgerMac } from './0002-ledger-mac.ts'
import { journalCheckpoint } from './0003-checkpoint.ts'
import { journalWitnessed } from './0004-witnessed.ts'
import { journalUsagePlaces } from './0005-usage-places.ts'

/** All migrations of `journal.db`, oldest first. Only ever appended to. */
export const journalMigrations: readonly Migration[] = [
  journalTables,
  journalLedgerMac,
  journalCheckpoint,
  journalWitnessed,
  journalUsagePlaces,
]
