import type { Counterparty, Flow } from './cash-account.ts'
import { instalmentFen } from './loans.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { flow, incomeFlows, monthsBetween, type Surroundings } from './rhythms.ts'
import { spendingFlows } from './spending.ts'
import type { WealthPlan } from './wealth.ts'
import { foreignAccount } from './words.ts'

const wholeWan = 1_000_000
const minutes = (random: Chance) => random.int(7 * 60, 21 * 60)

function transfers(plan: WealthPlan, at: Surroundings, first: number, random: Chance): Flow[] {
  if (plan.payments < 3 || !random.hit(0.35)) return []
  const out = random.hit(0.6)
  const fen = Math.min(plan.monthlyIncomeFen, 2_000_000) * (0.1 + 0.4 * random.next())
  const amount = Math.max(10_000, Math.round(fen / 10_000) * 10_000)
  return [
    flow(first + random.int(0, 27), minutes(random), out ? -amount : amount, {
      operation: out ? 'transfer_out' : 'transfer_in',
      purpose: 'transfer',
      channel: 'mobile',
      counterparty: random.pick(at.friends),
    }),
  ]
}

function loanPayment({ loan }: WealthPlan, first: number): Flow[] {
  if (!loan) return []
  const day = first + loan.payDay - 1
  if (day <= loan.grantedOn || day > loan.grantedOn + loan.months * 30.44 + 10) return []
  return [
    flow(day, 6 * 60, -instalmentFen(loan), {
      operation: 'loan_payment',
      purpose: 'loan_payment',
      channel: 'system',
      counterparty: null,
    }),
  ]
}

/** Interest on the current account: 0.05 % a year on the quarter's balances, booked on the 21st. */
function interest(first: number, month: number): Flow[] {
  if (month % 3 !== 0) return []
  return [
    flow(first + 20, 3 * 60, (_, sumFenDays) => Math.round((sumFenDays * 0.0005) / 360), {
      operation: 'interest',
      purpose: 'interest',
      channel: 'system',
      counterparty: null,
    }),
  ]
}

/** The large movement of a customer, 分; 0 where there is none. */
export function shockFen(plan: WealthPlan, totalFen: number): number {
  return plan.shock ? Math.round((plan.shock.share * totalFen) / wholeWan) * wholeWan : 0
}

function shock(plan: WealthPlan, at: Surroundings, totalFen: number, random: Chance): Flow[] {
  if (!plan.shock) return []
  const amount = shockFen(plan, totalFen)
  const out = amount < 0
  const elsewhere = random.hit(0.6)
  const leaving = (balance: number) => Math.max(amount, -Math.floor(balance / 100_000) * 100_000)
  return [
    flow(plan.shock.dayNumber, random.int(9 * 60, 16 * 60), out ? leaving : amount, {
      operation: out ? 'transfer_out' : 'transfer_in',
      purpose: elsewhere ? 'own_transfer' : 'transfer',
      channel: out ? 'mobile' : 'counter',
      counterparty: elsewhere ? at.ownElsewhere : random.pick(at.friends),
    }),
  ]
}

/** Bookings that nobody sees one by one move the balance on one day of a month, this one from 0. */
const balanceDay = 13

/** Everyday money of a customer between the first shown day and the business date. */
export function everydayFlows(
  plan: WealthPlan,
  at: Surroundings,
  totalFen: number,
  random: Chance,
): Flow[] {
  const silentFrom = plan.standing.silentFrom ?? Infinity
  const flows: Flow[] = shock(plan, at, totalFen, random)
  for (const month of monthsBetween(at.firstDay, at.businessDay, at.firstBookedDay)) {
    if (month.first <= silentFrom) {
      const moved = [
        ...incomeFlows(plan, at, month, random),
        ...spendingFlows(plan, at, month, random),
      ]
      if (month.shown) moved.push(...transfers(plan, at, month.first, random))
      else for (const one of moved) one.dayNumber = month.first + balanceDay
      flows.push(...moved, ...loanPayment(plan, month.first))
    }
    flows.push(...interest(month.first, month.month))
  }
  return flows.filter(
    ({ dayNumber, purpose }) =>
      dayNumber > at.firstDay &&
      dayNumber <= at.businessDay &&
      (dayNumber <= silentFrom || purpose === 'interest'),
  )
}

/** An account of the customer's own at another bank. */
export function ownAccountElsewhere(name: string, bank: string, random: Chance): Counterparty {
  return { name, bank, account: foreignAccount(random) }
}
