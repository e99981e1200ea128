import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDay, dayNumber } from '#domain/time/day.ts'
import { statutoryCalendar } from '#head-office/demo/calendar.ts'
import { type Flow, runCashAccount } from '#head-office/demo/cash-account.ts'
import {
  idCheckCharacter,
  inventedAccountNumber,
  inventedIdNumber,
  inventedMobile,
} from '#head-office/demo/identity.ts'
import { demoProducts } from '#head-office/demo/products.ts'
import { chance } from '#head-office/demo/random.ts'
import { termSpells } from '#head-office/demo/term-deposits.ts'
import { drawAssets, instalmentFen, owedFen } from '#head-office/demo/wealth.ts'

describe('made-up identities', () => {
  test('the check character is that of GB 11643', () => {
    // The standard's own example.
    expect(idCheckCharacter('11010519491231002')).toBe('X')
  })

  test('a number is well formed, tells birth and sex, and lies in no county', () => {
    const random = chance(1)
    for (let at = 0; at < 200; at += 1) {
      const sex = at % 2 === 0 ? 'F' : 'M'
      const number = inventedIdNumber('1990-02-28', sex, random)
      expect(number).toMatch(/^42889919900228\d{3}[\dX]$/)
      expect(number.at(-1)).toBe(idCheckCharacter(number.slice(0, 17)))
      expect(Number(number[16]) % 2).toBe(sex === 'M' ? 1 : 0)
    }
  })

  test('mobile and account numbers lie in ranges nobody uses', () => {
    const random = chance(2)
    expect(inventedMobile(random)).toMatch(/^154\d{8}$/)
    const number = inventedAccountNumber('421181', 42)
    expect(number).toMatch(/^99421181\d{11}$/)
    const luhn = [...number].reverse().reduce((sum, digit, at) => {
      const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
      return sum + (value > 9 ? value - 9 : value)
    }, 0)
    expect(luhn % 10).toBe(0)
  })
})

test('the same seed draws the same, another one does not', () => {
  const draws = (seed: number) => Array.from({ length: 20 }, chance(seed).next)
  expect(draws(5)).toEqual(draws(5))
  expect(draws(5)).not.toEqual(draws(6))
  expect(chance(5).fork('a').next()).not.toBe(chance(5).fork('b').next())
})

test('the calendar holds holidays on any day and exchanged working days at weekends', () => {
  const calendar = statutoryCalendar()
  expect(new Set(calendar.map(({ day }) => day)).size).toBe(calendar.length)
  expect(calendar.every(({ day }) => isDay(day))).toBe(true)
  const weekday = (day: string) => (dayNumber(day) + 4) % 7
  expect(
    calendar.filter(({ working }) => working).every(({ day }) => [0, 6].includes(weekday(day))),
  ).toBe(true)
  const off = (year: string) =>
    calendar.filter(({ day, working }) => day.startsWith(year) && !working).length
  expect([off('2025'), off('2026')]).toEqual([28, 33])
})

describe('a current account', () => {
  const flow = (
    dayNumber: number,
    minute: number,
    amountFen: number,
    otherwise: Flow['otherwise'],
  ): Flow => ({
    dayNumber,
    minute,
    amountFen,
    operation: amountFen > 0 ? 'transfer_in' : 'transfer_out',
    purpose: 'transfer',
    channel: 'mobile',
    counterparty: null,
    otherwise,
  })
  const elsewhere = { name: '甲', bank: '甲州银行', account: '98' }

  test('closings follow from bookings, and it never goes below zero', () => {
    const flows = fc.array(
      fc.tuple(
        fc.integer({ min: 101, max: 130 }),
        fc.nat(1439),
        fc.integer({ min: -9e5, max: 9e5 }),
      ),
    )
    fc.assert(
      fc.property(flows, fc.nat(1e6), fc.boolean(), (draws, opening, fund) => {
        const history = runCashAccount(
          100,
          opening,
          draws.map(([day, minute, fen]) => flow(day, minute, fen, fund ? 'fund' : 'skip')),
          elsewhere,
        )
        let balance = opening
        const byDay = new Map<number, number>([[100, opening]])
        for (const booking of history.bookings) {
          balance += booking.amountFen
          expect(booking.balanceFen).toBe(balance)
          expect(balance).toBeGreaterThanOrEqual(0)
          byDay.set(booking.flow.dayNumber, balance)
        }
        let last: number | undefined
        const changes = [...byDay].filter(([, fen]) => {
          const changed = fen !== last
          last = fen
          return changed
        })
        expect(history.closings.map((one) => [dayNumber(one.changed_on), one.balance_fen])).toEqual(
          changes,
        )
        expect(history.balanceFen).toBe(balance)
      }),
    )
  })

  test('what must be paid is funded from elsewhere, in whole thousands', () => {
    const history = runCashAccount(100, 5_000, [flow(101, 600, -250_000, 'fund')], elsewhere)
    expect(history.bookings.map(({ amountFen }) => amountFen)).toEqual([300_000, -250_000])
    expect(history.bookings[0]?.flow.counterparty).toBe(elsewhere)
  })
})

test('a deposit renews itself back to the first shown day, each term closing as the next opens', () => {
  const product = demoProducts('2026-11-22').find(({ record }) => record.code === 'DQ06')
  if (!product) throw new Error('no such product')
  const spells = termSpells(
    { product, principalFen: 10_000_000, openedOn: 20_000 },
    { since: 19_500, oldest: 19_300, businessDay: 20_100 },
  )
  expect(spells.map(({ openedOn, closedOn }) => [openedOn, closedOn])).toEqual([
    [20_000, null],
    [19_818, 20_000],
    [19_636, 19_818],
    [19_454, 19_636],
  ])
  // 10 万 at 0.85 % for 182 days.
  expect(spells[1]?.interestFen).toBe(42_384)
  expect(spells[1]?.bookings.map(({ balanceFen }) => balanceFen)).toEqual([
    10_000_000, 10_042_384, 0,
  ])
})

test('an annuity is owed nothing after its last instalment', () => {
  const loan = { principalFen: 30_000_000, months: 36, rateBp: 450, grantedOn: 0, payDay: 5 }
  expect(instalmentFen(loan)).toBe(892_408)
  expect(owedFen(loan, 36)).toBeLessThan(instalmentFen(loan) / 100)
  expect(owedFen(loan, 0)).toBe(30_000_000)
})

test('assets are spread like those of a bank', () => {
  const random = chance(3)
  const wan = Array.from({ length: 20_000 }, () => drawAssets(random) / 1_000_000)
  const share = (least: number) => wan.filter((value) => value >= least).length / wan.length
  expect(share(5)).toBeGreaterThan(0.3)
  expect(share(5)).toBeLessThan(0.45)
  expect(share(50)).toBeGreaterThan(0.03)
  expect(share(50)).toBeLessThan(0.07)
  expect(share(600)).toBeLessThan(0.003)
})
