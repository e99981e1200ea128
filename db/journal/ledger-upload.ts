import type { Checkpoint, LedgerUpload } from '#contract/sync/ledger.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'
import {
  lastPlaceOf,
  type LedgerIdentity,
  placeOf,
  selectUsage,
  type UsageRow,
} from './usage-rows.ts'

/** Records of a chain after a number, oldest first, with what they tell in full. */
export function recordsAfter(
  db: ReadDatabase,
  ledger: LedgerIdentity,
  after: number,
  most: number,
): Pick<LedgerUpload, 'records' | 'bodies'> {
  const chain = placeOf(db, ledger)
  if (chain === null) return { records: [], bodies: [] }
  const rows = all<UsageRow>(
    db,
    `${selectUsage} WHERE usage_record.place > ? AND usage_record.place <= ?
     ORDER BY usage_record.place LIMIT ?`,
    chain + after,
    lastPlaceOf(chain),
    most,
  )
  return {
    records: rows.map(({ hash, mac, salt: _salt, body: _body, ...record }) => ({
      record,
      hash,
      mac,
    })),
    bodies: rows.flatMap(({ seq, salt, body }) =>
      salt === null || body === null ? [] : [{ seq, salt, body }],
    ),
  }
}

/** Hash of one record; null where there is none. */
export function hashAt(db: ReadDatabase, ledger: LedgerIdentity, seq: number): string | null {
  const chain = placeOf(db, ledger)
  if (chain === null) return null
  const row = first<{ hash: string }>(
    db,
    'SELECT hash FROM usage_record WHERE place = ?',
    chain + seq,
  )
  return row?.hash ?? null
}

/** Checkpoints of a chain up to a record, oldest first. */
export function checkpointsUpTo(
  db: ReadDatabase,
  { ledgerId, epoch }: LedgerIdentity,
  seq: number,
  most: number,
): Checkpoint[] {
  return all<Checkpoint>(
    db,
    `SELECT ledger_id AS ledgerId, epoch, seq, head, wall_ms AS wallMs, mono_ms AS monoMs,
       boot_id AS bootId, signature
     FROM usage_checkpoint WHERE ledger_id = ? AND epoch = ? AND seq <= ? ORDER BY seq LIMIT ?`,
    ledgerId,
    epoch,
    seq,
    most,
  )
}

/** The newest checkpoint of a chain that head office has not got; null without one. */
export function newestCheckpoint(
  db: ReadDatabase,
  { ledgerId, epoch }: LedgerIdentity,
): Checkpoint | null {
  const newest = first<Checkpoint>(
    db,
    `SELECT ledger_id AS ledgerId, epoch, seq, head, wall_ms AS wallMs, mono_ms AS monoMs,
       boot_id AS bootId, signature
     FROM usage_checkpoint WHERE ledger_id = ? AND epoch = ? ORDER BY seq DESC LIMIT 1`,
    ledgerId,
    epoch,
  )
  return newest ?? null
}

/** Keeps a checkpoint. */
export function putCheckpoint(db: SqliteDatabase, checkpoint: Checkpoint): void {
  const { ledgerId, epoch, seq, head, wallMs, monoMs, bootId, signature } = checkpoint
  run(
    db,
    'INSERT OR IGNORE INTO usage_checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ledgerId,
    epoch,
    seq,
    head,
    wallMs,
    monoMs,
    bootId,
    signature,
  )
}

/** Forgets checkpoints that head office has. */
export function dropCheckpoints(db: SqliteDatabase, seqs: readonly number[], own: LedgerIdentity) {
  for (const seq of seqs) {
    run(
      db,
      'DELETE FROM usage_checkpoint WHERE ledger_id = ? AND epoch = ? AND seq = ?',
      own.ledgerId,
      own.epoch,
      seq,
    )
  }
}
