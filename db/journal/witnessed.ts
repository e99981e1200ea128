import type { Witnessed } from '#contract/sync/witness.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'

/** Heads of one ledger that are kept; of more than these every second one goes. */
export const mostOfLedger = 500

/** Keeps a neighbour's head. The same again changes nothing. */
export function putWitnessed(db: SqliteDatabase, { deviceId, checkpoint }: Witnessed): void {
  const { ledgerId, epoch, seq, head, wallMs, monoMs, bootId, signature } = checkpoint
  run(
    db,
    `INSERT OR IGNORE INTO witnessed (device_id, ledger_id, epoch, seq, head, wall_ms, mono_ms, boot_id,
       signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    deviceId,
    ledgerId,
    epoch,
    seq,
    head,
    wallMs,
    monoMs,
    bootId,
    signature,
  )
  thin(db, ledgerId)
}

/**
 * Every second one goes, the first and the newest never. So all of it gets sparse alike, whatever comes after:
 * who wants to push out an hour that was signed before has to send for hours.
 */
function thin(db: SqliteDatabase, ledgerId: string): void {
  const count = first<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM witnessed WHERE ledger_id = ?',
    ledgerId,
  )
  if ((count?.count ?? 0) <= mostOfLedger) return
  run(
    db,
    `DELETE FROM witnessed WHERE number IN (
       SELECT number FROM (
         SELECT number, row_number() OVER (ORDER BY number) AS nth FROM witnessed WHERE ledger_id = ?)
       WHERE nth <= ? AND nth % 2 = 0)`,
    ledgerId,
    mostOfLedger,
  )
}

/** The oldest heads of neighbours that are kept here, with their numbers. */
export function witnessedHere(
  db: ReadDatabase,
  most: number,
): { number: number; witnessed: Witnessed }[] {
  const rows = all<Witnessed['checkpoint'] & { number: number; deviceId: string }>(
    db,
    `SELECT number, device_id AS deviceId, ledger_id AS ledgerId, epoch, seq, head, wall_ms AS wallMs,
       mono_ms AS monoMs, boot_id AS bootId, signature
     FROM witnessed ORDER BY number LIMIT ?`,
    most,
  )
  return rows.map(({ number, deviceId, ...checkpoint }) => ({
    number,
    witnessed: { deviceId, checkpoint },
  }))
}

/** Forgets heads that head office has looked at. */
export function dropWitnessed(db: SqliteDatabase, numbers: readonly number[]): void {
  for (const number of numbers) run(db, 'DELETE FROM witnessed WHERE number = ?', number)
}
