import { dayNumber, dayOfNumber } from '#domain/time/day.ts'
import type { Counterparty, Flow } from './cash-account.ts'
import type { Chance } from './random.ts'
import { instalmentFen, type WealthPlan } from './wealth.ts'
import { foreignAccount, shop, type Spending } from './words.ts'

const wholeWan = 1_000_000

/** A customer's surroundings: who pays, who is paid, how far back to go. */
export interface Surroundings {
  firstDay: number
  firstBookedDay: number
  businessDay: number
  employer: string | null
  friends: readonly Counterparty[]
  ownElsewhere: Counterparty
  /** Money on the current account on a day that is meant for something later, 分. */
  reservedFen: (dayNumber: number) => number
}

/** First days of the months from `from` to `to`, as day numbers. */
function monthsBetween(from: number, to: number): number[] {
  const months: number[] = []
  let [year = 0, month = 0] = dayOfNumber(from).split('-').map(Number)
  for (;;) {
    const first = dayNumber(`${year}-${String(month).padStart(2, '0')}-01`)
    if (first > to) return months
    months.push(first)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
}

const minutes = (random: Chance) => random.int(7 * 60, 21 * 60)

function income(plan: WealthPlan, around: Surroundings, first: number, random: Chance): Flow {
  return {
    dayNumber: first + plan.incomeDay - 1,
    minute: random.int(9 * 60, 11 * 60),
    amountFen: Math.round((plan.monthlyIncomeFen * (0.92 + 0.16 * random.next())) / 100) * 100,
    operation: 'transfer_in',
    purpose: plan.retired ? 'pension' : around.employer ? 'salary' : 'business',
    channel: 'system',
    counterparty: {
      name: plan.retired ? '社保代发专户' : (around.employer ?? '货款结算'),
      bank: plan.retired || around.employer ? '知客银行' : '甲州银行',
      account: null,
    },
    otherwise: 'skip',
  }
}

/** Spends what came in and brings the balance back towards the usual one. */
function spending(plan: WealthPlan, around: Surroundings, first: number, random: Chance): Flow[] {
  const kinds: readonly (readonly [Spending, number])[] = [
    ['shopping', 10],
    ['dining', 7],
    ['utilities', 3],
    ['medical', 2],
    ['education', 1],
  ]
  // Older bookings are not shown one by one: fewer and larger ones give the same balances.
  const count = Math.ceil(plan.activity / (first < around.firstBookedDay - 31 ? 4 : 1))
  const available = plan.monthlyIncomeFen - (plan.loan ? instalmentFen(plan.loan) : 0)
  return Array.from({ length: count }, () => {
    const kind = random.weighted(kinds)
    const weight = 0.4 + 1.2 * random.next()
    const day = first + random.int(0, 27)
    const usualFen = plan.cashFen + around.reservedFen(day)
    const amount = (balance: number): number => {
      const wanted = (Math.max(available, 30_000) + 0.3 * (balance - usualFen)) / count
      return -Math.max(300, Math.round(Math.min(wanted * weight, balance * 0.9)))
    }
    const cash = random.hit(0.12)
    return {
      dayNumber: day,
      minute: minutes(random),
      amountFen: cash ? (balance: number) => Math.round(amount(balance) / 10_000) * 10_000 : amount,
      operation: cash ? 'cash_withdrawal' : 'card_payment',
      purpose: cash ? null : kind,
      channel: cash ? 'atm' : random.hit(0.7) ? 'mobile' : 'pos',
      counterparty: cash ? null : shop(kind, random),
      otherwise: 'skip',
    } satisfies Flow
  })
}

function transfers(plan: WealthPlan, around: Surroundings, first: number, random: Chance): Flow[] {
  if (plan.activity < 4 || !random.hit(0.5)) return []
  const out = random.hit(0.55)
  const amount = Math.round((plan.monthlyIncomeFen * (0.1 + 0.5 * random.next())) / 10_000) * 10_000
  return [
    {
      dayNumber: first + random.int(0, 27),
      minute: minutes(random),
      amountFen: out ? -amount : amount,
      operation: out ? 'transfer_out' : 'transfer_in',
      purpose: 'transfer',
      channel: 'mobile',
      counterparty: random.pick(around.friends),
      otherwise: 'skip',
    },
  ]
}

function loanPayment(plan: WealthPlan, first: number): Flow[] {
  const { loan } = plan
  if (!loan || first + loan.payDay - 1 <= loan.grantedOn) return []
  return [
    {
      dayNumber: first + loan.payDay - 1,
      minute: 6 * 60,
      amountFen: -instalmentFen(loan),
      operation: 'loan_payment',
      purpose: 'loan_payment',
      channel: 'system',
      counterparty: null,
      otherwise: 'skip',
    },
  ]
}

/** Interest on the current account: 0.05 % a year on the quarter's balances, booked on the 21st. */
function interest(first: number): Flow[] {
  if (![3, 6, 9, 12].includes(Number(dayOfNumber(first).slice(5, 7)))) return []
  return [
    {
      dayNumber: first + 20,
      minute: 3 * 60,
      amountFen: (_, sumFenDays) => Math.round((sumFenDays * 0.0005) / 360),
      operation: 'interest',
      purpose: 'interest',
      channel: 'system',
      counterparty: null,
      otherwise: 'skip',
    },
  ]
}

/** The large movement of a customer, 分; 0 where there is none. */
export function shockFen(plan: WealthPlan, totalFen: number): number {
  return plan.shock ? Math.round((plan.shock.share * totalFen) / wholeWan) * wholeWan : 0
}

function shock(plan: WealthPlan, around: Surroundings, totalFen: number, random: Chance): Flow[] {
  if (!plan.shock) return []
  const amount = shockFen(plan, totalFen)
  const out = amount < 0
  const elsewhere = random.hit(0.6)
  return [
    {
      dayNumber: plan.shock.dayNumber,
      minute: minutes(random),
      amountFen: out
        ? (balance) => Math.max(amount, -Math.floor(balance / 100_000) * 100_000)
        : amount,
      operation: out ? 'transfer_out' : 'transfer_in',
      purpose: elsewhere ? 'own_transfer' : 'transfer',
      channel: out ? 'mobile' : 'counter',
      counterparty: elsewhere ? around.ownElsewhere : random.pick(around.friends),
      otherwise: 'skip',
    },
  ]
}

/** Everyday money of a customer between the first shown day and the business date. */
export function everydayFlows(
  plan: WealthPlan,
  around: Surroundings,
  totalFen: number,
  random: Chance,
): Flow[] {
  const months = monthsBetween(around.firstDay, around.businessDay)
  const flows = months.flatMap((first) => [
    income(plan, around, first, random),
    ...spending(plan, around, first, random),
    ...transfers(plan, around, first, random),
    ...loanPayment(plan, first),
    ...interest(first),
  ])
  return [...flows, ...shock(plan, around, totalFen, random)].filter(
    (flow) => flow.dayNumber > around.firstDay && flow.dayNumber <= around.businessDay,
  )
}

/** An account of the customer's own at another bank. */
export function ownAccountElsewhere(name: string, bank: string, random: Chance): Counterparty {
  return { name, bank, account: foreignAccount(random) }
}
