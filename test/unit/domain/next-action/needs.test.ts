import { expect, test } from 'vitest'
import {
  countNeeds,
  maySettle,
  type NeedSettlement,
  settlementProblem,
  unsettled,
} from '#domain/next-action/needs.ts'
import { needStates } from '#domain/next-action/words.ts'
import { addDays } from '#domain/time/day.ts'
import { today } from './some-facts.ts'

const settled = (over: Partial<NeedSettlement>) =>
  settlementProblem({ ...unsettled, ...over }, today)

test('met says by what and when, unmet says why, the others say nothing', () => {
  expect(settled({ state: 'met', met_by: 'service', met_on: today })).toBeNull()
  expect(settled({ state: 'met', met_by: 'product', met_on: today, product_id: 'p' })).toBeNull()
  expect(settled({ state: 'met', met_by: 'product', met_on: today })).toBe('product_id')
  expect(settled({ state: 'met', met_on: today })).toBe('met_by')
  expect(settled({ state: 'met', met_by: 'contact' })).toBe('met_on')
  expect(settled({ state: 'met', met_by: 'service', met_on: addDays(today, 1) })).toBe('met_on')
  expect(settled({ state: 'unmet', reason: 'terms' })).toBeNull()
  expect(settled({ state: 'unmet' })).toBe('reason')
  expect(settled({ state: 'withdrawn' })).toBeNull()
  expect(settled({ state: 'withdrawn', reason: 'other' })).toBe('reason')
  expect(settled({})).toBeNull()
})

test('an open need moves on, a settled one only back', () => {
  const moves = needStates.flatMap((from) =>
    needStates.filter((to) => maySettle(from, to)).map((to) => `${from} ${to}`),
  )
  expect(moves).toEqual([
    'open met',
    'open unmet',
    'open withdrawn',
    'met open',
    'unmet open',
    'withdrawn open',
  ])
})

test('needs are counted as met or not; what was withdrawn counts neither way', () => {
  const needs = (['open', 'met', 'met', 'unmet', 'withdrawn'] as const).map((state) => ({ state }))
  expect(countNeeds(needs)).toEqual({ open: 1, met: 2, unmet: 1, withdrawn: 1, metBp: 6667 })
  expect(countNeeds([{ state: 'open' }]).metBp).toBeNull()
})
