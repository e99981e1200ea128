import type { SqliteDatabase } from '../connection/open.ts'
import { all, first, type ReadDatabase, run } from '../connection/statements.ts'

/** A person who has logged in on this PC: the grant, and the keys wrapped under the password. */
export interface KeySlot {
  staff_id: string
  staff_no: string
  name: string
  post: string
  /** `signJson` of the grant, as head office gave it. */
  grant_text: string
  grant_issued_at: number
  grant_until: number
  credential_version: number
  cache_key_version: number
  /** 1 for roles that may never log in offline; they have no wrapped keys on disk. */
  online_only: number
  /** JSON of the password's stretch; null with `sealed`. */
  stretch: string | null
  /** AES-256-GCM of the keys under the key-encryption key. */
  sealed: Uint8Array | null
}

/** All people of this PC, latest grant first. */
export function keySlots(db: ReadDatabase): KeySlot[] {
  return all<KeySlot>(db, 'SELECT * FROM key_slot ORDER BY grant_issued_at DESC')
}

/** The slot of a staff number, or undefined. */
export function keySlotOf(db: ReadDatabase, staffNo: string): KeySlot | undefined {
  return first<KeySlot>(db, 'SELECT * FROM key_slot WHERE staff_no = ?', staffNo)
}

/** Stores a person's slot, in place of an older one of the same person or number. */
export function putKeySlot(db: SqliteDatabase, slot: KeySlot): void {
  run(db, 'DELETE FROM key_slot WHERE staff_id = ? OR staff_no = ?', slot.staff_id, slot.staff_no)
  run(
    db,
    `INSERT INTO key_slot (staff_id, staff_no, name, post, grant_text, grant_issued_at, grant_until,
      credential_version, cache_key_version, online_only, stretch, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    slot.staff_id,
    slot.staff_no,
    slot.name,
    slot.post,
    slot.grant_text,
    slot.grant_issued_at,
    slot.grant_until,
    slot.credential_version,
    slot.cache_key_version,
    slot.online_only,
    slot.stretch,
    slot.sealed,
  )
}

/** Removes everybody. */
export function deleteAllKeySlots(db: SqliteDatabase): void {
  run(db, 'DELETE FROM key_slot')
}

/** Removes people whose grant was revoked; returns how many slots went. */
export function deleteKeySlots(db: SqliteDatabase, staffIds: readonly string[]): number {
  return staffIds.reduce(
    (sum, staffId) => sum + run(db, 'DELETE FROM key_slot WHERE staff_id = ?', staffId),
    0,
  )
}
