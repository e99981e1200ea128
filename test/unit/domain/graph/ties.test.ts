import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fundFlow } from '#domain/flow/fund-flow.ts'
import { employerOf, notEmployers } from '#domain/graph/employers.ts'
import { sharablePhone } from '#domain/graph/shared-phone.ts'
import { type Book, endsByKey, mostNamed, tiesOfBook } from '#domain/graph/ties.ts'
import { transferSides } from '#domain/graph/transfers.ts'
import { elsewhere, ground, movement, on, wan } from '../flow/movements.ts'

const nobody = { count: 0, ids: [] }

const book = (own: Partial<Book> = {}): Book => ({
  customerId: 'me',
  employer: null,
  mobile: null,
  relations: [],
  colleagues: nobody,
  sharers: nobody,
  transfers: [],
  ...own,
})

const relation = (own: Partial<Book['relations'][number]>): Book['relations'][number] => ({
  kind: 'spouse',
  source: 'customer',
  valid_from: '2020-01-01',
  to_name: '孙立国',
  to_customer_id: null,
  ...own,
})

const drawn = (given: Book) =>
  tiesOfBook(given).ties.map(({ from, to, evidence }) => `${from} → ${to}: ${evidence.kind}`)

describe('what is an employer', () => {
  test.each([...notEmployers, '无', '-', '--', '', ' ', '其他', '不详', '/', '0', '１２３', '某'])(
    '%j is none',
    (text) => {
      expect(employerOf(text)).toBeNull()
      expect(employerOf(` ${text} `)).toBeNull()
    },
  )

  test('a name is one, without its looks', () => {
    expect(employerOf(' 虚构 小学（东区） ')).toBe('虚构小学(东区)')
    expect(employerOf('无锡纺织厂')).toBe('无锡纺织厂')
    expect(employerOf(null)).toBeNull()
  })
})

describe('which phone may be shared', () => {
  test.each(['13800138000', '19900000000', '1990000', '', '电话无', '12345678901'])(
    '%j tells nothing',
    (mobile) => expect(sharablePhone(mobile)).toBeNull(),
  )

  test('an ordinary one does', () => {
    expect(sharablePhone('19912346021')).toBe('19912346021')
  })
})

describe('people of an employer', () => {
  const of = (count: number) =>
    book({
      employer: '虚构小学',
      colleagues: {
        count,
        ids: count > mostNamed ? [] : Array.from({ length: count }, (_, n) => `k${n}`),
      },
    })

  test('few are named, behind the employer', () => {
    expect(drawn(of(2))).toEqual([
      'c me → o 虚构小学: employer',
      'o 虚构小学 → c k0: employer',
      'o 虚构小学 → c k1: employer',
    ])
  })

  test('three thousand are one node with a count', () => {
    const { ties, ends } = tiesOfBook(of(3000))
    expect(ties).toHaveLength(1)
    expect(ends).toMatchObject([{ kind: 'organisation', others: 3000 }])
  })

  test('what was told and what the record says is one employer', () => {
    const given = book({
      employer: '虚构 小学',
      relations: [relation({ kind: 'employer', to_name: '虚构小学' })],
    })
    const { ties, ends } = tiesOfBook(given)
    expect(new Set(ties.map(({ to }) => to)).size).toBe(1)
    expect(endsByKey(ends).size).toBe(1)
  })

  test('a relation to an employer “无” is none', () => {
    expect(drawn(book({ relations: [relation({ kind: 'employer', to_name: '无' })] }))).toEqual([])
  })
})

describe('a number of several customers', () => {
  test('few: each of them; many: the number with a count, and nobody', () => {
    const mobile = '19912346021'
    const few = book({ mobile, sharers: { count: 1, ids: ['a'] } })
    expect(drawn(few)).toEqual(['c me → c a: phone'])
    const { ends } = tiesOfBook(book({ mobile, sharers: { count: 60, ids: [] } }))
    expect(ends).toMatchObject([{ kind: 'phone', name: mobile, others: 60, customerId: null }])
  })
})

