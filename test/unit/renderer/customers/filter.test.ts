import { describe, expect, test } from 'vitest'
import { customerFilterSchema, productViews } from '#contract/ipc/customers.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { choicesOf, chosenOf } from '../../../../renderer/features/customers/list/chip-choices.ts'
import {
  chipKeys,
  chipToRelax,
  isSet,
  sameFilter,
  withoutChip,
} from '../../../../renderer/features/customers/list/filter.ts'

const managers = [
  { id: 'a', name: '林晓彤' },
  { id: 'b', name: '陈立新' },
]
const groups = [
  { id: 'g', name: '年底走访' },
  { id: 'h', name: '月内到期' },
]
const ground = { managers, groups, vipFrom: 'platinum' } as const
const vip = { ...noFilter, tier: 'platinum', tierAndAbove: true } as const
import { shownColumns } from '../../../../renderer/features/customers/list/list-columns.ts'
import { productViewKeys } from '../../../../renderer/features/customers/list/use-view-name.ts'

describe('filter', () => {
  test('lets everybody through when empty', () => {
    expect(chipKeys.filter((chip) => isSet(noFilter, chip))).toEqual([])
  })

  test('a filter of the service without the optional field is the same as ours', () => {
    const sent = { ...noFilter }
    delete sent.overdue
    expect(sameFilter(sent, noFilter)).toBe(true)
  })

  test('及以上 without a tier restricts nothing', () => {
    expect(isSet({ ...noFilter, tierAndAbove: true }, 'tier')).toBe(false)
    expect(sameFilter({ ...noFilter, tierAndAbove: true }, noFilter)).toBe(true)
  })

  test('taking a chip away clears all its fields and no other', () => {
    const both = { ...vip, overdue: true, change: 'down' } as const
    expect(withoutChip(both, 'tier')).toEqual({ ...noFilter, overdue: true, change: 'down' })
    expect(withoutChip(both, 'contact')).toEqual({ ...vip, change: 'down' })
  })

  test('typed text counts, spaces around it do not', () => {
    expect(sameFilter({ ...noFilter, text: ' 周 ' }, { ...noFilter, text: '周' })).toBe(true)
    expect(sameFilter({ ...noFilter, text: '周' }, noFilter)).toBe(false)
  })

  test('relaxes what the person added before what the view set', () => {
    expect(chipToRelax({ ...vip, change: 'down' }, vip)).toBe('change')
    expect(chipToRelax(vip, vip)).toBe('tier')
    expect(chipToRelax({ ...noFilter, text: 'x' }, noFilter)).toBeNull()
  })
})

describe('choices of a chip', () => {
  test('贵宾 as the bank defines it stands first, once, and follows the parameter', () => {
    const [, first, ...rest] = choicesOf('tier', noFilter, ground)
    expect(first).toEqual({
      key: 'platinum+',
      patch: { tier: 'platinum', tierAndAbove: true },
      label: { word: 'vip', tier: 'platinum' },
    })
    expect(rest.map(({ key }) => key)).not.toContain('platinum+')
    expect(chosenOf('tier', vip, ground).label).toEqual({ word: 'vip', tier: 'platinum' })
    expect(chosenOf('tier', vip, { ...ground, vipFrom: 'gold' }).label).toEqual({
      word: 'tierAndAbove',
      tier: 'platinum',
    })
    expect(choicesOf('tier', noFilter).map(({ label }) => label.word)).not.toContain('vip')
  })

  test.each(chipKeys)('%s: every choice is a valid filter and finds itself again', (chip) => {
    const choices = choicesOf(chip, noFilter, ground)
    expect(choices.length).toBeGreaterThan(chip === 'favourite' ? 1 : 2)
    for (const choice of choices) {
      const filter = { ...noFilter, ...choice.patch }
      expect(customerFilterSchema.safeParse(filter).success).toBe(true)
      expect(chosenOf(chip, filter, ground).key).toBe(choice.key)
      expect(isSet(filter, chip)).toBe(choice.key !== 'any')
    }
  })

  test('choosing another replaces the one before', () => {
    const overdue = { ...noFilter, overdue: true }
    const ninety = choicesOf('contact', overdue).find((choice) => choice.key === '90')
    expect({ ...overdue, ...ninety?.patch }).toEqual({ ...noFilter, notContactedForDays: 90 })
  })

  test('a number of a view that is no preset is offered and chosen', () => {
    const filter = { ...noFilter, maturesWithinDays: 21 }
    expect(choicesOf('maturity', filter).map((choice) => choice.key)).toEqual([
      'any',
      '7',
      '14',
      '21',
      '30',
      '90',
    ])
    expect(chosenOf('maturity', filter).label).toEqual({ word: 'maturesWithin', days: 21 })
  })
})

test('columns: the customer stands first, unknown ones are left out, each stands once', () => {
  const room = { wide: true, narrow: false, branch: false }
  expect(shownColumns(['loan', 'gone', 'name', 'loan'], room)).toEqual(['name', 'loan'])
  expect(shownColumns([], room)).toEqual(['name'])
  expect(shownColumns(null, room)).toContain('average')
  expect(shownColumns(null, { ...room, wide: false })).not.toContain('average')
  expect(shownColumns(null, { ...room, branch: true })).toContain('manager')
  expect(shownColumns(null, { ...room, branch: true })).not.toContain('number')
  expect(shownColumns(null, { ...room, narrow: true })).not.toContain('completeness')
})

test('the page knows every view of the product', () => {
  expect([...productViewKeys]).toEqual([...productViews])
})
