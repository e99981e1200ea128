import type { SqliteDatabase } from '../connection/open.ts'
import { first, type ReadDatabase } from '../connection/statements.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { macOfHash } from '#platform/crypto/evolving-key.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'
import type { LedgerKey } from './key-file.ts'
import { addUsage, lastPlaceOf, type LedgerIdentity } from './usage-rows.ts'

/** What the caller knows of a usage record; the chain adds number and links. */
export type UsageEntry = Omit<
  UsageRecord,
  'ver' | 'alg' | 'seq' | 'prev' | 'last_receipt_seq' | 'body_hash'
> & {
  /** What happened, as JSON; kept apart from the chain, bound to it by a salted hash. */
  body: string | null
}

/** The last record of a chain; `mac` is null of records from before there were keys. */
export interface LedgerHead {
  seq: number
  hash: string
  mac: string | null
}

const genesis = '0'.repeat(64)

/** The chain this PC writes now, and how far head office is known to hold it (0: nothing). */
interface Written extends LedgerIdentity {
  anchored: number
}

/** By one statement, and by SQLite's own reading of the settings: this is part of every act. */
function written(db: ReadDatabase): Written | null {
  const row = first<Written>(
    db,
    `WITH now AS (
       SELECT device.value ->> 'ledgerId' AS ledgerId,
         coalesce(later.value ->> 'epoch', device.value ->> 'deviceEpoch') AS epoch
       FROM setting device LEFT JOIN setting later
         ON later.key = 'ledgerEpoch' AND later.value ->> 'ledgerId' = device.value ->> 'ledgerId'
       WHERE device.key = 'device')
     SELECT ledgerId, epoch, coalesce(receipt.value ->> 'seq', 0) AS anchored
     FROM now LEFT JOIN setting receipt ON receipt.key = 'ledgerReceipt'
       AND receipt.value ->> 'ledgerId' = ledgerId AND receipt.value ->> 'epoch' = epoch`,
  )
  return row ?? null
}

/** The chain this PC writes; null before its enrolment. */
export function ownLedger(db: ReadDatabase): LedgerIdentity | null {
  const now = written(db)
  return now && { ledgerId: now.ledgerId, epoch: now.epoch }
}

/** The last record of a chain; null of an empty one. */
export function ledgerHead(
  db: ReadDatabase,
  { ledgerId, epoch }: LedgerIdentity,
): LedgerHead | null {
  const head = first<LedgerHead>(
    db,
    `SELECT r.seq, r.hash, r.mac FROM usage_chain c CROSS JOIN usage_record r
       ON r.place BETWEEN c.place AND c.place + ${lastPlaceOf(0)}
     WHERE c.ledger_id = ? AND c.epoch = ? ORDER BY r.place DESC LIMIT 1`,
    ledgerId,
    epoch,
  )
  return head ?? null
}

/**
 * Appends a record to the chain of its ledger; part of the caller's transaction, so the record and
 * what it testifies to commit together. Head office may have opened another epoch of the ledger since the entry
 * was made: the record goes into the one that is written now. Returns its number, which follows the key and not the
 * head: where records were cut off a gap stays, which tells how many.
 */
export function appendUsage(
  db: SqliteDatabase,
  { body, ...entry }: UsageEntry,
  keyOf: (ledger: LedgerIdentity) => LedgerKey | null,
): number {
  const now = written(db)
  const given = { ledgerId: entry.ledger_id, epoch: entry.epoch }
  const isOwn = now?.ledgerId === given.ledgerId
  const ledger = isOwn ? now : given
  const head = ledgerHead(db, ledger)
  const key = keyOf(ledger)
  const salt = body === null ? null : randomKey(16).toString('hex')
  const record: UsageRecord = {
    ...entry,
    epoch: ledger.epoch,
    ver: 1,
    alg: 1,
    seq: key?.index ?? (head?.seq ?? 0) + 1,
    prev: head?.hash ?? genesis,
    last_receipt_seq: isOwn ? now.anchored : 0,
    body_hash: salt === null || body === null ? '' : bodyHash(salt, body),
  }
  const hash = sha256Hex(usageHashInput(record))
  addUsage(db, { ...record, hash, mac: key && macOfHash(key.key, hash), salt, body })
  return record.seq
}

/** Hash of a body with its salt, as {@link appendUsage} binds it. */
export function bodyHash(salt: string, body: string): string {
  return sha256Hex(`${salt}\u0000${body}`)
}
