import type { SqliteDatabase } from '../connection/open.ts'
import { first, run } from '../connection/statements.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { randomKey, sha256Hex } from '#platform/crypto/hash.ts'

/** What the caller knows of a usage record; the chain adds number and links. */
export type UsageEntry = Omit<
  UsageRecord,
  'ver' | 'alg' | 'seq' | 'prev' | 'last_receipt_seq' | 'body_hash'
> & {
  /** What happened, as JSON; kept apart from the chain, bound to it by a salted hash. */
  body: string | null
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

const insertRecord = `INSERT INTO usage_record (${columns.join(', ')}, hash)
  VALUES (${columns.map(() => '?').join(', ')}, ?)`

/**
 * Appends a record to the chain of its ledger; part of the caller's transaction, so the record and
 * what it testifies to commit together. Returns its number.
 */
export function appendUsage(db: SqliteDatabase, entry: UsageEntry): number {
  const head = first<{ seq: number; hash: string }>(
    db,
    'SELECT seq, hash FROM usage_record WHERE ledger_id = ? AND epoch = ? ORDER BY seq DESC LIMIT 1',
    entry.ledger_id,
    entry.epoch,
  )
  const { body, ...known } = entry
  const salt = body === null ? null : randomKey(16).toString('hex')
  const record: UsageRecord = {
    ...known,
    ver: 1,
    alg: 1,
    seq: (head?.seq ?? 0) + 1,
    prev: head?.hash ?? genesis,
    last_receipt_seq: 0,
    body_hash: salt === null ? '' : sha256Hex(`${salt}\u0000${body}`),
  }
  const hash = sha256Hex(usageHashInput(record))
  run(db, insertRecord, ...columns.map((column) => record[column]), hash)
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
