import type { Calling } from './callings.ts'
import type { Chance } from '#platform/chance/chance.ts'

/** A loan with equal monthly instalments on a day of the month. */
export interface LoanPlan {
  principalFen: number
  months: number
  rateBp: number
  /** Days since 1970. */
  grantedOn: number
  payDay: number
}

const wan = 1_000_000

/** Days of a month on the average. */
const monthDays = 30.44

/** Monthly instalment of a loan, 分, rounded to 分: P·i·(1+i)^n ÷ ((1+i)^n − 1). */
export function instalmentFen(loan: LoanPlan): number {
  const rate = loan.rateBp / 120_000
  const growth = (1 + rate) ** loan.months
  return Math.round((loan.principalFen * rate * growth) / (growth - 1))
}

/** What is still owed after `paid` instalments, 分. */
export function owedFen(loan: LoanPlan, paid: number): number {
  const rate = loan.rateBp / 120_000
  let owed = loan.principalFen
  const payment = instalmentFen(loan)
  for (let month = 0; month < paid && owed > 0; month += 1) {
    owed = Math.max(0, owed + Math.round(owed * rate) - payment)
  }
  return owed
}

/** Instalments that fell due between the grant and a day, at most all of them. */
export function instalmentsDue(loan: LoanPlan, businessDay: number): number {
  return Math.min(loan.months, Math.floor((businessDay - loan.grantedOn) / monthDays))
}

/**
 * A loan that fits what somebody earns: for a home, for farm or shop, or for a purchase. The
 * instalment takes at most 45 % of the income; a few loans are paid off by now.
 */
export function drawLoan(
  { rhythm }: Calling,
  monthlyFen: number,
  businessDay: number,
  random: Chance,
): LoanPlan | null {
  const trade = ['grain', 'tea', 'crab', 'shop', 'firm'].includes(rhythm)
  const home = random.hit(trade ? 0.35 : 0.6)
  const months = home ? random.pick([120, 180, 240, 360]) : random.pick([12, 24, 36, 60])
  const wished = home ? random.int(15, 70) : random.int(3, trade ? 30 : 15)
  const most = Math.floor((0.45 * monthlyFen * months * (home ? 0.7 : 0.9)) / wan)
  const principalWan = Math.min(wished, most)
  if (principalWan < 1) return null
  const longest = Math.floor(months * monthDays) + (home ? 0 : 90)
  return {
    principalFen: principalWan * wan,
    months,
    rateBp: home ? random.int(310, 420) : random.int(390, 560),
    grantedOn: businessDay - random.int(20, Math.min(longest, 2500)),
    payDay: random.int(2, 28),
  }
}
