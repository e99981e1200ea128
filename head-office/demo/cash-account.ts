import { dayOfNumber, type Day } from '#domain/time/day.ts'
import type { Transaction } from '#domain/accounts/records.ts'
import type { Purpose } from '#domain/accounts/purposes.ts'

/** The other side of a payment; all of it invented. */
export interface Counterparty {
  name: string
  bank: string | null
  account: string | null
}

/**
 * Money that moves through a current account. `dayNumber` counts days since 1970, `minute` minutes
 * of that day (UTC+8). `amountFen` is positive for money in, negative for money out, or follows
 * from the balance before it.
 */
export interface Flow {
  dayNumber: number
  minute: number
  amountFen: number | ((balanceFen: number, sumOfQuarterFen: number) => number)
  operation: Transaction['operation']
  purpose: Purpose | null
  channel: Transaction['channel']
  counterparty: Counterparty | null
  /**
   * What happens where the balance does not suffice: `skip` it, or `fund` it with money from the
   * customer's account at another bank just before.
   */
  otherwise: 'skip' | 'fund'
}

/** A flow that took place, with the balance after it, 分. */
export interface Booking {
  flow: Omit<Flow, 'amountFen' | 'otherwise'>
  amountFen: number
  balanceFen: number
}

/** What became of an account. */
export interface CashHistory {
  bookings: Booking[]
  /** Closing balance of each day on which it changed, in order; the first is the opening. */
  closings: { changed_on: Day; balance_fen: number }[]
  /** Flows there was no money for. */
  skipped: Flow[]
  balanceFen: number
}

const roundUp = (fen: number) => Math.ceil(fen / 100_000) * 100_000

/** Runs an account from its first shown day through all flows in order of time. */
export function runCashAccount(
  firstDayNumber: number,
  openingFen: number,
  flows: readonly Flow[],
  ownElsewhere: Counterparty,
): CashHistory {
  const ordered = [...flows].sort((a, b) => a.dayNumber - b.dayNumber || a.minute - b.minute)
  const history: CashHistory = {
    bookings: [],
    closings: [{ changed_on: dayOfNumber(firstDayNumber), balance_fen: openingFen }],
    skipped: [],
    balanceFen: openingFen,
  }
  let closedThrough = firstDayNumber
  let quarterSum = 0

  const closeDay = (dayNumber: number): void => {
    quarterSum += history.balanceFen * (dayNumber - closedThrough)
    const last = history.closings.at(-1)
    const day = dayOfNumber(closedThrough)
    if (last?.changed_on === day) last.balance_fen = history.balanceFen
    else if (last?.balance_fen !== history.balanceFen) {
      history.closings.push({ changed_on: day, balance_fen: history.balanceFen })
    }
    closedThrough = dayNumber
  }

  const book = (flow: Booking['flow'], amountFen: number): void => {
    history.balanceFen += amountFen
    history.bookings.push({ flow, amountFen, balanceFen: history.balanceFen })
  }

  for (const flow of ordered) {
    if (flow.dayNumber > closedThrough) closeDay(flow.dayNumber)
    const amountFen =
      typeof flow.amountFen === 'number'
        ? flow.amountFen
        : flow.amountFen(history.balanceFen, quarterSum)
    if (flow.purpose === 'interest') quarterSum = 0
    if (amountFen === 0) continue
    if (history.balanceFen + amountFen < 0) {
      if (flow.otherwise === 'skip') {
        history.skipped.push(flow)
        continue
      }
      const missing = roundUp(-amountFen - history.balanceFen)
      book(
        {
          dayNumber: flow.dayNumber,
          minute: flow.minute - 2,
          operation: 'transfer_in',
          purpose: 'own_transfer',
          channel: 'mobile',
          counterparty: ownElsewhere,
        },
        missing,
      )
    }
    book(flow, amountFen)
  }
  closeDay(closedThrough + 1)
  return history
}
