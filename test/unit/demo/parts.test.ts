import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDay, dayNumber, dayOfNumber } from '#domain/time/day.ts'
import { statutoryCalendar } from '#head-office/demo/calendar.ts'
import { type Flow, runCashAccount } from '#head-office/demo/cash-account.ts'
import { callings } from '#head-office/demo/callings.ts'
import { everydayFlows } from '#head-office/demo/everyday.ts'
import {
  idCheckCharacter,
  idNumbers,
  inventedAccountNumber,
  inventedMobile,
} from '#head-office/demo/identity.ts'
import { drawLoan, instalmentFen, owedFen } from '#head-office/demo/loans.ts'
import { demoProducts } from '#head-office/demo/products.ts'
import { chance } from '#platform/chance/chance.ts'
import { termSpells } from '#head-office/demo/term-deposits.ts'
import { drawMeans, type WealthPlan } from '#head-office/demo/wealth.ts'

const plainPlan: Omit<WealthPlan, 'calling'> = {
  cashFen: 1_000_000,
  monthlyIncomeFen: 400_000,
  incomeDay: 10,
  payments: 1,
  terms: [],
  holdings: [],
  loan: null,
  creditCard: false,
  shock: null,
  standing: { status: 'normal', silentFrom: null },
}
const plainSurroundings = {
  firstBookedDay: 0,
  employer: null,
  county: '杉河县',
  friends: [{ name: '甲', bank: '甲州银行', account: '98' }],
  ownElsewhere: { name: '乙', bank: '乙江银行', account: '98' },
  reservedFen: () => 0,
}

describe('made-up identities', () => {
  test('the check character is that of GB 11643', () => {
    // The standard's own example.
    expect(idCheckCharacter('11010519491231002')).toBe('X')
  })

  test('a number is well formed, tells birth and sex, lies in no county and is given once', () => {
    const next = idNumbers('428821', 3)
    const given = new Set<string>()
    for (let at = 0; at < 80; at += 1) {
      const sex = at % 2 === 0 ? 'F' : 'M'
      const number = next('1990-02-28', sex)
      expect(number).toMatch(/^42882119900228\d{3}[\dX]$/)
      expect(number.at(-1)).toBe(idCheckCharacter(number.slice(0, 17)))
      expect(Number(number[16]) % 2).toBe(sex === 'M' ? 1 : 0)
      given.add(number)
    }
    expect(given.size).toBe(80)
  })

  test('mobile numbers lie in a range nobody uses, and no two are alike', () => {
    const numbers = Array.from({ length: 5000 }, (_, at) => inventedMobile(at * 17_999))
    expect(numbers.every((number) => /^154\d{8}$/.test(number))).toBe(true)
    expect(new Set(numbers).size).toBe(5000)
  })

  test('account numbers lie in a range nobody uses, and pass the Luhn test', () => {
    const number = inventedAccountNumber('4288101', 42)
    expect(number).toMatch(/^99288101\d{11}$/)
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

test('what somebody owns and earns fits the calling', () => {
  const random = chance(3)
  for (const calling of callings) {
    const drawn = Array.from({ length: 2000 }, () => drawMeans(calling, random))
    const assets = drawn.map(({ assetsFen }) => assetsFen / 1_000_000).sort((a, b) => a - b)
    const [median, , most] = calling.assets
    expect(assets.at(-1)).toBeLessThanOrEqual(most)
    expect(Math.abs(Math.log((assets[1000] ?? 0) / median))).toBeLessThan(0.15)
    const incomes = drawn.map(({ monthlyFen }) => monthlyFen / 100).sort((a, b) => a - b)
    expect(Math.abs(Math.log((incomes[1000] ?? 0) / calling.monthly[0]))).toBeLessThan(0.15)
  }
})

test('somebody who works far away brings money home before the festival and takes some back', () => {
  const random = chance(11)
  const calling = callings.find(({ rhythm }) => rhythm === 'away')
  if (!calling) throw new Error('nobody works away')
  const plan = { ...plainPlan, calling, monthlyIncomeFen: 550_000, payments: 2, cashFen: 800_000 }
  const festival = dayNumber('2026-02-17')
  const at = { ...plainSurroundings, firstDay: festival - 100, businessDay: festival + 60 }
  let [before, after] = [0, 0]
  for (let nth = 0; nth < 60; nth += 1) {
    for (const { dayNumber: day, amountFen, purpose } of everydayFlows(plan, at, 800_000, random)) {
      const fen = typeof amountFen === 'number' ? amountFen : amountFen(6_000_000, 0)
      if (day > festival - 25 && day <= festival && fen > 0) before += fen
      if (day > festival + 5 && day < festival + 25 && purpose === 'own_transfer') after -= fen
    }
  }
  // About a third of a year's income comes, and more than half a month's leaves again.
  expect(before / 60).toBeGreaterThan(550_000 * 3)
  expect(after / 60).toBeGreaterThan(550_000 * 0.5)
})

test('grain is sold in summer and autumn, tea in spring, crabs in autumn', () => {
  const monthsOf = (rhythm: string): Map<string, number> => {
    const calling = callings.find((one) => one.rhythm === rhythm)
    if (!calling) throw new Error(`nobody lives on ${rhythm}`)
    const plan = { ...plainPlan, calling, monthlyIncomeFen: 400_000 }
    const income = new Map<string, number>()
    for (const { dayNumber: day, amountFen, purpose } of everydayFlows(
      plan,
      {
        ...plainSurroundings,
        firstDay: dayNumber('2024-12-31'),
        businessDay: dayNumber('2025-12-31'),
      },
      1_000_000,
      chance(5),
    )) {
      if (purpose !== 'business' || typeof amountFen !== 'number' || amountFen < 0) continue
      const month = dayOfNumber(day).slice(5, 7)
      income.set(month, (income.get(month) ?? 0) + amountFen)
    }
    return income
  }
  const best = (income: Map<string, number>) =>
    [...income].sort(([, a], [, b]) => b - a).map(([month]) => month)[0]
  expect([best(monthsOf('grain')), best(monthsOf('tea')), best(monthsOf('crab'))]).toEqual([
    '10',
    '04',
    '10',
  ])
})

test('an instalment takes at most half of the income', () => {
  const random = chance(8)
  for (const calling of callings) {
    for (let at = 0; at < 300; at += 1) {
      const loan = drawLoan(calling, 500_000, 20_000, random)
      if (loan) expect(instalmentFen(loan)).toBeLessThanOrEqual(300_000)
    }
  }
})
