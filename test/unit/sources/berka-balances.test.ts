import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closings, type Posting } from '#head-office/sources/berka/balances.ts'
import { floorsFrom } from '#head-office/sources/berka/floors.ts'
import { tiers } from '#domain/customers/records.ts'
import { tierOf } from '#domain/customers/tier.ts'

const newCheck = () => ({ accountDays: 0, within: 0, exact: 0 })

const posting = (postedOn: string, signedFen: number, balanceFen: number): Posting => ({
  postedOn,
  signedFen,
  balanceFen,
})

test('the closing of a day does not depend on the order within the day', () => {
  const amounts = fc.array(
    fc.array(
      fc.integer({ min: -50_000, max: 50_000 }).filter((fen) => fen !== 0),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
    { minLength: 1, maxLength: 8 },
  )
  fc.assert(
    fc.property(amounts, fc.infiniteStream(fc.nat()), (days, draws) => {
      let balance = 0
      const expected: number[] = []
      const postings = days.flatMap((day, at) => {
        const on = `1993-01-${String(at + 1).padStart(2, '0')}`
        const ofDay = day.map((fen) => posting(on, fen, (balance += fen)))
        expected.push(balance)
        const order = new Map(ofDay.map((one) => [one, draws.next().value]))
        return ofDay.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
      })
      const check = newCheck()
      const changes = closings(postings, check)
      expect(check).toEqual({
        accountDays: days.length,
        within: days.length,
        exact: days.length,
      })
      const changed = expected.filter((fen, at) => at === 0 || fen !== expected[at - 1])
      expect(changes.map(({ balance_fen }) => balance_fen)).toEqual(changed)
    }),
  )
})

test('a gap is counted, and the days after it are judged from the balance of the file', () => {
  const check = newCheck()
  const changes = closings(
    [
      posting('1993-01-01', 1000, 1000),
      posting('1993-01-05', 500, 9500),
      posting('1993-01-05', -200, 9300),
      posting('1993-01-09', 100, 9400),
    ],
    check,
  )
  expect(changes.map(({ balance_fen }) => balance_fen)).toEqual([1000, 9300, 9400])
  expect(check).toEqual({ accountDays: 3, within: 2, exact: 2 })
})

test('rounding of the source up to 0.50 is no gap', () => {
  const check = newCheck()
  closings([posting('1993-01-01', 1010, 1010), posting('1993-01-02', 35, 1050)], check)
  expect(check).toEqual({ accountDays: 2, within: 2, exact: 1 })
})

test('floors split customers with money by the shares wanted', () => {
  const balances = Array.from({ length: 2000 }, (_, at) => Math.round(1e6 * Math.exp(at / 400)))
  const floors = floorsFrom([...balances, 0, -5])
  const share = (tier: string) =>
    balances.filter((fen) => tierOf(fen, floors) === tier).length / balances.length
  expect(tiers.map((tier) => Math.round(share(tier) * 100))).toEqual([50, 25, 15, 7, 3, 1])
  expect(Object.values(floors).every((fen) => fen % 100_000 === 0)).toBe(true)
})

test('floors rise even where everybody has the same', () => {
  const values = Object.values(floorsFrom([300_000, 300_000]))
  expect(values).toEqual([...values].sort((a, b) => a - b))
  expect(new Set(values).size).toBe(5)
})
