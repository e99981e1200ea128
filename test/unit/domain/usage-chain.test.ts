import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRecord, type Finding, freshStanding, type SealedRecord } from '#domain/usage/chain.ts'
import { evolvedKey, macOfHash } from '#platform/crypto/evolving-key.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { chainOf, sealed } from '#test/support/ledger-chain.ts'

const first = Buffer.alloc(32, 7)
const start = { ledgerId: 'l', epoch: 1, first, wallMs: 1_795_000_000_000 }
const count = 12

function look(records: readonly SealedRecord[]): Finding[] {
  let standing = freshStanding
  return records.flatMap((record) => {
    const looked = checkRecord(standing, record, {
      sha256: sha256Hex,
      seal: (seq, hash) => macOfHash(evolvedKey(first, seq), hash),
    })
    standing = looked.standing
    return looked.findings
  })
}

/** Number of the first finding. */
const firstFound = (records: readonly SealedRecord[]) =>
  Math.min(...look(records).map(({ seq }) => seq))

const place = fc.integer({ min: 1, max: count })

test('honest chains have no finding, whatever boots and pauses they have', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(3_600_000)), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(steps, (drawn) => {
      let [boot, mono, wall] = [1, 0, start.wallMs]
      const times = drawn.map(([restart, ms]) => {
        boot += restart ? 1 : 0
        mono = restart ? 0 : mono + ms
        wall += ms
        return { boot_id: `b${boot}`, mono_ms: mono, wall_ms: wall }
      })
      expect(look(chainOf(start, times.length, (seq) => times[seq - 1] ?? {}))).toEqual([])
    }),
  )
})

test('every field of every record is under its hash: an edit is found exactly there', () => {
  const fields = {
    actor: 'x',
    role: 'x',
    session: 'x',
    object: 'x',
    app_ver: 'x',
    type: 'reveal',
  } as const
  const field = fc.constantFrom(...(Object.keys(fields) as (keyof typeof fields)[]))
  fc.assert(
    fc.property(place, field, (seq, name) => {
      const records = chainOf(start, count)
      const own = records[seq - 1]
      if (own) own.record = { ...own.record, [name]: fields[name] }
      expect(look(records)).toEqual([{ code: 'HASH', seq }])
    }),
  )
})

test('without the key nobody seals: an edit that is hashed anew is found exactly there', () => {
  fc.assert(
    fc.property(place, (seq) => {
      const records = chainOf(start, count)
      const own = records[seq - 1]
      if (own) {
        const wrong = sealed({ ...own.record, actor: 'x' }, Buffer.alloc(32, 1))
        records[seq - 1] = wrong
      }
      expect(firstFound(records)).toBe(seq)
    }),
  )
})

test('with a later key nobody seals an earlier record', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: count - 1 }), (seq) => {
      const stolen = evolvedKey(first, seq + 1)
      const records = chainOf(start, count)
      const own = records[seq - 1]
      if (own) {
        const changed = sealed({ ...own.record, actor: 'x' }, null)
        records[seq - 1] = { ...changed, mac: macOfHash(stolen, changed.hash) }
      }
      expect(look(records)[0]).toEqual({ code: 'MAC', seq })
    }),
  )
})

test('some left out are a gap at the first of them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: count - 3 }),
      fc.integer({ min: 1, max: 3 }),
      (seq, gone) => {
        const records = chainOf(start, count)
        records.splice(seq - 1, gone)
        expect(look(records)).toContainEqual({ code: 'GAP', seq })
      },
    ),
  )
})

test('within a boot the wall clock may drift two minutes, and no more', () => {
  const moved = (by: number) =>
    look(
      chainOf(start, 4, (seq) => (seq >= 3 ? { wall_ms: start.wallMs + seq * 60_000 + by } : {})),
    )
  expect([moved(-120_000), moved(120_000)]).toEqual([[], []])
  for (const by of [-120_001, 120_001, -3_600_000, 315_360_000_000]) {
    expect(moved(by)).toEqual([{ code: 'CLOCK_JUMP', seq: 3 }])
  }
})
