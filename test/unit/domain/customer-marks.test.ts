import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { householdOf, type HouseholdTie, turnedRound } from '#domain/customers/household.ts'
import { bornBy, marksOf } from '#domain/customers/marks.ts'
import { nextFloor, tierGapOf } from '#domain/customers/tier-gap.ts'
import { defaultTierFloors } from '#domain/customers/tier.ts'
import { addDays, ageOn } from '#domain/time/day.ts'

const plain = {
  deceased: false,
  birthDate: '1980-05-05',
  isStaff: false,
  doNotContact: false,
  tierState: 'normal',
  mobile: '13900000000',
  accountStates: ['normal'],
} as const

describe('marks', () => {
  test('an ordinary customer has none', () => {
    expect(marksOf(plain, '2026-11-22')).toEqual([])
  })

  test.each([
    [{ accountStates: ['normal', 'frozen'] }, ['frozen']],
    [{ accountStates: ['dormant'] }, ['dormant']],
    [{ accountStates: [] }, ['noAccount']],
    [{ accountStates: ['closed'] }, ['noAccount']],
    [{ mobile: ' ' }, ['noPhone']],
    [{ birthDate: '2008-11-23' }, ['minor']],
    [{ birthDate: '2008-11-22' }, []],
    [{ birthDate: '1961-11-22' }, ['elder']],
    [{ birthDate: '1961-11-23' }, []],
    [{ birthDate: null }, []],
    [{ birthDate: '1935-01-01', deceased: true }, ['deceased']],
    [{ isStaff: true, doNotContact: true, tierState: 'watch' }, ['doNotContact', 'staff', 'watch']],
  ] as const)('%j', (over, marks) => {
    expect(marksOf({ ...plain, ...over }, '2026-11-22')).toEqual(marks)
  })

  test('the day of birth a filter compares with is the age of the record', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1925-01-01', n))
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), (birth, n) => {
        const on = addDays('2027-12-20', n)
        expect(birth <= bornBy(65, on)).toBe(ageOn(birth, on) >= 65)
      }),
    )
  })
})

describe('the gap to a tier', () => {
  const wan = 1_000_000
  test.each([
    ['platinum', 180 * wan, 'near'],
    ['platinum', 179.99 * wan, null],
    ['platinum', 200 * wan, null],
    ['platinum', 49.99 * wan, 'below'],
    ['platinum', 50 * wan, null],
    ['standard', 4.5 * wan, 'near'],
    ['private', 9000 * wan, null],
    ['private', 599 * wan, 'below'],
  ] as const)('%s with %d is %s', (tier, average, gap) => {
    expect(tierGapOf(tier, Math.round(average), defaultTierFloors)).toBe(gap)
  })

  test('nothing stands above the top', () => {
    expect(nextFloor('private', defaultTierFloors)).toBeNull()
    expect(nextFloor('standard', defaultTierFloors)).toBe(5 * wan)
  })
})

describe('family AUM', () => {
  const tie = (over: Partial<HouseholdTie>): HouseholdTie => ({
    kind: 'spouse',
    customerId: 'spouse',
    inside: true,
    aumFen: 100,
    ...over,
  })

  test('counts whom the viewer manages, once each, and says who is left out', () => {
    const ties = [
      tie({}),
      tie({ kind: 'sibling', customerId: 'spouse' }),
      tie({ kind: 'child', customerId: 'child', aumFen: 20 }),
      tie({ kind: 'parent', customerId: 'parent', inside: false, aumFen: null }),
      tie({ kind: 'parent', customerId: null, inside: false, aumFen: null }),
      tie({ kind: 'employer', customerId: 'firm', aumFen: 5000 }),
    ]
    expect(householdOf('me', 1000, ties)).toEqual({
      aumFen: 1120,
      counted: 2,
      hidden: 1,
      outside: 1,
    })
  })

  test('of somebody alone is the own AUM, and a tie to oneself adds nothing', () => {
    const alone = { aumFen: 1000, counted: 0, hidden: 0, outside: 0 }
    expect(householdOf('me', 1000, [])).toEqual(alone)
    expect(householdOf('me', 1000, [tie({ customerId: 'me' })])).toEqual(alone)
  })

  test('what the viewer may not see never changes the sum', () => {
    const hidden = fc.integer({ min: 0, max: 10 ** 12 })
    fc.assert(
      fc.property(hidden, (aumFen) => {
        expect(householdOf('me', 7, [tie({ inside: false, aumFen })]).aumFen).toBe(7)
      }),
    )
  })

  test('seen from the other side a parent is a child', () => {
    expect(turnedRound('parent')).toBe('child')
    expect(turnedRound('child')).toBe('parent')
    expect(turnedRound('spouse')).toBe('spouse')
  })
})
