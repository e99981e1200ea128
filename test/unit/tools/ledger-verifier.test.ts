import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkpointText } from '#domain/usage/chain.ts'
import { encodeUsageRecord, usageHashInput } from '#domain/usage/encoding.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { evolvedKey, macOfHash } from '#platform/crypto/evolving-key.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { generateSigningKeys, signJson, signText } from '#platform/crypto/signature.ts'
import { chainOf, sealed } from '#test/support/ledger-chain.ts'
import { encode, evolve, hashOf, merkleRoot, sealOf } from '#tools/ledger/verify/encoding.ts'
import { verifyLedger } from '#tools/ledger/verify/verify.ts'

interface Vectors {
  firstKey: string
  records: {
    record: UsageRecord
    salt: string
    body: string
    encoding: string
    hash: string
    key: string
    mac: string
  }[]
  merkle: { leaves: number; root: string }[]
}

const vectors = JSON.parse(readFileSync('docs/ledger/vectors.json', 'utf8')) as Vectors
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('three implementations agree byte for byte', () => {
  test('the script that made the vectors makes the same again', () => {
    const python = spawnSync('python3', ['tools/ledger/vectors.py', '--check'], {
      encoding: 'utf8',
    })
    // Where there is no Python the file is still the one it made.
    const found = python.error ? 'no python' : `${python.status} ${python.stderr}`
    expect(['0 ', 'no python']).toContain(found)
  })

  test.each(vectors.records.map((own) => [own.record.seq, own] as const))(
    'record %i',
    (seq, own) => {
      const first = Buffer.from(vectors.firstKey, 'hex')
      expect([hex(encodeUsageRecord(own.record)), hex(encode({ ...own.record }))]).toEqual([
        own.encoding,
        own.encoding,
      ])
      expect([sha256Hex(usageHashInput(own.record)), hashOf({ ...own.record })]).toEqual([
        own.hash,
        own.hash,
      ])
      const key = evolvedKey(first, seq)
      expect([hex(key), macOfHash(key, own.hash)]).toEqual([own.key, own.mac])
      const { body_hash: bodyHash } = own.record
      if (bodyHash !== '') expect(sha256Hex(`${own.salt}\u0000${own.body}`)).toBe(bodyHash)
      let other: Buffer = first
      for (let step = 0; step < seq; step += 1) other = evolve(other)
      expect(sealOf(other, own.hash)).toBe(own.mac)
    },
  )

  test('roots', () => {
    const leaves = vectors.records.map(({ hash }) => hash)
    expect(vectors.merkle.map(({ leaves: count }) => merkleRoot(leaves.slice(0, count)))).toEqual(
      vectors.merkle.map(({ root }) => root),
    )
  })
})

test('the verifier shares nothing with the product', () => {
  const files = readdirSync('tools/ledger/verify')
  const imports = files.flatMap((file) =>
    [...readFileSync(`tools/ledger/verify/${file}`, 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, name]) => name,
    ),
  )
  expect(files.length).toBeGreaterThan(1)
  expect(imports.filter((name) => name !== 'node:crypto' && !name?.startsWith('./'))).toEqual([])
})

