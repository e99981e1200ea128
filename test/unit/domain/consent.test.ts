import { describe, expect, test } from 'vitest'
import { consentProblem } from '#domain/customers/consent.ts'

const on = '2026-11-20'
const born = (birth_date: string | null) => ({ birth_date, deceased_on: null })

describe('who may consent', () => {
  test('an adult, by himself or herself alone', () => {
    expect(consentProblem(born('1980-01-01'), 'signed', on)).toBeNull()
    expect(consentProblem(born('1980-01-01'), 'guardian', on)).toBe('guardian')
    expect(consentProblem(born(null), 'recorded', on)).toBeNull()
  })

  test('below 14 a guardian alone, until the birthday', () => {
    expect(consentProblem(born('2012-11-21'), 'signed', on)).toBe('guardian')
    expect(consentProblem(born('2012-11-21'), 'guardian', on)).toBeNull()
    expect(consentProblem(born('2012-11-20'), 'signed', on)).toBeNull()
  })

  test('the dead to nothing', () => {
    const dead = { birth_date: '1950-01-01', deceased_on: '2026-01-01' }
    expect(consentProblem(dead, 'signed', on)).toBe('deceased')
  })
})
