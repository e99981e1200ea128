import { sqlMigration } from '../run.ts'

/** The seal of a usage record by the evolving key; null of records from before there was one. */
export const journalLedgerMac = sqlMigration('JournalLedgerMac1700000000002', [
  `ALTER TABLE usage_record ADD COLUMN mac TEXT`,
])
