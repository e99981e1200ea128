import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apportion } from '#domain/money/apportion.ts'
import { formatFen, formatWan, formatWanChange, parseFen } from '#domain/money/money.ts'

const safeFen = fc.integer({ min: -(10 ** 14), max: 10 ** 14 })

describe('text of an amount', () => {
  test('shows thousands, two decimals and a true minus', () => {
    expect(formatFen(86_231_450)).toBe('862,314.50')
    expect(formatFen(-5)).toBe('−0.05')
    expect(formatFen(0)).toBe('0.00')
  })

  test('in 万 rounds half away from zero and never shows minus zero', () => {
    expect(formatWan(268_420_000)).toBe('268.42')
    expect(formatWan(123_456_789_000)).toBe('123,456.79')
    expect(formatWan(5_000)).toBe('0.01')
    expect(formatWan(-5_000)).toBe('−0.01')
    expect(formatWan(-4_999)).toBe('0.00')
  })

  test('of a change carries its direction', () => {
    expect(formatWanChange(30_000_000)).toBe('▲+30.00')
    expect(formatWanChange(-62_400_000)).toBe('▼−62.40')
    expect(formatWanChange(-1)).toBe('0.00')
  })

  test('in 万 is never further from the amount than half a hundredth of 万', () => {
    fc.assert(
      fc.property(safeFen, (fen) => {
        const shown = Number(formatWan(fen).replaceAll(',', '').replace('−', '-'))
        expect(Math.abs(shown * 1_000_000 - fen)).toBeLessThanOrEqual(5_000.001)
      }),
    )
  })
})

describe('amount from text', () => {
  test('reads back whatever was written', () => {
    fc.assert(
      fc.property(safeFen, (fen) => {
        expect(parseFen(formatFen(fen).replace('−', '-'))).toBe(fen)
      }),
    )
  })

  test('reads any whole number with up to two decimals exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 11 }),
        fc.integer({ min: 0, max: 99 }),
        (whole, cents) => {
          expect(parseFen(`${whole}.${String(cents).padStart(2, '0')}`)).toBe(whole * 100 + cents)
        },
      ),
    )
  })

  test.each(['', '.5', '1.234', '1,23.00', '1e3', '--1', '0x10', '一百', '99999999999999999'])(
    'refuses %j',
    (text) => expect(parseFen(text)).toBeNull(),
  )

  test('knows no minus zero', () => expect(Object.is(parseFen('-0.00'), 0)).toBe(true))
})

describe('apportioning by largest remainder', () => {
  test('splits ¥100.00 at 3333/3333/3334 basis points as the rule says', () => {
    const bps = [3333, 3333, 3334]
    const sums = bps.map((bp) => bp * 10_000)
    expect(apportion(sums, 10_000, 10_000)).toEqual([3333, 3333, 3334])
  })

  test('gives the odd 分 to the largest remainder', () => {
    expect(apportion([10, 10, 11], 3, 10)).toEqual([3, 3, 4])
  })

  test('parts add up to the total and stay within one of the exact share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 400 }),
        (sums, divisor) => {
          const exact = sums.reduce((all, sum) => all + sum, 0) / divisor
          const total = Math.sign(exact) * Math.round(Math.abs(exact)) + 0
          const parts = apportion(sums, divisor, total)
          expect(parts.reduce((all, part) => all + part, 0)).toBe(total)
          parts.forEach((part, index) => {
            expect(Math.abs(part - (sums[index] ?? 0) / divisor)).toBeLessThan(1.000_1)
          })
        },
      ),
    )
  })

  test('refuses a total that is not the rounded sum', () => {
    expect(() => apportion([10, 10], 3, 12)).toThrow(RangeError)
  })
})
