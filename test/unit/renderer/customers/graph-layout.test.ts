import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphEdge, GraphNode } from '#contract/ipc/customers.ts'
import {
  arrows,
  cutTo,
  layOut,
  nextNode,
  widthOf,
} from '../../../../renderer/features/customers/graph/layout.ts'

const field = { width: 700, height: 408 }
const words = () => ['配偶', '客户告知 2024-03']
const named = () => ['周敏华', '金卡 · 62.4 万']

const node = (index: number, hop: GraphNode['hop']): GraphNode => ({
  key: `n${index}`,
  hop,
  kind: 'customer',
  name: '周敏华',
  tier: 'gold',
  aumFen: 1,
  customerId: null,
  manager: null,
  deceased: false,
  others: null,
})

const edge = (from: string, to: string): GraphEdge => ({
  from,
  to,
  evidence: [
    {
      kind: 'family',
      source: 'customer',
      strength: 'high',
      on: null,
      relation: 'spouse',
      transfers: null,
    },
  ],
})

/** A customer with so many in the first hop, and in the second one behind each of some. */
function graphOf(first: number, second: number) {
  const direct = Array.from({ length: first }, (_, n) => node(n + 1, 1))
  const far = Array.from({ length: first === 0 ? 0 : second }, (_, n) => node(first + n + 1, 2))
  return {
    nodes: [node(0, 0), ...direct, ...far],
    edges: [
      ...direct.map(({ key }) => edge('n0', key)),
      ...far.map(({ key }, n) => edge(`n${(n % first) + 1}`, key)),
    ],
  }
}

const anyGraph = fc.tuple(fc.nat(12), fc.nat(12)).map(([first, second]) => graphOf(first, second))

describe('the drawing of a relation graph', () => {
  test('is the same picture each time', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        expect(layOut(graph, field, words, named)).toEqual(
          layOut(structuredClone(graph), field, words, named),
        )
      }),
    )
  })

  test('keeps everybody inside, with his words, and no two on one place', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { placed } = layOut(graph, field, words, named)
        expect(placed).toHaveLength(graph.nodes.length)
        for (const { x, y, r, wordsY } of placed) {
          expect(Math.min(x - r, y - r, wordsY - 12)).toBeGreaterThanOrEqual(0)
          expect(x + r).toBeLessThanOrEqual(field.width)
          expect(Math.max(y + r, wordsY + 18)).toBeLessThanOrEqual(field.height)
        }
        for (const [index, a] of placed.entries()) {
          for (const b of placed.slice(index + 1)) {
            expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.r + b.r)
          }
        }
      }),
    )
  })

  test('a customer with a few relatives: no words cover each other or a node', () => {
    const { drawn, placed } = layOut(graphOf(6, 3), field, words, named)
    const labels = drawn.flatMap(({ label }) => label ?? [])
    expect(labels).toHaveLength(6)
    for (const label of labels) {
      for (const { node: under, x, y, r, wordsY } of placed) {
        const wide = under.hop === 0 ? 0 : widthOf('金卡 · 62.4 万') / 2
        const beside = Math.abs(label.x - x) - label.width / 2
        const apart = Math.abs(label.y - y) - label.height / 2
        expect(beside >= r || apart >= r, `${under.key} itself`).toBe(true)
        const lower = Math.abs(label.y - (wordsY + 3)) - label.height / 2
        expect(beside >= wide || lower >= 12, `words of ${under.key}`).toBe(true)
      }
    }
    for (const [index, a] of labels.entries()) {
      for (const b of labels.slice(index + 1)) {
        const apart =
          Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
          Math.abs(a.y - b.y) >= (a.height + b.height) / 2
        expect(apart).toBe(true)
      }
    }
  })

  test('a graph without anybody is empty', () => {
    expect(layOut({ nodes: [], edges: [] }, field, words, named)).toEqual({ placed: [], drawn: [] })
  })
})

describe('arrows', () => {
  test('reach every node from the customer, and none leads astray', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { placed } = layOut(graph, field, words, named)
        const reached = new Set(['n0'])
        const open = ['n0']
        for (let key = open.pop(); key !== undefined; key = open.pop()) {
          for (const arrow of Object.keys(arrows) as (keyof typeof arrows)[]) {
            const next = nextNode(placed, key, arrow)
            if (next === null || reached.has(next)) continue
            reached.add(next)
            open.push(next)
          }
        }
        expect(reached.size).toBe(placed.length)
      }),
    )
  })

  test('go where they point', () => {
    const { placed } = layOut(graphOf(8, 0), field, words, named)
    for (const [arrow, { x, y }] of Object.entries(arrows)) {
      const key = nextNode(placed, 'n0', arrow as keyof typeof arrows)
      const found = placed.find((each) => each.node.key === key)
      const [dx, dy] = [(found?.x ?? 0) - 350, (found?.y ?? 0) - 204]
      expect(dx * x + dy * y).toBeGreaterThan(0)
    }
  })
})

test('a long name is cut, a short one is not', () => {
  expect(cutTo('周敏华', 60)).toBe('周敏华')
  expect(widthOf(cutTo('虚构市第一人民医院分院', 60))).toBeLessThanOrEqual(60)
  expect(cutTo('虚构市第一人民医院分院', 60)).toMatch(/…$/)
})
