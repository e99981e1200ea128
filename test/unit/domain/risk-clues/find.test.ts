import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clue, ClueKind, ClueTransfer } from '#domain/risk-clues/clue.ts'
import { findClues } from '#domain/risk-clues/find.ts'
import { clueRuleSchema, clueRuleVersion, defaultClueRule } from '#domain/risk-clues/rules.ts'
import { plantedNet, plantedToday, randomOf } from './planted.ts'

const today = 100
let serial = 0
const paid = (payer: string, receiver: string, yuan: number, day: number): ClueTransfer => ({
  ref: `r${(serial += 1)}`,
  payer,
  receiver,
  amountFen: Math.round(yuan * 100),
  day,
})
const found = (transfers: readonly ClueTransfer[], kind?: ClueKind) =>
  findClues(transfers, today, defaultClueRule).clues.filter(
    (clue) => kind === undefined || clue.kind === kind,
  )
const named = (clues: readonly Clue[], parties: readonly string[]) =>
  clues.some((clue) => parties.every((party) => clue.parties.includes(party)))

/** Everyday payments of some people, so that a foreign sum has something to be foreign to. */
const everyday = (people: readonly string[], yuan = 200) =>
  people.flatMap((name, nth) =>
    [1, 2, 3].map((times) => paid(name, `shop${nth % 3}${times}`, yuan + times, 5 + times * 20)),
  )

describe('rings', () => {
  const ring = [paid('a', 'b', 50_300, 60), paid('b', 'c', 49_800, 62), paid('c', 'a', 49_100, 64)]

  test('money that comes back in time order is a ring, with all it rests on', () => {
    const [clue, ...more] = found(ring)
    expect(more).toEqual([])
    expect(clue).toMatchObject({
      kind: 'ring',
      lead: 'a',
      parties: ['a', 'b', 'c'],
      fromDay: 60,
      toDay: 64,
      amountFen: 4_910_000,
      ruleVersion: clueRuleVersion,
    })
    expect(clue?.transfers.map(({ ref }) => ref)).toEqual(ring.map(({ ref }) => ref))
    expect(clue?.parts.reduce((sum, { points }) => sum + points, 0)).toBe(clue?.score)
  })

  test('rounds of the same parties are one ring, up to the last transfer', () => {
    const again = ring.map((transfer) => ({
      ...transfer,
      ref: `${transfer.ref}-again`,
      day: transfer.day + 32,
    }))
    const [clue, ...more] = found([...ring, ...again])
    expect(more).toEqual([])
    expect(clue).toMatchObject({ parties: ['a', 'b', 'c'], toDay: 96, amountFen: 4_910_000 })
    expect(clue?.transfers).toHaveLength(6)
  })

  test('it is none against time order, with sums that differ, too slow, or of two parties', () => {
    const late = ring.map((transfer, nth) => ({ ...transfer, day: 60 - nth * 5 }))
    expect(found(late)).toEqual([])
    expect(found([...ring.slice(0, 2), paid('c', 'a', 20_000, 64)], 'ring')).toEqual([])
    expect(found([...ring.slice(0, 2), paid('c', 'a', 49_100, 95)], 'ring')).toEqual([])
    expect(found([paid('a', 'b', 900.1, 60), paid('b', 'a', 900.1, 61)])).toEqual([])
  })

  test('one telling sum that comes back is a ring in any order; a price or a round sum is not', () => {
    const circle = (yuan: number) => [
      paid('a', 'b', yuan, 90),
      paid('b', 'c', yuan, 10),
      paid('c', 'a', yuan, 50),
    ]
    expect(named(found(circle(11_251.37), 'ring'), ['a', 'b', 'c'])).toBe(true)
    expect(found(circle(11_200))).toEqual([])
    const price = Array.from({ length: 25 }, (_, nth) => paid(`x${nth}`, `y${nth}`, 11_251.37, 9))
    expect(found([...circle(11_251.37), ...price])).toEqual([])
  })
})

