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

/** Value of a lower-case hexadecimal digit by its character code. */
const digit = (code: number) => (code < 58 ? code - 48 : code - 87)

function putHex(bytes: Uint8Array, at: number, hex: string): number {
  const length = hex.length >> 1
  for (let place = 0; place < length; place += 1) {
    bytes[at + place] =
      (digit(hex.charCodeAt(2 * place)) << 4) | digit(hex.charCodeAt(2 * place + 1))
  }
  return length
}

/** The number that stands for a value of a kind encoded as an integer. */
function numberOf(record: UsageRecord, field: keyof UsageRecord, kind: Kind): number {
  if (kind === 'type') return usageTypes.indexOf(record.type) + 1
  if (kind === 'mode') return modes.indexOf(record.auth_mode)
  return Number(record[field])
}

/** Encodes behind so many zero bytes. */
function encode(record: UsageRecord, before: number): Uint8Array {
  const texts = layout.map(([field, kind]) => {
    if (kind === 'text') return String(record[field]).normalize('NFC')
    return kind === 'hash' ? String(record[field]) : ''
  })
  // A character takes three bytes of UTF-8 at most, a number eight, and each field five for its head.
  const room = texts.reduce((sum, { length }) => sum + 13 + 3 * length, before + magic.length)
  const bytes = new Uint8Array(room)
  const view = new DataView(bytes.buffer)
  bytes.set(magic, before)
  let at = before + magic.length
  layout.forEach(([field, kind], index) => {
    const text = texts[index] ?? ''
    const start = at + 5
    let length = 8
    if (kind === 'text') length = utf8.encodeInto(text, bytes.subarray(start)).written
    else if (kind === 'hash') length = putHex(bytes, start, text)
    else view.setBigInt64(start, BigInt(numberOf(record, field, kind)))
    view.setUint8(at, index + 1)
    view.setUint32(at + 1, length)
    at = start + length
  })
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
