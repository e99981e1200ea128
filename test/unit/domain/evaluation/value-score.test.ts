import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parameters } from '#domain/administration/parameters.ts'
import {
  contributionFen,
  defaultValueMargins,
  defaultValueScales as scales,
  growthBp,
  partPoints,
  type ValueFacts,
} from '#domain/customers/value-parts.ts'
import {
  defaultValueWeights as weights,
  type PartPoints,
  valueParts,
  valueScore,
  type ValueWeights,
} from '#domain/customers/value-score.ts'

const wan = 1_000_000
const example: PartPoints = {
  aum: 72,
  contribution: 60,
  breadth: 50,
  activity: 80,
  tenure: 90,
  growth: 40,
}

describe('value score (rule 4.3)', () => {
  test('the worked example: 25.2 + 12 + 7.5 + 12 + 9 + 2 = 67.7', () => {
    const { score, parts, missing } = valueScore(example, weights)
    expect(score).toBe(6770)
    expect(parts.map(({ adds }) => adds)).toEqual([2520, 1200, 750, 1200, 900, 200])
    expect(missing).toEqual([])
  })

  test('a part that misses is flagged and its weight goes to the others', () => {
    const { score, parts, missing } = valueScore({ ...example, growth: null }, weights)
    // 65.7 of 95 points of weight.
    expect(score).toBe(Math.round((65.7 * 10_000) / 95))
    expect(missing).toEqual(['growth'])
    expect(parts.at(-1)).toMatchObject({ points: null, shareBp: 0, adds: null })
    expect(parts[0]?.shareBp).toBe(3684)
  })

  test('of nothing there is no score, not a zero', () => {
    const none = Object.fromEntries(valueParts.map((part) => [part, null])) as PartPoints
    expect(valueScore(none, weights)).toMatchObject({ score: null, missing: [...valueParts] })
  })

  const points = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null })
  const somePoints = fc.record(
    Object.fromEntries(valueParts.map((part) => [part, points])),
  ) as unknown as fc.Arbitrary<PartPoints>
  const someWeights = fc
    .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 5, maxLength: 5 })
    .map((cuts): ValueWeights => {
      const marks = [0, ...cuts.sort((a, b) => a - b), 10_000]
      const each = valueParts.map((part, at) => [part, (marks[at + 1] ?? 0) - (marks[at] ?? 0)])
      return Object.fromEntries(each) as ValueWeights
    })

  test('lies within 0 and 100, and between its lowest and highest part', () => {
    fc.assert(
      fc.property(somePoints, someWeights, (given, by) => {
        const { score, parts } = valueScore(given, by)
        const counted = parts.flatMap((part) =>
          part.points !== null && part.weightBp > 0 ? [part.points] : [],
        )
        if (score === null) return expect(counted).toEqual([])
        expect(score).toBeGreaterThanOrEqual(100 * Math.min(...counted))
        expect(score).toBeLessThanOrEqual(100 * Math.max(...counted))
      }),
    )
  })

  test('never falls where one part rises', () => {
    fc.assert(
      fc.property(
        somePoints,
        someWeights,
        fc.constantFrom(...valueParts),
        fc.integer({ min: 1, max: 100 }),
        (given, by, part, more) => {
          const own = given[part]
          if (own === null) return
          const risen = { ...given, [part]: Math.min(100, own + more) }
          const before = valueScore(given, by).score ?? 0
          expect(valueScore(risen, by).score ?? 0).toBeGreaterThanOrEqual(before)
        },
      ),
    )
  })

  test('is the mean of the parts that are there, whatever misses', () => {
    fc.assert(
      fc.property(somePoints, someWeights, (given, by) => {
        const { score, parts } = valueScore(given, by)
        if (score === null) return
        const adds = parts.reduce((sum, part) => sum + (part.adds ?? 0), 0)
        // Each of six addends may be rounded by half a hundredth.
        expect(Math.abs(adds - score)).toBeLessThanOrEqual(3)
      }),
    )
  })

  test('weights that do not add up are refused', () => {
    const { schema } = parameters['value.weights']
    expect(schema.safeParse(weights).success).toBe(true)
    expect(schema.safeParse({ ...weights, aum: 3400 }).success).toBe(false)
  })
})

describe('parts of the score', () => {
  const facts: ValueFacts = {
    aumPercentile: 72,
    contributionPercentile: 60,
    held: 2,
    moves90: 24,
    tenureMonths: 108,
    mean90Fen: 27 * wan,
    meanBeforeFen: 30 * wan,
  }

  test('are read from the facts by the scales', () => {
    expect(partPoints(facts, scales)).toEqual(example)
  })

  test('end at 100 and at 0', () => {
    const rich = { ...facts, held: 9, moves90: 4000, tenureMonths: 500, mean90Fen: 300 * wan }
    expect(partPoints(rich, scales)).toMatchObject({
      breadth: 100,
      activity: 100,
      tenure: 100,
      growth: 100,
    })
    expect(partPoints({ ...facts, held: 0, mean90Fen: 0 }, scales)).toMatchObject({
      breadth: 0,
      growth: 0,
    })
  })

  test('miss where there is nothing to read or to compare with', () => {
    expect(partPoints({ ...facts, meanBeforeFen: 0, moves90: null }, scales)).toMatchObject({
      growth: null,
      activity: null,
    })
    expect(growthBp(10, -5)).toBeNull()
  })

  test('never fall where the fact rises', () => {
    const fact = fc.constantFrom('held', 'moves90', 'tenureMonths', 'mean90Fen' as const)
    const amount = fc.integer({ min: 0, max: 2 ** 40 })
    fc.assert(
      fc.property(fact, amount, amount, amount, (name, one, more, before) => {
        const of = (value: number) => {
          const read = partPoints({ ...facts, meanBeforeFen: before, [name]: value }, scales)
          return valueScore(read, weights).score ?? 0
        }
        expect(of(one + more)).toBeGreaterThanOrEqual(of(one))
      }),
    )
  })

  test('the contribution is what each class earns in a year; debt on an account earns nothing', () => {
    const balances = { deposit: 10 * wan, fund: 5 * wan, loan: 20 * wan }
    // 1200 + 400 + 4000 元.
    expect(contributionFen(balances, defaultValueMargins)).toBe(560_000)
    expect(contributionFen({ deposit: -10 * wan }, defaultValueMargins)).toBe(0)
  })
})
