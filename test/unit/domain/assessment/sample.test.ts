import { describe, expect, test } from 'vitest'
import { sampleOf, sampleSize } from '#domain/assessment/sample.ts'
import { assessmentSchemeSchema, defaultScheme } from '#domain/assessment/scheme.ts'

const rule = defaultScheme.sampling
const ids = Array.from({ length: 200 }, (_, nth) => `0192-${nth}`)

describe('the sample of closed tasks and contacts', () => {
  test('is a tenth of them, three at least, all where there are fewer', () => {
    expect([0, 2, 3, 29, 31, 200].map((closed) => sampleSize(closed, rule))).toEqual([
      0, 2, 3, 3, 4, 20,
    ])
  })

  test('is the same for the same seed, whatever the order, and another one for another', () => {
    const drawn = sampleOf(ids, 'seed', rule)
    expect(drawn).toHaveLength(20)
    expect(sampleOf(ids.toReversed(), 'seed', rule)).toEqual(drawn)
    expect(sampleOf(ids, 'another', rule)).not.toEqual(drawn)
  })

  test('reaches everybody alike: over many seeds no task is spared', () => {
    const times = new Map(ids.map((id) => [id, 0]))
    for (let seed = 0; seed < 1000; seed += 1) {
      for (const id of sampleOf(ids, `2026-10/${seed}`, rule))
        times.set(id, (times.get(id) ?? 0) + 1)
    }
    // 100 expected, with a deviation of 9.5; five of them either way.
    expect(Math.min(...times.values())).toBeGreaterThan(52)
    expect(Math.max(...times.values())).toBeLessThan(148)
  })
})

test('a scheme gives samples to who can see the branch’s work, and to nobody else', () => {
  const by = (role: string) =>
    assessmentSchemeSchema.safeParse({
      ...defaultScheme,
      sampling: { ...defaultScheme.sampling, by: role },
    }).success
  expect(['branch_head', 'line_manager', 'teller', 'risk_officer'].map(by)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