describe('fan-in', () => {
  const payers = ['p1', 'p2', 'p3', 'p4']
  const collected = payers.map((payer, nth) => paid(payer, 'x', 9_000 + nth * 500, 10 + nth * 20))

  test('alike sums, foreign to what each payer else pays, make one', () => {
    const [clue] = found([...everyday(payers), ...collected], 'fan_in')
    expect(clue).toMatchObject({ lead: 'x', parties: ['x', ...payers], amountFen: 3_900_000 })
  })

  test('sums that are everyday for their payers, or unlike each other, make none', () => {
    expect(found([...everyday(payers, 8_000), ...collected], 'fan_in')).toEqual([])
    const unlike = payers.map((payer, nth) => paid(payer, 'x', 2_000 * 3 ** nth, 10 + nth * 20))
    expect(found([...everyday(payers), ...unlike], 'fan_in')).toEqual([])
  })

  const crowd = Array.from({ length: 16 }, (_, nth) => `q${String(nth).padStart(2, '0')}`)
  const rush = crowd.map((payer, nth) => paid(payer, 'x', 300 + nth, 50 + (nth % 5)))
  /** What goes on elsewhere meanwhile. */
  const others = Array.from({ length: 200 }, (_, nth) => paid(`o${nth}`, `s${nth}`, 80, nth % 100))

  test('many payers at once to one who has had none make one; a shop that always has them does not', () => {
    expect(found([...others, ...rush], 'fan_in')[0]).toMatchObject({ lead: 'x' })
    const shop = Array.from({ length: 120 }, (_, nth) => paid(`c${nth}`, 'x', 310, nth % 100))
    expect(found([...others, ...rush, ...shop], 'fan_in')).toEqual([])
  })

  test('a platform of 100,000 payers is a hub, not a fan-in, and costs little', () => {
    const platform = Array.from({ length: 100_000 }, (_, nth) =>
      paid(`c${nth}`, 'platform', 310 + (nth % 9), 95 + (nth % 5)),
    )
    const back = Array.from({ length: 20_000 }, (_, nth) =>
      paid('platform', `c${nth * 5}`, 310 + (nth % 9), 96 + (nth % 4)),
    )
    const started = performance.now()
    const night = findClues([...platform, ...back], today, defaultClueRule)
    expect(night.hubs).toBe(1)
    expect(night.clues).toEqual([])
    expect(performance.now() - started).toBeLessThan(60_000)
  })
})

describe('pass-through', () => {
  const passes = [10, 30, 50].flatMap((day, nth) => [
    paid(`v${nth}`, 'mule', 12_000 + nth, day),
    paid('mule', `w${nth}`, 11_700, day + 2),
  ])

  test('an account that only passes on is one', () => {
    expect(found(passes)[0]).toMatchObject({
      kind: 'pass_through',
      lead: 'mule',
      amountFen: 3_510_000,
    })
  })

  test('one that keeps, waits, pays back, or pays out much more is none', () => {
    const pays = (change: (transfer: ClueTransfer) => ClueTransfer) =>
      found(passes.map((transfer) => (transfer.payer === 'mule' ? change(transfer) : transfer)))
    expect(pays((transfer) => ({ ...transfer, amountFen: 900_000 }))).toEqual([])
    expect(pays((transfer) => ({ ...transfer, day: transfer.day + 8 }))).toEqual([])
    expect(
      pays((transfer) => ({ ...transfer, receiver: transfer.receiver.replace('w', 'v') })),
    ).toEqual([])
    const rich = Array.from({ length: 20 }, (_, nth) => paid('mule', `z${nth}`, 11_000, nth * 5))
    expect(found([...passes, ...rich])).toEqual([])
  })

  test('a single large sum, far above the others, counts when it leaves again', () => {
    const usual = [paid('e', 'l', 900, 10), paid('e', 'l', 950, 40)]
    const large = [paid('f', 'l', 80_000, 70), paid('l', 'g', 79_000, 71)]
    expect(found([...usual, ...large])[0]).toMatchObject({ lead: 'l', amountFen: 7_900_000 })
    const often = [10, 20, 30].map((day) => paid('f', 'l', 70_000, day))
    expect(found([...often, ...large])).toEqual([])
  })
})

test('parts of one payment on one day are a clue where they are foreign to the payer', () => {
  const parts = [1, 2, 3].map((nth) => paid('a', 'b', 4_900 + nth, 60))
  expect(found([...everyday(['a']), ...parts])[0]).toMatchObject({
    kind: 'split',
    parties: ['a', 'b'],
    amountFen: 1_470_600,
  })
  expect(found([...everyday(['a'], 4_000), ...parts])).toEqual([])
  expect(found([...everyday(['a']), ...parts.slice(1)])).toEqual([])
})

