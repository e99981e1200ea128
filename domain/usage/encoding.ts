import { type UsageRecord, usageTypes } from './record.ts'

const utf8 = new TextEncoder()
const magic = utf8.encode('CRM-LEDGER\0')
const modes = ['none', 'online', 'offline'] as const satisfies readonly UsageRecord['auth_mode'][]

/** Kinds of value in the encoding: text as NFC UTF-8, integers as 8 bytes, hashes as raw bytes. */
type Kind = 'text' | 'int' | 'hash' | 'type' | 'mode'

/** Field order and tags; the tag is the position, from 1. Never reordered, only appended to. */
const layout: readonly (readonly [keyof UsageRecord, Kind])[] = [
  ['ver', 'int'],
  ['alg', 'int'],
  ['ledger_id', 'text'],
  ['epoch', 'int'],
  ['seq', 'int'],
  ['prev', 'hash'],
  ['boot_id', 'text'],
  ['mono_ms', 'int'],
  ['wall_ms', 'int'],
  ['last_receipt_seq', 'int'],
  ['actor', 'text'],
  ['role', 'text'],
  ['session', 'text'],
  ['auth_mode', 'mode'],
  ['type', 'type'],
  ['object', 'text'],
  ['body_hash', 'hash'],
  ['app_ver', 'text'],
  ['policy_ver', 'text'],
]

/** Writes a hash, eight digits at a time; returns its length in bytes. */
function putHash(view: DataView, at: number, hex: string): number {
  for (let digit = 0; digit < hex.length; digit += 8) {
    view.setUint32(at + digit / 2, Number.parseInt(hex.slice(digit, digit + 8), 16))
  }
  return hex.length / 2
}

/** Writes a whole number in eight bytes. */
function putNumber(view: DataView, at: number, value: number): number {
  view.setInt32(at, Math.floor(value / 2 ** 32))
  view.setUint32(at + 4, value >>> 0)
  return 8
}

/** The number that stands for a value of a kind encoded as an integer. */
function numberOf(record: UsageRecord, field: keyof UsageRecord, kind: Kind): number {
  if (kind === 'type') return usageTypes.indexOf(record.type) + 1
  if (kind === 'mode') return modes.indexOf(record.auth_mode)
  return Number(record[field])
}

/** Encodes behind so many zero bytes. */
function encode(record: UsageRecord, before: number): Uint8Array {
  const texts: string[] = []
  // A character takes three bytes of UTF-8 at most, a number eight, and each field five for its head.
  let room = before + magic.length + 13 * layout.length
  for (const [field, kind] of layout) {
    const value = kind === 'text' || kind === 'hash' ? String(record[field]) : ''
    const text = kind === 'text' ? value.normalize('NFC') : value
    texts.push(text)
    room += 3 * text.length
  }
  const bytes = new Uint8Array(room)
  const view = new DataView(bytes.buffer)
  bytes.set(magic, before)
  let at = before + magic.length
  for (const [index, [field, kind]] of layout.entries()) {
    const text = texts[index] ?? ''
    const start = at + 5
    let length
    if (kind === 'text') length = utf8.encodeInto(text, bytes.subarray(start)).written
    else if (kind === 'hash') length = putHash(view, start, text)
    else length = putNumber(view, start, numberOf(record, field, kind))
    view.setUint8(at, index + 1)
    view.setUint32(at + 1, length)
    at = start + length
  }
  return bytes.subarray(0, at)
}

/**
 * Canonical bytes of a usage record: `"CRM-LEDGER\0"`, then each field in fixed order as
 * `tag u8 | length u32 big-endian | bytes`. Two implementations agree byte for byte or not at all.
 */
export function encodeUsageRecord(record: UsageRecord): Uint8Array {
  return encode(record, 0)
}

/** Bytes whose SHA-256 is the record's hash: `0x00 ‖ encoding` (Merkle nodes use `0x01`). */
export function usageHashInput(record: UsageRecord): Uint8Array {
  return encode(record, 1)
}
