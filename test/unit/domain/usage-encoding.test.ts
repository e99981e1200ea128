import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUsageRecord, usageHashInput } from '#domain/usage/encoding.ts'
import { type UsageRecord, usageTypes } from '#domain/usage/record.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

const first: UsageRecord = {
  ver: 1,
  alg: 1,
  ledger_id: 'L-1',
  epoch: 1,
  seq: 1,
  prev: '00'.repeat(32),
  boot_id: 'b',
  mono_ms: 1000,
  wall_ms: 1_795_000_000_000,
  last_receipt_seq: 0,
  actor: '周',
  role: 'customer_manager',
  session: '',
  auth_mode: 'offline',
  type: 'login.attempt',
  object: '',
  body_hash: 'ab'.repeat(32),
  app_ver: '0.1.0',
  policy_ver: '1',
}

/** The encoding written out by hand, field by field: tag, length, bytes. */
const firstBytes = [
  '43524d2d4c454447455200', // CRM-LEDGER and NUL
  '01 00000008 0000000000000001', // ver
  '02 00000008 0000000000000001', // alg
  '03 00000003 4c2d31', // ledger_id L-1
  '04 00000008 0000000000000001', // epoch
  '05 00000008 0000000000000001', // seq
  `06 00000020 ${'00'.repeat(32)}`, // prev
  '07 00000001 62', // boot_id b
  '08 00000008 00000000000003e8', // mono_ms 1000
  '09 00000008 000001a1ee565e00', // wall_ms 1795000000000
  '0a 00000008 0000000000000000', // last_receipt_seq
  '0b 00000003 e591a8', // actor 周
  '0c 00000010 637573746f6d65725f6d616e61676572', // role customer_manager
  '0d 00000000', // session
  '0e 00000008 0000000000000002', // auth_mode offline
  '0f 00000008 0000000000000004', // type login.attempt, the fourth word
  '10 00000000', // object
  `11 00000020 ${'ab'.repeat(32)}`, // body_hash
  '12 00000005 302e312e30', // app_ver
  '13 00000001 31', // policy_ver
]
  .join('')
  .replaceAll(' ', '')

const text = fc.string({ maxLength: 20, unit: 'grapheme' })
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const record: fc.Arbitrary<UsageRecord> = fc.record({
  ver: count,
  alg: count,
  ledger_id: text,
  epoch: count,
  seq: fc.integer({ min: 1 }),
  prev: hash,
  boot_id: text,
  mono_ms: count,
  wall_ms: fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  last_receipt_seq: count,
  actor: text,
  role: text,
  session: text,
  auth_mode: fc.constantFrom('none', 'online', 'offline'),
  type: fc.constantFrom(...usageTypes),
  object: text,
  body_hash: hash,
  app_ver: text,
  policy_ver: text,
})

/** A reader of its own: tag, length and raw bytes of every field. */
function fieldsOf(bytes: Uint8Array): { tag: number; value: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: { tag: number; value: Uint8Array }[] = []
  for (let at = 11; at < bytes.length;) {
    const length = view.getUint32(at + 1)
    fields.push({ tag: view.getUint8(at), value: bytes.slice(at + 5, at + 5 + length) })
    at += 5 + length
  }
  return fields
}

describe('canonical encoding of a usage record', () => {
  test('the test vector, byte for byte', () => {
    expect(Buffer.from(encodeUsageRecord(first)).toString('hex')).toBe(firstBytes)
    expect(sha256Hex(usageHashInput(first))).toBe(sha256Hex(Buffer.from(`00${firstBytes}`, 'hex')))
  })

  test('text counts in NFC: two spellings of é are one record', () => {
    const composed = encodeUsageRecord({ ...first, actor: '\u00e9' })
    expect(encodeUsageRecord({ ...first, actor: 'e\u0301' })).toEqual(composed)
  })

  test('tags run 1 to 19 in order and integers take eight bytes', () => {
    fc.assert(
      fc.property(record, (each) => {
        const fields = fieldsOf(encodeUsageRecord(each))
        expect(fields.map((field) => field.tag)).toEqual(
          Array.from({ length: 19 }, (_, index) => index + 1),
        )
        const seq = fields[4]?.value ?? new Uint8Array(8)
        expect(new DataView(seq.buffer).getBigInt64(0)).toBe(BigInt(each.seq))
      }),
    )
  })

  test('no two different records share their bytes', () => {
    const fields = Object.keys(first) as (keyof UsageRecord)[]
    fc.assert(
      fc.property(record, record, fc.constantFrom(...fields), (a, b, field) => {
        const changed = { ...a, [field]: b[field] }
        const same = String(changed[field]).normalize() === String(a[field]).normalize()
        expect(Buffer.compare(encodeUsageRecord(changed), encodeUsageRecord(a)) === 0).toBe(same)
      }),
    )
  })

  test('a boundary between two texts cannot be moved', () => {
    const left = encodeUsageRecord({ ...first, actor: 'ab', role: 'c' })
    const right = encodeUsageRecord({ ...first, actor: 'a', role: 'bc' })
    expect(left).not.toEqual(right)
  })
})
