import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EgoGraph, egoGraph, mostNodes } from '#domain/graph/ego-graph.ts'
import { edgeKinds, type Evidence, type Tie } from '#domain/graph/kinds.ts'
import { recordReason, relationReason, transferReason } from '#domain/graph/reasons.ts'

const told = (kind: 'spouse' | 'parent' | 'child' | 'guarantor' | 'referral'): Evidence =>
  relationReason({ kind, source: 'customer', valid_from: '2020-01-01' })

const money = (inFen: number, outFen: number, count = 1, lastOn = '2026-11-01') =>
  transferReason({ inFen, outFen, count, lastOn })

const tie = (from: string, to: string, evidence: Evidence): Tie => ({ from, to, evidence })

const both = (ties: readonly Tie[], hops: 1 | 2 = 2) =>
  egoGraph('me', ties, { hops, kinds: edgeKinds })

const anyEvidence = fc.oneof(
  fc.constantFrom('spouse', 'parent', 'child', 'guarantor', 'referral').map((kind) => told(kind)),
  fc.constantFrom('employer', 'phone').map((kind) => recordReason(kind)),
  fc
    .tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 1, max: 9 }))
    .map(([a, b, n]) => money(a, b, n, `2026-0${n}-01`)),
)
const anyEnd = fc.constantFrom('me', ...Array.from({ length: 40 }, (_, n) => `c${n}`))
const anyTies = fc.array(
  fc.tuple(anyEnd, anyEnd, anyEvidence).map(([a, b, e]) => tie(a, b, e)),
  { maxLength: 120 },
)

const shuffled = fc.tuple(anyTies, fc.infiniteStream(fc.nat())).map(([ties, order]) => ({
  ties,
  other: ties
    .map((each) => ({ each, place: Number(order.next().value) }))
    .sort((a, b) => a.place - b.place)
    .map(({ each }) => each),
}))

const sumOf = (graph: EgoGraph, hop: 1 | 2) =>
  graph.nodes.filter((node) => node.hop === hop).length +
  graph.rest.reduce((all, left) => (left.hop === hop ? all + left.count : all), 0)

describe('any graph', () => {
  test('does not depend on the order of what was read', () => {
    fc.assert(
      fc.property(shuffled, fc.constantFrom(1 as const, 2 as const), ({ ties, other }, hops) => {
        expect(both(other, hops)).toEqual(both(ties, hops))
      }),
    )
  })

  test('has a bound, no edge from somebody to himself, no edge and no node twice', () => {
    fc.assert(
      fc.property(anyTies, (ties) => {
        const { nodes, edges } = both(ties)
        const keys = nodes.map(({ key }) => key)
        expect(nodes.length).toBeLessThanOrEqual(mostNodes + 1)
        expect(new Set(keys).size).toBe(keys.length)
        const pairs = edges.map(({ from, to }) => [from, to].sort().join(' '))
        expect(new Set(pairs).size).toBe(pairs.length)
        for (const { from, to, evidence } of edges) {
          expect(from).not.toBe(to)
          expect(keys).toContain(from)
          expect(keys).toContain(to)
          expect(evidence.length).toBeGreaterThan(0)
        }
        for (const { key, hop } of nodes) {
          if (hop > 0) expect(edges.some(({ from, to }) => from === key || to === key)).toBe(true)
        }
      }),
    )
  })

  test('counts everybody who is tied directly, drawn or not', () => {
    fc.assert(
      fc.property(anyTies, fc.constantFrom(1 as const, 2 as const), (ties, hops) => {
        const direct = new Set(
          ties.flatMap(({ from, to }) =>
            from === to ? [] : from === 'me' ? [to] : to === 'me' ? [from] : [],
          ),
        )
        expect(sumOf(both(ties, hops), 1)).toBe(direct.size)
      }),
    )
  })

  test('with fewer kinds is a graph of those kinds alone', () => {
    fc.assert(
      fc.property(anyTies, fc.constantFrom(...edgeKinds), (ties, kind) => {
        const { edges } = egoGraph('me', ties, { hops: 2, kinds: [kind] })
        const kinds = edges.flatMap(({ evidence }) => evidence.map((each) => each.kind))
        expect(kinds.every((each) => each === kind)).toBe(true)
      }),
    )
  })
})

