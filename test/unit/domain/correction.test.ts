import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  correctableFields,
  isValidValue,
  judgeChange,
  kycFields,
  longestValue,
  needsChecker,
  normaliseValue,
} from '#domain/customers/correction.ts'
import { customerSchema } from '#domain/customers/records.ts'

const value = fc.option(fc.string({ maxLength: 12 }), { nil: null })
const field = fc.constantFrom(...correctableFields)

describe('compare and set', () => {
  test('applies on the seen value, is already done on the proposed one, else conflicts', () => {
    fc.assert(
      fc.property(field, value, value, value, (name, from, to, current) => {
        const verdict = judgeChange({ field: name, from, to }, current)
        if (current === to) expect(verdict).toBe('already')
        else expect(verdict).toBe(current === from ? 'apply' : 'conflict')
      }),
    )
  })

  test('two people proposing the same value never conflict', () => {
    fc.assert(
      fc.property(field, value, value, (name, from, to) => {
        expect(judgeChange({ field: name, from, to }, to)).toBe('already')
      }),
    )
  })
})

describe('typed values', () => {
  test('full-width digits and blanks become the stored form', () => {
    expect(normaliseValue(' １９９０００１２３４５　')).toBe('19900012345')
    expect(normaliseValue('　')).toBeNull()
    expect(normaliseValue(null)).toBeNull()
  })

  test('normalising twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(normaliseValue(normaliseValue(text))).toBe(normaliseValue(text))
      }),
    )
  })

  test.each([
    ['mobile', '19900012345', true],
    ['mobile', '+8619900012345', true],
    ['mobile', '199-0001', false],
    ['id_expiry', '2030-02-28', true],
    ['id_expiry', '2030-02-30', false],
    ['sex', 'X', false],
    ['email', 'a@b', false],
    ['email', 'a@b.cn', true],
    ['id_no', '00000019800328032X', true],
    ['id_no', "1' or '1'='1", false],
  ] as const)('%s %j is valid: %s', (name, text, valid) =>
    expect(isValidValue(name, text)).toBe(valid),
  )

  test('only name and mobile may not be emptied', () => {
    expect(correctableFields.filter((name) => !isValidValue(name, null))).toEqual([
      'name',
      'mobile',
    ])
  })

  test('what is valid fits the record', () => {
    for (const name of correctableFields) {
      if (name === 'sex' || name === 'id_expiry') continue
      const longest = 'x'.repeat(longestValue[name])
      expect([name, customerSchema.shape[name].safeParse(longest).success]).toEqual([name, true])
      expect([name, customerSchema.shape[name].safeParse(`${longest}x`).success]).toEqual([
        name,
        false,
      ])
      expect(isValidValue(name, `${longest}x`)).toBe(false)
    }
  })
})

test('the nine elements wait for a checker, the other fields do not', () => {
  expect(kycFields).toHaveLength(9)
  expect(correctableFields.filter((name) => !needsChecker(name))).toEqual([
    'email',
    'employer',
    'industry',
  ])
})