test('what cannot be looked at is counted', () => {
  const good = paid('a', 'b', 10, 50)
  const night = findClues(
    [
      good,
      { ...good, day: today + 1 },
      { ...good, day: Number.NaN },
      { ...good, amountFen: 0 },
      { ...good, amountFen: 0.5 },
      { ...good, amountFen: Number.MAX_VALUE },
      { ...good, payer: '' },
      { ...good, receiver: 'a' },
      { ...good, day: today - 180 },
      { ...good, amountFen: 1 },
    ],
    today,
    defaultClueRule,
  )
  expect(night.setAside).toEqual({ future: 1, malformed: 5, self: 1, old: 1, small: 1 })
  expect(night).toMatchObject({ transfers: 1, parties: 2, clues: [] })
  expect(findClues([], today, defaultClueRule)).toMatchObject({ transfers: 0, clues: [] })
})

test('the published rule fits its schema', () => {
  expect(clueRuleSchema.parse(defaultClueRule)).toEqual(defaultClueRule)
  const odd = { ...defaultClueRule, ring: { ...defaultClueRule.ring, leastAccounts: 9 } }
  expect(clueRuleSchema.safeParse(odd).success).toBe(false)
})

describe('any net', () => {
  const party = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
  const transfers = fc
    .array(
      fc.record({
        payer: party,
        receiver: party,
        amountFen: fc.oneof(
          fc.constantFrom(1_000_001, 2_345_678),
          fc.integer({ min: 1, max: 9e6 }),
        ),
        day: fc.integer({ min: 0, max: today + 3 }),
      }),
      { maxLength: 60 },
    )
    .map((rows) => rows.map((row, nth) => ({ ...row, ref: `r${nth}` })))

  test('gives the same clues in any order of rows', () => {
    fc.assert(
      fc.property(transfers, fc.integer(), (rows, seed) => {
        const random = randomOf(seed)
        const mixed = rows
          .map((row) => ({ row, place: random() }))
          .sort((a, b) => a.place - b.place)
          .map(({ row }) => row)
        expect(findClues(mixed, today, defaultClueRule)).toEqual(
          findClues(rows, today, defaultClueRule),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('every clue explains itself', () => {
    fc.assert(
      fc.property(transfers, (rows) => {
        const known = new Map(rows.map((row) => [row.ref, row]))
        for (const clue of findClues(rows, today, defaultClueRule).clues) {
          expect(clue.score).toBe(clue.parts.reduce((sum, { points }) => sum + points, 0))
          expect(clue.score).toBeLessThanOrEqual(100)
          expect(Number.isSafeInteger(clue.amountFen)).toBe(true)
          expect(new Set(clue.parties).size).toBe(clue.parties.length)
          expect(clue.parties[0]).toBe(clue.lead)
          for (const transfer of clue.transfers) {
            expect(known.get(transfer.ref)).toEqual(transfer)
            expect(clue.parties).toEqual(
              expect.arrayContaining([transfer.payer, transfer.receiver]),
            )
          }
          const whole = clue.transfers.reduce((sum, { amountFen }) => sum + amountFen, 0)
          expect(clue.amountFen).toBeLessThanOrEqual(whole)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('a ring planted among noise is found', () => {
    fc.assert(
      fc.property(transfers, fc.integer({ min: 3, max: 8 }), (rows, size) => {
        const ring = Array.from({ length: size }, (_, nth) => `ring${nth}`)
        const planted = ring.map((payer, nth) =>
          paid(payer, ring[(nth + 1) % size] ?? '', 70_000 - nth, 40 + nth),
        )
        expect(named(found([...rows, ...planted], 'ring'), ring)).toBe(true)
      }),
    )
  })
})

test('what was planted among everyday transfers is found, and little else', () => {
  const net = plantedNet(20)
  const { clues } = findClues(net.transfers, plantedToday, defaultClueRule)
  const share = (groups: readonly string[][], kind: ClueKind, all: boolean) =>
    groups.filter((group) =>
      clues.some(
        (clue) =>
          clue.kind === kind &&
          (all ? group.every((party) => clue.parties.includes(party)) : clue.lead === group[0]),
      ),
    ).length / groups.length
  expect(share(net.rings, 'ring', true)).toBeGreaterThanOrEqual(0.9)
  expect(share(net.circles, 'ring', true)).toBeGreaterThanOrEqual(0.9)
  expect(share(net.collectors, 'fan_in', false)).toBeGreaterThanOrEqual(0.9)
  expect(share(net.bursts, 'fan_in', false)).toBeGreaterThanOrEqual(0.9)
  expect(share(net.mules, 'pass_through', false)).toBeGreaterThanOrEqual(0.9)
  const planted = new Set([net.rings, net.circles, net.collectors, net.bursts, net.mules].flat(2))
  const parties = new Set(clues.flatMap((clue) => clue.parties))
  const right = [...parties].filter((party) => planted.has(party)).length
  expect(right / parties.size).toBeGreaterThanOrEqual(0.85)
})
