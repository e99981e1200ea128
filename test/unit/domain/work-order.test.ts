import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contactOutcomes } from '#domain/customers/contact.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import { taskGroups, groupOf } from '#domain/workbench/groups.ts'
import {
  byRank,
  callCapDays,
  closedGate,
  intentOf,
  type RankedRow,
  rankParts,
  rankPoints,
  rankScore,
  urgencyOf,
  valueOf,
} from '#domain/workbench/rank.ts'
import { taskKinds } from '#domain/workbench/task.ts'

const on = '2026-11-22'
const wan = 1_000_000

test('worked example of rule 4.11: .7, .9, 0, .5 → 28 + 27 + 0 + 5 = 60', () => {
  const parts = { value: 0.7, urgency: 0.9, compliance: 0, intent: 0.5 }
  expect(rankPoints(parts)).toEqual({ value: 28, urgency: 27, compliance: 0, intent: 5 })
  expect(rankScore(parts)).toBe(60)
})

test('the parts add up to the score, between 0 and 100', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(part, part, part, part, (value, urgency, compliance, intent) => {
      const parts = { value, urgency, compliance, intent }
      const sum = Object.values(rankPoints(parts)).reduce((a, b) => a + b, 0)
      expect(Math.abs(sum - rankScore(parts))).toBeLessThan(0.001)
      expect(rankScore(parts)).toBeGreaterThanOrEqual(0)
      expect(rankScore(parts)).toBeLessThanOrEqual(100)
    }),
  )
})

test('urgency falls from today to nothing at 30 days; what is past is urgent', () => {
  expect(
    ['2026-11-10', on, '2026-12-07', '2026-12-22', '2027-01-30'].map((day) => urgencyOf(day, on)),
  ).toEqual([1, 1, 0.5, 0, 0])
})

test('value is the amount in floors of the tier', () => {
  expect(valueOf(35 * wan, 'platinum', defaultTierFloors)).toBe(0.7)
  expect(valueOf(86 * wan, 'gold', defaultTierFloors)).toBe(1)
  expect(valueOf(2 * wan, 'standard', defaultTierFloors)).toBe(0.4)
  expect(valueOf(null, 'private', defaultTierFloors)).toBe(0)
})

test('intent by the last outcome', () => {
  expect(contactOutcomes.map(intentOf)).toEqual([1, 0.5, 0.3, 0, 0, 0.3])
  expect(intentOf(null)).toBe(0.3)
})

const row = (own: Partial<RankedRow>): RankedRow => ({
  tier: 'platinum',
  reasons: [{ kind: 'idle_cash', dueOn: '2026-11-30', amountFen: 10 * wan, expiresOn: null }],
  lastOutcome: null,
  lastCallOn: null,
  consent: true,
  ...own,
})

test('of several reasons each part has the strongest', () => {
  const parts = rankParts(
    row({
      reasons: [
        { kind: 'maturity', dueOn: '2026-12-07', amountFen: 50 * wan, expiresOn: null },
        { kind: 'id_expiry', dueOn: '2026-11-29', amountFen: null, expiresOn: '2026-11-01' },
      ],
    }),
    on,
    defaultTierFloors,
  )
  expect(parts).toMatchObject({ value: 1, compliance: 1, intent: 0.3 })
  expect(parts.urgency).toBeCloseTo(23 / 30)
})

test('gates hold back what only sells: no consent, or a call within 7 days', () => {
  expect(closedGate(row({}), on, callCapDays)).toBeNull()
  expect(closedGate(row({ consent: false }), on, callCapDays)).toBe('noConsent')
  expect(closedGate(row({ lastCallOn: '2026-11-16' }), on, callCapDays)).toBe('callCap')
  expect(closedGate(row({ lastCallOn: '2026-11-15' }), on, callCapDays)).toBeNull()
  expect(closedGate(row({ lastCallOn: '2026-11-16' }), on, 3)).toBeNull()
  const [selling] = row({}).reasons
  const service = { kind: 'maturity' as const, dueOn: on, amountFen: wan, expiresOn: null }
  const both = selling ? [selling, service] : []
  expect(closedGate(row({ consent: false, reasons: both }), on, callCapDays)).toBeNull()
})

test('order: gated last, then score, deadline, id', () => {
  const ranked = (id: string, score: number, gate: 'callCap' | null, dueOn = on) => ({
    id,
    score,
    gate,
    dueOn,
  })
  const rows = [
    ranked('e', 90, 'callCap'),
    ranked('d', 10, null),
    ranked('c', 60, null, '2026-11-25'),
    ranked('b', 60, null),
    ranked('a', 60, null, '2026-11-25'),
  ]
  expect(rows.sort(byRank).map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd', 'e'])
})

test('every kind has a group, and every group a kind', () => {
  expect(new Set(taskKinds.map(groupOf))).toEqual(new Set(taskGroups))
})
