import { dayOfNumber } from '#domain/time/day.ts'
import type { Booking } from './cash-account.ts'
import type { DemoProduct } from './products.ts'
import type { TermPlan } from './wealth.ts'

/** One term of a deposit: an account of its own, closed when the next term begins. Days since 1970. */
export interface TermSpell {
  product: DemoProduct
  principalFen: number
  openedOn: number
  maturesOn: number
  /** Null for the running term. */
  closedOn: number | null
  interestFen: number
  closings: { changed_on: string; balance_fen: number }[]
  bookings: Booking[]
}

function booking(
  dayNumber: number,
  minute: number,
  amountFen: number,
  balanceFen: number,
  purpose: 'term_deposit' | 'interest',
): Booking {
  return {
    amountFen,
    balanceFen,
    flow: {
      dayNumber,
      minute,
      operation:
        purpose === 'interest' ? 'interest' : amountFen > 0 ? 'transfer_in' : 'transfer_out',
      purpose,
      channel: purpose === 'interest' ? 'system' : 'counter',
      counterparty: null,
    },
  }
}

/**
 * The terms of a deposit that renews itself, latest first, back to the one that runs on the day
 * `since`: money does not appear from nowhere inside the shown time. No term begins before `oldest`,
 * the day the relationship with the customer began.
 */
export function termSpells(
  plan: TermPlan,
  { since, oldest, businessDay }: { since: number; oldest: number; businessDay: number },
): TermSpell[] {
  const { product, principalFen } = plan
  const days = product.record.term_days ?? 365
  const interestFen = Math.round((principalFen * (product.record.rate_bp ?? 0) * days) / 3_650_000)
  const spells: TermSpell[] = []
  let openedOn = plan.openedOn
  for (;;) {
    const maturesOn = openedOn + days
    const running = maturesOn > businessDay
    const closings = [{ changed_on: dayOfNumber(openedOn), balance_fen: principalFen }]
    const bookings = [booking(openedOn, 9 * 60, principalFen, principalFen, 'term_deposit')]
    if (!running) {
      closings.push({ changed_on: dayOfNumber(maturesOn), balance_fen: 0 })
      const whole = principalFen + interestFen
      bookings.push(booking(maturesOn, 7 * 60, interestFen, whole, 'interest'))
      bookings.push(booking(maturesOn, 8 * 60, -whole, 0, 'term_deposit'))
    }
    spells.push({
      product,
      principalFen,
      openedOn,
      maturesOn,
      closedOn: running ? null : maturesOn,
      interestFen,
      closings,
      bookings,
    })
    if (openedOn <= since || openedOn - days < oldest) return spells
    openedOn -= days
  }
}
