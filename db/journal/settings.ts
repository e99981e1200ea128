import type { BranchPeer } from '#contract/sync/witness.ts'
import type { LockoutLimits } from '#domain/organisation/lockout.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { first, type ReadDatabase, run } from '../connection/statements.ts'

/** Who this PC is at head office, and the keys it made for itself. */
export interface DeviceIdentity {
  deviceId: string
  deviceEpoch: number
  branchId: string
  branchName: string
  ledgerId: string
  grantKey: string
  demo: boolean
}

/** Key pairs of the device; private halves never leave the journal and its records. */
export interface DeviceKeys {
  signing: { publicKey: string; privateKey: string }
  sealing: { publicKey: string; privateKey: string }
}

/** A later epoch of the ledger, and what head office signed when it opened it. */
export interface LedgerEpoch {
  ledgerId: string
  epoch: number
  opening: string
}

/** The newest receipt of head office for a chain: everything up to `seq` is held there. */
export interface LedgerReceiptKept {
  ledgerId: string
  epoch: number
  seq: number
  /** As it was signed. */
  text: string
}

/** A chain of a former enrolment of this PC of which head office has not got everything. */
export interface FormerLedger {
  ledgerId: string
  epoch: number
  /** Who this PC was at head office. */
  deviceId: string
  /** Everything up to this record is held there. */
  seq: number
}

/** What the journal remembers beside its rows: name → type of the value, kept as JSON. */
export interface JournalSettings {
  deviceKeys: DeviceKeys
  device: DeviceIdentity
  /** Epoch of the head-office database this terminal last spoke with. */
  epoch: string
  scopes: string[]
  scopeLeaseUntilMs: number
  businessDate: string
  currency: string
  /** Parameter `lock.failures`, judged while nothing that holds it is open. */
  lockout: LockoutLimits
  /** Server time minus device time as last measured, ms. */
  clockOffsetMs: number
  /** Highest wall or server time ever seen, ms UTC. */
  lastSeenMs: number
  lastSyncAtMs: number
  /** The other PCs of the branch as the last session told of them. */
  peers: BranchPeer[]
  language: 'zh' | 'en'
  /** Code of an incident that stops pushing until somebody looks at it. */
  incident: string | null
  /** Where head office opened one: the epoch of the device's ledger that is written now. */
  ledgerEpoch: LedgerEpoch
  ledgerReceipt: LedgerReceiptKept
  /** Oldest first. */
  formerLedgers: FormerLedger[]
  /** Number of the last record (db/records) that tells what this journal holds. */
  recordNumber: number
}

/** Values as they were read last through a connection, with the text each was made of. */
const parsed = new WeakMap<ReadDatabase, Map<string, { text: string; value: unknown }>>()

/** Parses a value's text unless it is the one it was last: some are read with every record of the ledger. */
function parse(db: ReadDatabase, name: string, text: string): unknown {
  let own = parsed.get(db)
  if (!own) parsed.set(db, (own = new Map<string, { text: string; value: unknown }>()))
  const known = own.get(name)
  if (known?.text === text) return known.value
  const value: unknown = JSON.parse(text)
  own.set(name, { text, value })
  return value
}

/** A remembered value, or null. It is shared by whoever reads it: nobody changes it. */
export function setting<Name extends keyof JournalSettings>(
  db: ReadDatabase,
  name: Name,
): JournalSettings[Name] | null {
  const row = first<{ value: string }>(db, 'SELECT value FROM setting WHERE key = ?', name)
  return row ? (parse(db, name, row.value) as JournalSettings[Name]) : null
}

/** Remembers values; part of the caller's transaction. */
export function putSettings(db: SqliteDatabase, values: Partial<JournalSettings>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    run(
      db,
      'INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      name,
      JSON.stringify(value),
    )
  }
}
