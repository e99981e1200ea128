import { decrypt, encrypt } from '#platform/crypto/cipher.ts'

/**
 * A record on disk: magic (8 bytes), number (u48be), length of what follows (u32be), then AES-256-GCM:
 * nonce ‖ ciphertext ‖ tag, with number and length authenticated. Records follow each other without
 * a gap. A nonce is drawn anew for every record; the same record has the same bytes in every copy.
 */
const magic = Buffer.from('OCRMREC1', 'latin1')
const numberBytes = 6
const headerBytes = magic.length + numberBytes + 4

/** Nothing longer is a record: bounds what a damaged length makes a reader do, bytes. */
const longest = 16 * 1024 * 1024

/** A record that was read whole. */
export interface ReadRecord {
  number: number
  content: Buffer
}

/** What a file of records holds. */
export interface ScannedRecords {
  records: ReadRecord[]
  /** Bytes that belong to no readable record: damage, a torn end, or another key. */
  unreadBytes: number
}

const contextOf = (number: number, length: number) => `ocrm-record:${number}:${length}`

/** What a sealed record has beside its content: nonce and tag, bytes. */
const sealBytes = 28

/** The bytes of a record. Throws where the content is longer than a record may be. */
export function encodeRecord(key: Uint8Array, number: number, content: Uint8Array): Buffer {
  const length = content.length + sealBytes
  if (length > longest) throw new Error(`a record of ${length} bytes is too long`)
  const header = Buffer.alloc(headerBytes)
  magic.copy(header)
  header.writeUIntBE(number, magic.length, numberBytes)
  header.writeUInt32BE(length, magic.length + numberBytes)
  return Buffer.concat([header, encrypt(key, content, contextOf(number, length))])
}

/** The record that begins at an offset, with its end; null where none does. */
function recordAt(key: Uint8Array, bytes: Buffer, at: number) {
  if (at + headerBytes > bytes.length) return null
  if (!bytes.subarray(at, at + magic.length).equals(magic)) return null
  const number = bytes.readUIntBE(at + magic.length, numberBytes)
  const length = bytes.readUInt32BE(at + magic.length + numberBytes)
  const start = at + headerBytes
  if (length > longest || start + length > bytes.length) return null
  const content = decrypt(key, bytes.subarray(start, start + length), contextOf(number, length))
  return content && { record: { number, content }, end: start + length }
}

/**
 * Reads every whole record of a file. After damage it goes on at the next magic, so a hole costs the
 * records it touches and no other.
 */
export function scanRecords(key: Uint8Array, bytes: Buffer): ScannedRecords {
  const records: ReadRecord[] = []
  let unreadBytes = 0
  let at = 0
  while (at < bytes.length) {
    const found = recordAt(key, bytes, at)
    if (found) {
      records.push(found.record)
      at = found.end
      continue
    }
    const next = bytes.indexOf(magic, at + 1)
    const end = next === -1 ? bytes.length : next
    unreadBytes += end - at
    at = end
  }
  return { records, unreadBytes }
}
