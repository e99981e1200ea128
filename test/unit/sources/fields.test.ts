import { describe, expect, test } from 'vitest'
import {
  amount,
  code,
  day,
  isoDay,
  optional,
  optionalDay,
  parseDay,
  plainDay,
  reference,
  required,
  shortDay,
  whole,
} from '#head-office/sources/fields.ts'
import { parseBirthNumber } from '#head-office/sources/berka/parent-kinds.ts'
import { reasonCodes, reasonSentence } from '#head-office/sources/reasons.ts'

describe('values', () => {
  test.each([
    [amount(), '1234.50', { value: 123450 }],
    [amount(), '-0.30', { value: -30 }],
    [amount(), '1,234.5', { value: 123450 }],
    [amount(), '12.345', { reason: 'number' }],
    [amount(), '1e3', { reason: 'number' }],
    [amount(), '12,5', { reason: 'number' }],
    [amount(), '', { reason: 'required' }],
    [amount('positive'), '-1', { reason: 'number' }],
    [whole(), '12', { value: 12 }],
    [whole(), '99999999999', { reason: 'number' }],
    [whole(), '1.5', { reason: 'number' }],
    [reference(), '007', { value: '007' }],
    [reference(), '7a', { reason: 'number' }],
    [required(3), '四个字吗', { reason: 'too_long', detail: '≤ 3' }],
    [required(), '', { reason: 'required' }],
    [optional(), '', { value: null }],
    [code({ A: 1, '': null }), '', { value: null }],
    [code({ A: 1 }), '', { reason: 'required' }],
    [code({ A: 1 }), 'a', { reason: 'code' }],
    [code({ A: 1 }), 'constructor', { reason: 'code' }],
  ])('%# %j', (column, text, result) => {
    expect(column.parse(text)).toEqual(result)
  })

  test.each([
    ['930104', shortDay(1900), '1993-01-04'],
    ['940301 00:00:00', shortDay(1900), '1994-03-01'],
    ['930229', shortDay(1900), null],
    ['960229', shortDay(1900), '1996-02-29'],
    ['931301', shortDay(1900), null],
    ['19930104', shortDay(1900), null],
    ['2026-02-30', isoDay, null],
    ['2026-02-28', isoDay, '2026-02-28'],
    ['20260228', plainDay, '2026-02-28'],
  ])('day %s', (text, format, expected) => {
    expect(parseDay(text, format)).toBe(expected)
  })

  test('a day after the latest one is refused, an expiry may lie ahead', () => {
    expect(day(isoDay, '1998-12-31').parse('1999-01-01')).toEqual({
      reason: 'future',
      detail: '> 1998-12-31',
    })
    expect(optionalDay(isoDay).parse('2099-12-31')).toEqual({ value: '2099-12-31' })
  })

  test.each([
    ['706213', { value: { born: '1970-12-13', sex: 'F' } }],
    ['450204', { value: { born: '1945-02-04', sex: 'M' } }],
    ['705013', { reason: 'date' }],
    ['706313', { reason: 'date' }],
    ['7062', { reason: 'date' }],
  ])('birth number %s', (text, expected) => {
    expect(parseBirthNumber(text)).toEqual(expected)
  })
})

test('every reason has a sentence in both languages that can name the place', () => {
  for (const reason of reasonCodes) {
    const { zh, en } = reasonSentence({ reason, column: 'amount', value: 'x' })
    expect(zh).toMatch(/\p{Script=Han}.*amount = "x"/u)
    expect(en).toMatch(/[a-z].*amount = "x"/)
  }
})
