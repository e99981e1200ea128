import { describe, expect, test } from 'vitest'
import { transactionTerms } from '#domain/accounts/find-transactions.ts'
import { operations } from '#domain/accounts/operations.ts'
import { purposes } from '#domain/accounts/purposes.ts'
import { customerRecord as english } from '../../../renderer/locales/en/customers-record.ts'
import { customerRecord as chinese } from '../../../renderer/locales/zh/customers-record.ts'

describe('what is typed into the search of transactions', () => {
  test.each([chinese, english])('every word on screen finds what it stands for', (screen) => {
    const { operation, purpose } = screen.transactions
    for (const code of operations) {
      for (const term of transactionTerms(operation[code])) {
        expect([code, term.text, term.operations]).toEqual([
          code,
          term.text,
          expect.arrayContaining([code]),
        ])
      }
    }
    for (const code of purposes) {
      for (const term of transactionTerms(purpose[code])) {
        expect([code, term.text, term.purposes]).toEqual([
          code,
          term.text,
          expect.arrayContaining([code]),
        ])
      }
    }
  })

  test.each([
    ['代发', 'salary'],
    ['SALARY', 'salary'],
    ['ｓａｌａｒｙ', 'salary'],
    ['转账', 'transfer'],
    ['退休金', 'pension'],
    ['rent', 'leasing'],
  ])('%s is %s', (typed, code) => {
    expect(transactionTerms(typed).map((term) => term.purposes.map(String))).toEqual([
      expect.arrayContaining([code]),
    ])
  })

  test.each([
    ['5000', 500_000, 500_099, null],
    ['5,000.00', 500_000, 500_000, null],
    ['５０００', 500_000, 500_099, null],
    ['５，０００．５', 500_050, 500_059, null],
    ['5000.', 500_000, 500_099, null],
    ['5000元', 500_000, 500_099, null],
    ['￥5,000', 500_000, 500_099, null],
    ['+5,000.00', 500_000, 500_000, 'in'],
    ['−5,000.00', 500_000, 500_000, 'out'],
    ['3万', 3_000_000, 3_000_000, null],
  ])('%s means an amount', (typed, fromFen, toFen, direction) => {
    expect(transactionTerms(typed).map(({ amount }) => amount)).toEqual([
      { fromFen, toFen, direction },
    ])
  })

  test.each(['12,34', '5.000', '1e9', '99999999999999999999', '--5', ',', '5元元'])(
    '%s is no amount',
    (typed) => {
      expect(transactionTerms(typed).map(({ amount }) => amount)).toEqual([null])
    },
  )

  test('days and tails are read as they are shown', () => {
    expect(transactionTerms('11-20').map(({ day }) => day)).toEqual(['11-20'])
    expect(transactionTerms('2026/11/20').map(({ day }) => day)).toEqual(['2026-11-20'])
    expect(transactionTerms('****6021').map(({ accountTail }) => accountTail)).toEqual(['6021'])
  })

  test('words are parted by blanks; signs between them are nothing, alone they are themselves', () => {
    expect(transactionTerms('腾达公司 · 甲州银行').map(({ text }) => text)).toEqual([
      '腾达公司',
      '甲州银行',
    ])
    expect(transactionTerms('　').length).toBe(0)
    expect(transactionTerms('%').map(({ text }) => text)).toEqual(['%'])
  })
})