describe('transfers', () => {
  const sides = (own: Parameters<typeof movement>[0][], payer: string | null = null) => {
    const span = { from: '2025-11-23', to: on, on, currency: 'CNY' }
    return transferSides(fundFlow(own.map(movement), ground, span).counted, ground, payer)
  }

  test('count by side, with direction and last day', () => {
    const found = sides([
      { counterparty: '石磊', counterpartyBank: '甲州银行', amountFen: wan },
      {
        counterparty: '石磊',
        counterpartyBank: '甲州银行',
        direction: 'in',
        amountFen: 2 * wan,
        postedOn: '2026-01-05',
      },
      { counterparty: '石磊', counterpartyBank: '乙州银行' },
    ])
    expect(found).toHaveLength(2)
    expect(found).toContainEqual({
      name: '石磊',
      bank: '甲州银行',
      account: null,
      organisation: false,
      inFen: 2 * wan,
      outFen: wan,
      count: 2,
      lastOn: on,
    })
  })

  test('money of one’s own, shops, wages, payment companies tie nobody', () => {
    expect(
      sides([
        elsewhere,
        { counterpartyAccount: '9900000000000032', counterparty: '周敏华' },
        { counterparty: '南湾超市', operation: 'card_payment' },
        { counterparty: '支付宝' },
        { counterparty: '虚构小学', direction: 'in', purpose: 'salary' },
        { counterparty: null },
      ]),
    ).toEqual([])
  })

  test('wages of the known employer do', () => {
    const wage = { counterparty: '虚构小学', direction: 'in', purpose: 'salary' } as const
    expect(sides([wage], '虚构小学')).toMatchObject([{ name: '虚构小学', count: 1 }])
  })

  test('with somebody told of by name belong to that one', () => {
    const side = {
      ...{ name: '孙立国', bank: null, account: null, organisation: false, customerId: null },
      ...{ inFen: 1, outFen: 0, count: 1, lastOn: on },
    }
    expect(drawn(book({ relations: [relation({})], transfers: [side] }))).toEqual([
      'c me → p me 孙立国: family',
      'c me → p me 孙立国: transfer',
    ])
    expect(drawn(book({ transfers: [{ ...side, customerId: 'me' }] }))).toEqual([])
  })
})

test('ties do not depend on the order in which relations and transfers are read', () => {
  const anyRelation = fc.record({
    kind: fc.constantFrom('spouse', 'employer', 'referral', 'guarantor'),
    source: fc.constantFrom('customer', 'system'),
    valid_from: fc.constantFrom('2020-01-01', '2021-01-01'),
    to_name: fc.constantFrom('王芳', '王 芳', '虚构小学', '无', ''),
    to_customer_id: fc.constantFrom(null, 'a', 'b', 'me'),
  })
  const anySide = fc.record({
    name: fc.constantFrom('王芳', '石磊', '虚构小学'),
    bank: fc.constantFrom(null, '甲州银行'),
    account: fc.constantFrom(null, '1', '2'),
    organisation: fc.boolean(),
    inFen: fc.nat(9),
    outFen: fc.nat(9),
    count: fc.integer({ min: 1, max: 3 }),
    lastOn: fc.constantFrom('2026-01-01', '2026-02-01'),
    customerId: fc.constantFrom(null, 'a', 'me'),
  })
  const given = fc.record({
    relations: fc.array(anyRelation, { maxLength: 6 }),
    transfers: fc.array(anySide, { maxLength: 6 }),
  })
  const sorted = (from: Book) => {
    const { ties, ends } = tiesOfBook(from)
    const byKey = [...endsByKey(ends)].sort(([a], [b]) => (a < b ? -1 : 1))
    const round = ties.some(({ from: one, to }) => one === to)
    return { ties: ties.map((each) => JSON.stringify(each)).sort(), ends: byKey, round }
  }
  fc.assert(
    fc.property(given, ({ relations, transfers }) => {
      const employer = '虚构小学'
      const one = sorted(book({ employer, relations, transfers }))
      const other = { relations: relations.toReversed(), transfers: transfers.toReversed() }
      expect(sorted(book({ employer, ...other }))).toEqual(one)
      expect(one.round).toBe(false)
    }),
  )
})
