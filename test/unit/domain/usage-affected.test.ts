import { describe, expect, test } from 'vitest'
import { affectedBy, affectedTogether, type FindingGround } from '#domain/usage/affected.ts'

const at = (seq: number, minutes: number, over: Partial<FindingGround['at']> = {}) => {
  const ms = minutes * 60_000
  return { seq, bootId: 'one', wallMs: 1_000_000_000 + ms, monoMs: ms, ...over }
}
const ground = (over: Partial<FindingGround>): FindingGround => {
  return {
    code: 'HASH',
    seq: 41,
    detail: {},
    before: at(40, 50),
    at: at(41, 55),
    others: 0,
    ...over,
  }
}

describe('what a finding concerns', () => {
  test('an edited record is one, between its neighbour and itself', () => {
    expect(affectedBy(ground({}))).toEqual({
      fromMs: at(40, 50).wallMs,
      toMs: at(41, 55).wallMs,
      records: 1,
      shiftMs: null,
      peers: null,
    })
  })

  test('a gap is as many as its numbers, and of nothing after it nobody can say', () => {
    expect(affectedBy(ground({ code: 'GAP', at: at(47, 90) })).records).toBe(6)
    expect(affectedBy(ground({ code: 'GAP', at: null })).records).toBeNull()
  })

  test('a tail is counted where head office holds it, and not where it never came', () => {
    const cut = (heldSeq: number) => affectedBy(ground({ code: 'TRUNC', detail: { heldSeq } }))
    expect([cut(44).records, cut(40).records]).toEqual([4, null])
    expect(affectedBy(ground({ code: 'UNSENT' })).records).toBeNull()
  })

  test('a fork is as many records as are held twice', () => {
    expect(affectedBy(ground({ code: 'FORK', others: 3 })).records).toBe(3)
    expect(affectedBy(ground({ code: 'FORK' })).records).toBe(1)
  })

  test('a silence has its own moments, and no records', () => {
    const detail = { fromMs: 10, toMs: 20, peers: 2 }
    expect(affectedBy(ground({ code: 'SILENCE', detail }))).toMatchObject({
      ...detail,
      records: 0,
    })
  })

  test('a clock is off by what it left the time that passed', () => {
    const jumped = at(41, 55, { wallMs: at(41, 55).wallMs + 3_600_000 })
    expect(affectedBy(ground({ code: 'CLOCK_JUMP', at: jumped })).shiftMs).toBe(3_600_000)
    const back = at(41, 0, { bootId: 'two', wallMs: at(40, 50).wallMs - 7_200_000 })
    expect(affectedBy(ground({ code: 'CLOCK_BACK', at: back })).shiftMs).toBe(-7_200_000)
  })
})

test('records that several findings concern are counted once', () => {
  const chain = 'a'
  const stretch = (seq: number, records: number | null, of = chain) => ({ chain: of, seq, records })
  expect(affectedTogether([stretch(41, 6), stretch(44, 2), stretch(48, 1)])).toBe(7)
  expect(affectedTogether([stretch(41, 2), stretch(42, 4), stretch(41, 1, 'b')])).toBe(6)
  expect(affectedTogether([stretch(1, 0), stretch(1, 1)])).toBe(1)
  expect(affectedTogether([stretch(41, 6), stretch(60, null)])).toBeNull()
})
