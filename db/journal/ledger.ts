import type { SqliteDatabase } from '../connection/open.ts'
import { first, type ReadDatabase, run } from '../connection/statements.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { macOfHash } from '#platform/crypto/evolving-key.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'
import type { LedgerKey } from './key-file.ts'
import { setting } from './settings.ts'

/** What the caller knows of a usage record; the chain adds number and links. */
export type UsageEntry = Omit<
  UsageRecord,
  'ver' | 'alg' | 'seq' | 'prev' | 'last_receipt_seq' | 'body_hash'
> & {
  /** What happened, as JSON; kept apart from the chain, bound to it by a salted hash. */
  body: string | null
}

/** One chain: of an enrolment, or of a later epoch that head office opened for it. */
export interface LedgerIdentity {
  ledgerId: string
  epoch: number
}

/** The last record of a chain; `mac` is null of records from before there were keys. */
export interface LedgerHead {
  seq: number
  hash: string
  mac: string | null
}

const genesis = '0'.repeat(64)

const columns = [
  'ledger_id',
  'epoch',
  'seq',
  'ver',
  'alg',
  'prev',
  'boot_id',
  'mono_ms',
  'wall_ms',
  'last_receipt_seq',
  'actor',
  'role',
  'session',
  'auth_mode',
  'type',
  'object',
  'body_hash',
  'app_ver',
  'policy_ver',
] as const satisfies readonly (keyof UsageRecord)[]

const insertRecord = `INSERT INTO usage_record (${columns.join(', ')}, hash, mac)
  VALUES (${columns.map(() => '?').join(', ')}, ?, ?)`

/** The chain this PC writes; null before its enrolment. */
export function ownLedger(db: ReadDatabase): LedgerIdentity | null {
  const device = setting(db, 'device')
  if (!device) return null
  const later = setting(db, 'ledgerEpoch')
  const { ledgerId, deviceEpoch } = device
  return { ledgerId, epoch: later?.ledgerId === ledgerId ? later.epoch : deviceEpoch }
}

/** Number of the last record of a chain that head office is known to hold; 0 of none. */
function anchoredSeq(db: ReadDatabase, { ledger_id, epoch }: UsageEntry): number {
  const receipt = setting(db, 'ledgerReceipt')
  const own = receipt?.ledgerId === ledger_id && receipt.epoch === epoch
  return own ? receipt.seq : 0
}

/** The last record of a chain; null of an empty one. */
export function ledgerHead(
  db: ReadDatabase,
  { ledgerId, epoch }: LedgerIdentity,
): LedgerHead | null {
  const head = first<LedgerHead>(
    db,
    `SELECT seq, hash, mac FROM usage_record
     WHERE ledger_id = ? AND epoch = ? ORDER BY seq DESC LIMIT 1`,
    ledgerId,
    epoch,
  )
  return head ?? null
}

/**
 * Appends a record to the chain of its ledger; part of the caller's transaction, so the record and
 * what it testifies to commit together. Returns its number. That follows the key, not the head: where
 * records were cut off a gap stays, which tells how many.
 */
export function appendUsage(db: SqliteDatabase, entry: UsageEntry, key: LedgerKey | null): number {
  const head = ledgerHead(db, { ledgerId: entry.ledger_id, epoch: entry.epoch })
  const { body, ...known } = entry
  const salt = body === null ? null : randomKey(16).toString('hex')
  const record: UsageRecord = {
    ...known,
    ver: 1,
    alg: 1,
    seq: key?.index ?? (head?.seq ?? 0) + 1,
    prev: head?.hash ?? genesis,
    last_receipt_seq: anchoredSeq(db, entry),
    body_hash: salt === null ? '' : sha256Hex(`${salt}\u0000${body}`),
  }
  const hash = sha256Hex(usageHashInput(record))
  const mac = key && macOfHash(key.key, hash)
  run(db, insertRecord, ...columns.map((column) => record[column]), hash, mac)
  if (body !== null && salt !== null) {
    const { ledger_id, epoch, seq } = record
    run(db, 'INSERT INTO usage_body VALUES (?, ?, ?, ?, ?)', ledger_id, epoch, seq, salt, body)
  }
  return record.seq
}

/** Hash of a body with its salt, as {@link appendUsage} binds it. */
export function bodyHash(salt: string, body: string): string {
  return sha256Hex(`${salt}\u0000${body}`)
}
