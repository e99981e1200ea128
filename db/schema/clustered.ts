import type { TableName } from '#contract/sync/rows/tables.ts'

/**
 * Tables stored in the order of their key (WITHOUT ROWID): narrow rows that are read by the front
 * of the key and that snapshots bring in this order. All others are appended as they come and get
 * their key index after a snapshot is in, which is several times faster (docs/sync.md).
 */
export const clusteredTables: readonly TableName[] = [
  'calendar_day',
  'staff_role',
  'reckoning',
  'account_party',
  'balance_change',
]
