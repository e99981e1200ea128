import type { SqliteDatabase } from '../connection/open.ts'
import type { ReadDatabase } from '../connection/statements.ts'
import { ledgerHead, ownLedger } from './ledger.ts'
import { type FormerLedger, putSettings, setting } from './settings.ts'
import type { LedgerIdentity } from './usage-rows.ts'

/** Former enrolments whose ledgers are still brought to head office; older ones are left. */
const mostFormer = 3

const isSame = (one: LedgerIdentity, other: LedgerIdentity) =>
  one.ledgerId === other.ledgerId && one.epoch === other.epoch

/** Ledgers of former enrolments that head office has not got whole, oldest first. */
export function formerLedgers(db: ReadDatabase): FormerLedger[] {
  return setting(db, 'formerLedgers') ?? []
}

/** Before a new enrolment: the chain written so far becomes a former one. Part of its transaction. */
export function leaveLedger(db: SqliteDatabase, next: string | undefined): void {
  const device = setting(db, 'device')
  const own = ownLedger(db)
  if (!device || !own || own.ledgerId === next || !ledgerHead(db, own)) return
  const receipt = setting(db, 'ledgerReceipt')
  const seq = receipt && isSame(receipt, own) ? receipt.seq : 0
  const others = formerLedgers(db).filter((former) => !isSame(former, own))
  const former = { ...own, deviceId: device.deviceId, seq }
  putSettings(db, { formerLedgers: [...others, former].slice(-mostFormer) })
}

/** Head office holds a former chain up to a number; whether this was one. */
export function formerAnchored(db: SqliteDatabase, of: LedgerIdentity, seq: number): boolean {
  const all = formerLedgers(db)
  if (!all.some((former) => isSame(former, of))) return false
  putSettings(db, {
    formerLedgers: all.map((former) => (isSame(former, of) ? { ...former, seq } : former)),
  })
  return true
}

/** A former chain is whole at head office, or it does not take it. */
export function closeFormer(db: SqliteDatabase, of: LedgerIdentity): void {
  const left = formerLedgers(db).filter((former) => !isSame(former, of))
  putSettings(db, { formerLedgers: left })
}
