import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  markedYears,
  type MomentFacts,
  momentDays,
  momentsOf,
  whyNoMoments,
  yearsAfter,
} from '#domain/recognition/moments.ts'
import { promisesOf } from '#domain/recognition/promises.ts'
import { addDays } from '#domain/time/day.ts'

const today = '2026-11-22'
const quiet: MomentFacts = {
  deceased: false,
  openComplaint: null,
  customerSince: '2019-06-01',
  firstAccountOn: null,
  tier: 'platinum',
  tierChange: null,
  events: [],
  promises: [],
  contactDays: [],
  family: [],
}
const found = (over: Partial<MomentFacts>, on = today) => momentsOf({ ...quiet, ...over }, on)
const kinds = (over: Partial<MomentFacts>, on = today) => found(over, on).map(({ kind }) => kind)

describe('promises', () => {
  const promise = { givenOn: '2026-11-01', promisedOn: '2026-11-10', text: '谈续存' }
  const state = (contactDays: string[], on = today) =>
    promisesOf([promise], contactDays, on).map((each) => [each.state, each.keptOn])

  test('kept by a contact after it was given and in time', () => {
    expect(state(['2026-11-01', '2026-11-10'])).toEqual([['kept', '2026-11-10']])
    expect(state(['2026-11-05', '2026-11-20'])).toEqual([['kept', '2026-11-05']])
  })

  test('broken where nobody came by its day and none since; late is neither', () => {
    expect(state(['2026-11-01'])).toEqual([['broken', null]])
    expect(state(['2026-11-11'])).toEqual([])
    expect(state([], '2026-11-10')).toEqual([])
  })

  test('broken is said first, with days and what was promised', () => {
    const [first] = found({ promises: [promise], customerSince: '2016-11-22' })
    expect(first).toMatchObject({
      kind: 'promiseBroken',
      on: '2026-11-10',
      since: '2026-11-01',
      count: 12,
      word: '谈续存',
    })
    expect(kinds({ promises: [promise], customerSince: '2016-11-22' })).toEqual([
      'promiseBroken',
      'anniversary',
    ])
  })
})

describe('moments', () => {
  test('years with the bank count from the first account, those that are marked', () => {
    expect(found({ customerSince: '2016-11-25' })).toMatchObject([
      { kind: 'anniversary', on: '2026-11-25', count: 10, since: '2016-11-25' },
    ])
    expect(kinds({ customerSince: '2017-11-22' })).toEqual([])
    expect(found({ firstAccountOn: '2006-11-20' })).toMatchObject([{ count: 20 }])
    expect(kinds({ customerSince: today })).toEqual([])
  })

  test('a moment is shown around its day and not longer', () => {
    const { before, after } = momentDays.anniversary
    const shown = (shift: number) =>
      kinds({ customerSince: '2016-11-22' }, addDays('2026-11-22', shift)).length > 0
    expect([shown(-before), shown(-before - 1)]).toEqual([true, false])
    expect([shown(after), shown(after + 1)]).toEqual([true, false])
  })

  test('a tier that was reached; one that was kept for a year, from gold on', () => {
    expect(kinds({ tierChange: { on: '2026-11-01', raised: true } })).toEqual(['tierReached'])
    expect(kinds({ tierChange: { on: '2026-11-01', raised: false } })).toEqual([])
    const year = { tierChange: { on: '2025-11-20', raised: true } }
    expect(found(year)).toMatchObject([
      { kind: 'tierKept', count: 1, on: '2025-11-20'.replace('2025', '2026') },
    ])
    expect(kinds({ ...year, tier: 'potential' })).toEqual([])
  })

  test('a loan repaid, first wages, and the family', () => {
    expect(
      kinds({
        events: [
          { event: 'payroll_start', on: '2026-11-10', amountFen: 500_000 },
          { event: 'loan_payoff', on: '2026-11-12', amountFen: 900_000 },
          { event: 'loan_payoff', on: '2026-09-12', amountFen: 900_000 },
        ],
        family: [
          { kind: 'child', name: '周某', birthDate: '2008-11-30' },
          { kind: 'parent', name: '周某某', birthDate: '1966-11-15' },
          { kind: 'spouse', name: '王某', birthDate: '1980-01-01' },
        ],
      }),
    ).toEqual(['loanRepaid', 'firstSalary', 'childOfAge', 'relativeElder'])
  })

  test('never of the dead, nor while a complaint is open; unknown complaints are no reason', () => {
    const full = { customerSince: '2016-11-22' }
    expect(kinds({ ...full, deceased: true })).toEqual([])
    expect(kinds({ ...full, openComplaint: true })).toEqual([])
    expect(kinds({ ...full, openComplaint: false })).toEqual(['anniversary'])
    expect(whyNoMoments({ deceased: true, openComplaint: true })).toBe('deceased')
    expect(whyNoMoments({ deceased: false, openComplaint: true })).toBe('complaint')
  })

  test('who came on 29 February has the anniversary on 1 March of other years', () => {
    expect(yearsAfter('2016-02-29', 10)).toBe('2026-03-01')
    expect(yearsAfter('2016-02-29', 20)).toBe('2036-02-29')
  })

  test('every marked year is found on its day, once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...markedYears), fc.integer({ min: 0, max: 364 }), (years, n) => {
        const on = addDays('2026-01-01', n)
        const since = `${Number(on.slice(0, 4)) - years}${on.slice(4)}`
        if (since.endsWith('-02-29')) return
        expect(found({ customerSince: since }, on)).toMatchObject([{ count: years, on }])
      }),
    )
  })
})
