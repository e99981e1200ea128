import { type UsageRecord, usageTypes } from './record.ts'

const magic = 'CRM-LEDGER\0'
const utf8 = new TextEncoder()

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

function eightBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value))
  return bytes
}

/** Value of a lower-case hexadecimal digit by its character code. */
const digit = (code: number) => (code < 58 ? code - 48 : code - 87)

function hexBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = (digit(hex.charCodeAt(2 * at)) << 4) | digit(hex.charCodeAt(2 * at + 1))
  }
  return bytes
}

function valueBytes(record: UsageRecord, field: keyof UsageRecord, kind: Kind): Uint8Array {
  const value = record[field]
  switch (kind) {
    case 'int':
      return eightBytes(Number(value))
    case 'hash':
      return hexBytes(String(value))
    case 'type':
      return eightBytes(usageTypes.indexOf(record.type) + 1)
    case 'mode':
      return eightBytes(['none', 'online', 'offline'].indexOf(record.auth_mode))
    case 'text':
      return utf8.encode(String(value).normalize('NFC'))
  }
}

/**
 * Canonical bytes of a usage record: `"CRM-LEDGER\0"`, then each field in fixed order as
 * `tag u8 | length u32 big-endian | bytes`. Two implementations agree byte for byte or not at all.
 */
export function encodeUsageRecord(record: UsageRecord): Uint8Array {
  const parts: Uint8Array[] = [utf8.encode(magic)]
  layout.forEach(([field, kind], index) => {
    const bytes = valueBytes(record, field, kind)
    const head = new Uint8Array(5)
    head[0] = index + 1
    new DataView(head.buffer).setUint32(1, bytes.length)
    parts.push(head, bytes)
  })
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Bytes whose SHA-256 is the record's hash: `0x00 ‖ encoding` (Merkle nodes use `0x01`). */
export function usageHashInput(record: UsageRecord): Uint8Array {
  const encoding = encodeUsageRecord(record)
  const input = new Uint8Array(encoding.length + 1)
  input.set(encoding, 1)
  return input
}