describe('the verifier', () => {
  const first = Buffer.alloc(32, 4)
  const start = { ledgerId: 'ledger-1', epoch: 2, first, wallMs: 1_795_000_000_000 }
  const headOffice = generateSigningKeys()
  const device = generateSigningKeys()
  const count = 9

  function receipts(heads: readonly [seq: number, head: string][]): string[] {
    const made: string[] = []
    for (const [seq, head] of heads) {
      const last = made.at(-1)
      const prevReceiptHash = last === undefined ? '0'.repeat(64) : sha256Hex(last)
      const receipt = { kind: 'usage-receipt', ledgerId: 'ledger-1', epoch: 2, seq, head }
      const more = { serverTimeMs: 1, serverSeq: made.length + 1, prevReceiptHash }
      made.push(signJson(headOffice.privateKey, { ...receipt, ...more }))
    }
    return made
  }

  function checkpoint(seq: number, head: string) {
    const plain = { ledgerId: 'ledger-1', epoch: 2, seq, head, wallMs: 1, monoMs: 1, bootId: 'b' }
    const signature = signText(device.privateKey, checkpointText(plain))
    return { kind: 'checkpoint', ...plain, signature }
  }

  function signed(lines: readonly object[]): string {
    const before = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`
    const signature = signText(headOffice.privateKey, `ocrm-ledger-export:${sha256Hex(before)}`)
    return `${before}${JSON.stringify({ kind: 'end', signature })}\n`
  }

  const honest = chainOf(start, count)
  const head = { kind: 'usage-ledger', ledgerId: 'ledger-1', epoch: 2, deviceKey: device.publicKey }
  const hashAt = (seq: number) => honest[seq - 1]?.hash ?? ''

  function file(records = honest): string {
    return signed([
      head,
      ...records.map((own) => ({ kind: 'record', ...own })),
      checkpoint(4, hashAt(4)),
      ...receipts([
        [5, hashAt(5)],
        [count, hashAt(count)],
      ]).map((receipt) => ({ kind: 'receipt', receipt })),
    ])
  }

  const found = (text: string, key: string | null = first.toString('hex')) =>
    verifyLedger(text, headOffice.publicKey, key).found.map(({ code, seq }) => [code, seq])

  test('finds nothing in an honest ledger, and says what it looked at', () => {
    expect(verifyLedger(file(), headOffice.publicKey, first.toString('hex'))).toEqual({
      ...{ ledgerId: 'ledger-1', epoch: 2, records: count, receipts: 2, checkpoints: 1 },
      sealed: true,
      found: [],
    })
    expect(found(file(), null)).toEqual([])
  })

  test('names the first bad record of each kind of tampering', () => {
    const edited = honest.map((own) =>
      own.record.seq === 3 ? { ...own, record: { ...own.record, actor: 'x' } } : own,
    )
    expect(found(file(edited))).toEqual([['HASH', 3]])
    const rehashed = honest.map((own) =>
      own.record.seq === 7 ? sealed({ ...own.record, actor: 'x' }, Buffer.alloc(32)) : own,
    )
    expect(found(file(rehashed))[0]).toEqual(['MAC', 7])
    expect(found(file(honest.filter(({ record }) => record.seq !== 6)))[0]).toEqual(['GAP', 6])
    const doubled = honest.flatMap((own) => (own.record.seq === 6 ? [own, own] : [own]))
    expect(found(file(doubled))).toEqual([['FORK', 6]])
    expect(found(file(honest.slice(0, 7)))).toEqual([['TRUNC', count]])
    const anew = chainOf(start, count, (seq) => (seq >= 5 ? { actor: 'x' } : {}))
    expect(found(file(anew))).toEqual([
      ['FORK', 5],
      ['FORK', count],
    ])
  })

  test('believes an epoch to be opened by head office alone', () => {
    const opened = (by: string, epoch: number) => {
      const opening = signJson(by, { kind: 'usage-epoch', ledgerId: 'ledger-1', epoch })
      return found(signed([{ ...head, opening }]))
    }
    expect(opened(headOffice.privateKey, 2)).toEqual([])
    expect(opened(headOffice.privateKey, 3)).toEqual([['OPENING', 0]])
    expect(opened(device.privateKey, 2)).toEqual([['OPENING', 0]])
  })

  test('believes no signature but head office’s, and no file that was changed', () => {
    const other = generateSigningKeys()
    expect(verifyLedger(file(), other.publicKey, null).found.map(({ code }) => code)).toEqual([
      'RECEIPT',
      'RECEIPT',
      'EXPORT',
    ])
    const cut = file().split('\n').slice(0, -2).join('\n')
    expect(found(`${cut}\n`)).toEqual([['EXPORT', count]])
    expect(found(file().replace('"wallMs":1', '"wallMs":2')).map(([code]) => code)).toEqual([
      'CHECKPOINT',
      'EXPORT',
    ])
  })

  test.each([
    ['nothing', '', 'line 1'],
    ['no JSON', 'x\n', 'line 1'],
    ['another file', '{"kind":"other"}\n', 'line 1'],
    ['a field too many', signed([head, { kind: 'record', record: { more: 1 } }]), 'more'],
    ['a field missing', signed([head, { kind: 'record', record: {} }]), 'ver'],
  ])('says what is wrong with %s', (_what, text, words) => {
    expect(() => verifyLedger(text, headOffice.publicKey, null)).toThrow(words)
  })
})
