import { type BalancePoint, withRunningSums } from '#domain/accounts/average-balance.ts'
import type { Transaction } from '#domain/accounts/records.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { type Chance } from '#platform/chance/chance.ts'
import { wanFen } from './ground.ts'
import type { Person } from './people.ts'

/** What moves on a current account, before its balances are known. */
export type Booking = Pick<
  Transaction,
  | 'posted_on'
  | 'posted_at'
  | 'direction'
  | 'amount_fen'
  | 'operation'
  | 'purpose'
  | 'channel'
  | 'counterparty_name'
  | 'counterparty_bank'
>

/** How far back bookings go, days; balances go back two years. */
const bookedDays = 183
const knownDays = 730

const shops: readonly (readonly [purpose: string, name: string])[] = [
  ['shopping', '佳禾超市'],
  ['shopping', '半夏百货'],
  ['dining', '河畔饭庄'],
  ['dining', '三味面馆'],
  ['medical', '同康药房'],
  ['education', '墨香书店'],
  ['utilities', '电费代收'],
  ['utilities', '话费充值'],
]

/** A moment of a day, ms UTC. */
const at = (day: Day, hour: number, minute: number): number =>
  instantOfDay(day) + (hour * 60 + minute) * 60_000

/** A booking with another person or bank. */
export function transfer(
  day: Day,
  direction: 'in' | 'out',
  amountFen: number,
  party: { name: string; bank: string },
  hour = 10,
): Booking {
  return {
    posted_on: day,
    posted_at: at(day, hour, 20),
    direction,
    amount_fen: amountFen,
    operation: direction === 'in' ? 'transfer_in' : 'transfer_out',
    purpose: 'transfer',
    channel: 'mobile',
    counterparty_name: party.name,
    counterparty_bank: party.bank,
  }
}

/** Half a year of an ordinary life: wages or a pension, shops, bills. */
export function everyday(person: Person, on: Day, chance: Chance): Booking[] {
  const bookings: Booking[] = []
  const retired = person.occupation === '退休'
  const earns = person.occupation !== '学生'
  const monthlyFen = retired ? 380_000 : wanFen(0.45 + Math.min(person.wan, 60) / 60)
  for (let back = bookedDays; back >= 0; back -= 1) {
    const day = addDays(on, -back)
    if (earns && day.endsWith('-10')) {
      bookings.push({
        ...transfer(day, 'in', monthlyFen, { name: '', bank: '' }, 9),
        purpose: retired ? 'pension' : person.employer === '无' ? 'business' : 'salary',
        channel: 'system',
        counterparty_name: retired ? '练溪县社保中心' : person.employer,
        counterparty_bank: null,
      })
    }
    if (!chance.hit(0.45)) continue
    const [purpose, name] = chance.pick(shops)
    bookings.push({
      posted_on: day,
      posted_at: at(day, chance.int(8, 20), chance.int(0, 59)),
      direction: 'out',
      amount_fen: Math.round((monthlyFen * chance.int(20, 90)) / 1000 / 100) * 100,
      operation: 'card_payment',
      purpose,
      channel: chance.hit(0.5) ? 'pos' : 'mobile',
      counterparty_name: name,
      counterparty_bank: null,
    })
  }
  return bookings
}

/** A current account as its bookings leave it: never below zero, ending near what is wanted. */
export interface CashPath {
  booked: (Booking & { balance_fen: number })[]
  points: BalancePoint[]
  balanceFen: number
}

/** Balances of an account from its bookings, so that it ends at `endFen` where that can be. */
export function cashPath(bookings: readonly Booking[], endFen: number, on: Day): CashPath {
  const ordered = [...bookings].sort((a, b) => (a.posted_at ?? 0) - (b.posted_at ?? 0))
  const signed = ({ direction, amount_fen }: Booking) =>
    direction === 'in' ? amount_fen : -amount_fen
  let sum = 0
  let lowest = 0
  for (const booking of ordered) {
    sum += signed(booking)
    lowest = Math.min(lowest, sum)
  }
  const startFen = Math.max(endFen - sum, -lowest + 10_000)
  let balance_fen = startFen
  const closings = new Map<Day, number>([[addDays(on, -knownDays), startFen]])
  const booked = ordered.map((booking) => {
    balance_fen += signed(booking)
    closings.set(booking.posted_on, balance_fen)
    return { ...booking, balance_fen }
  })
  const changes = [...closings].map(([changed_on, closing]) => ({
    changed_on,
    balance_fen: closing,
  }))
  return { booked, points: withRunningSums(changes), balanceFen: balance_fen }
}