describe('the reasons of a tie', () => {
  test('both told of one relation: one reason, in the words of the nearer', () => {
    const { edges } = both([tie('me', 'a', told('child')), tie('a', 'me', told('parent'))])
    expect(edges).toEqual([{ from: 'me', to: 'a', evidence: [told('child')] }])
  })

  test('only the other one told: turned round', () => {
    expect(both([tie('a', 'me', told('parent'))]).edges[0]?.evidence[0].relation).toBe('child')
  })

  test('family before money before a phone, all of them kept', () => {
    const ties = [
      tie('me', 'a', recordReason('phone')),
      tie('me', 'a', money(5, 0)),
      tie('me', 'a', told('spouse')),
    ]
    expect(both(ties).edges[0]?.evidence.map(({ kind }) => kind)).toEqual([
      'family',
      'transfer',
      'phone',
    ])
  })

  test('money stands in both books and counts once; parts of one book are added up', () => {
    const ties = [
      tie('me', 'a', money(700, 0, 3, '2026-05-01')),
      tie('me', 'a', money(0, 50, 4, '2026-06-01')),
      tie('a', 'me', money(0, 700, 3, '2026-05-01')),
    ]
    const [reason] = both(ties).edges[0]?.evidence ?? []
    expect(reason?.transfers).toEqual({ inFen: 700, outFen: 50, count: 7, lastOn: '2026-06-01' })
    expect(reason).toMatchObject({ on: '2026-06-01', strength: 'middle' })
  })

  test('money that only the other book names is seen from this side', () => {
    const [reason] = both([tie('a', 'me', money(0, 9))]).edges[0]?.evidence ?? []
    expect(reason?.transfers).toMatchObject({ inFen: 9, outFen: 0 })
  })
})

describe('hops', () => {
  const ring = [
    tie('me', 'a', told('spouse')),
    tie('a', 'b', told('child')),
    tie('b', 'me', told('parent')),
    tie('b', 'c', told('referral')),
    tie('c', 'd', told('spouse')),
    tie('a', 'a', told('spouse')),
  ]

  test('one hop: the customer’s own ties alone', () => {
    const { nodes, edges } = both(ring, 1)
    expect(nodes).toEqual([
      { key: 'me', hop: 0 },
      { key: 'a', hop: 1 },
      { key: 'b', hop: 1 },
    ])
    expect(edges.map(({ from, to }) => `${from}-${to}`)).toEqual(['me-a', 'me-b'])
  })

  test('two hops: a circle closes, and nobody is three away', () => {
    const { nodes, edges } = both(ring)
    expect(nodes.map(({ key, hop }) => `${key}${hop}`)).toEqual(['me0', 'a1', 'b1', 'c2'])
    expect(edges.map(({ from, to }) => `${from}-${to}`)).toEqual(['me-a', 'me-b', 'a-b', 'b-c'])
  })
})

describe('which are drawn', () => {
  const payers = Array.from({ length: 40 }, (_, n) => tie('me', `p${n}`, money(n + 1, 0)))

  test('what is told first, then the largest sums; the rest is counted by kind', () => {
    const { nodes, rest } = both([...payers, tie('me', 'told', told('referral'))])
    expect(nodes).toHaveLength(mostNodes + 1)
    expect(nodes[1]?.key).toBe('told')
    expect(nodes[2]?.key).toBe('p39')
    expect(rest).toEqual([{ hop: 1, kind: 'transfer', count: 41 - mostNodes }])
  })

  test('both hops have half the room where both need it', () => {
    const second = Array.from({ length: 30 }, (_, n) => tie('told', `s${n}`, money(n + 1, 0)))
    const { nodes, rest } = both([...payers, tie('me', 'told', told('referral')), ...second])
    expect(nodes.filter(({ hop }) => hop === 1)).toHaveLength(mostNodes / 2)
    expect(nodes.filter(({ hop }) => hop === 2)).toHaveLength(mostNodes / 2)
    expect(rest).toEqual([
      { hop: 1, kind: 'transfer', count: 41 - mostNodes / 2 },
      { hop: 2, kind: 'transfer', count: 30 - mostNodes / 2 },
    ])
  })
})
