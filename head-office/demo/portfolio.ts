import type { Customer } from '#domain/customers/records.ts'
import { dayNumber } from '#domain/time/day.ts'
import { type CashHistory, type Counterparty, type Flow, runCashAccount } from './cash-account.ts'
import { everydayFlows, ownAccountElsewhere, shockFen } from './everyday.ts'
import type { Outlet } from './outlet.ts'
import { noPortfolio, type Portfolio, PortfolioBuilder } from './portfolio-builder.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { Surroundings } from './rhythms.ts'
import { drawStandingOrder, standingFlows, type StandingPlan } from './standing-orders.ts'
import { type TermSpell, termSpells } from './term-deposits.ts'
import type { WealthPlan } from './wealth.ts'
import { broker, otherBanks, ownBank } from './words.ts'

/** Money that moves between a customer's own positions. */
function internal(day: number, minute: number, amountFen: number, flow: Partial<Flow>): Flow {
  return {
    dayNumber: day,
    minute,
    amountFen,
    operation: amountFen > 0 ? 'transfer_in' : 'transfer_out',
    purpose: 'term_deposit',
    channel: 'counter',
    counterparty: null,
    otherwise: 'fund',
    ...flow,
  }
}

/** Flows of the current account that belong to term deposits and products. */
function productFlows(spells: readonly TermSpell[], plan: WealthPlan, firstDay: number): Flow[] {
  const terms = spells.flatMap((spell) => [
    ...(spell.closedOn === null
      ? []
      : [internal(spell.closedOn, 8 * 60, spell.principalFen + spell.interestFen, {})]),
    internal(spell.openedOn, 9 * 60, -spell.principalFen, {}),
  ])
  const bought = plan.holdings.map(({ product, costFen, boughtOn }) =>
    internal(boughtOn, 10 * 60, -costFen, {
      operation: 'purchase',
      purpose: 'product_purchase',
      channel: 'mobile',
      counterparty: { name: product.record.name, bank: ownBank, account: null },
    }),
  )
  return [...terms, ...bought].filter((flow) => flow.dayNumber > firstDay)
}

/**
 * A friend of this customer alone: people of one name are not one person, and nobody is paid by half an
 * outlet.
 */
function ownFriend(friend: Counterparty, { customer_no }: Customer): Counterparty {
  return { ...friend, account: `${friend.account?.slice(0, 10) ?? ''}${customer_no.slice(-6)}` }
}

/** Everything the plan puts somewhere, 分. */
function totalOf(plan: WealthPlan): number {
  return [
    plan.cashFen,
    ...plan.terms.map(({ principalFen }) => principalFen),
    ...plan.holdings.map(({ costFen }) => costFen),
  ].reduce((sum, fen) => sum + fen, 0)
}

/** The current account from its first shown day, with everything that touches it. */
function runCash(
  customer: Customer,
  plan: WealthPlan,
  spells: readonly TermSpell[],
  firstDay: number,
  { setting, county }: Pick<Outlet, 'setting' | 'county'>,
  order: StandingPlan | null,
  random: Chance,
): CashHistory {
  const totalFen = totalOf(plan)
  const leavingFen = Math.max(0, -shockFen(plan, totalFen))
  const reservedFen = (day: number): number => {
    let fen = plan.shock && day < plan.shock.dayNumber ? leavingFen : 0
    for (const { fromSavings, boughtOn, costFen } of plan.holdings) {
      if (fromSavings && boughtOn > day) fen += costFen
    }
    return fen
  }
  const ownElsewhere = ownAccountElsewhere(customer.name, random.pick(otherBanks), random)
  const { businessDay, firstBookedDay, friends } = setting
  const around: Surroundings = {
    firstDay,
    firstBookedDay,
    businessDay,
    employer: customer.employer,
    county: county.name,
    friends,
    ownElsewhere,
    reservedFen,
  }
  // Who holds funds deals in shares too: part of what goes to the own account elsewhere goes there.
  const invests = plan.holdings.some(({ product }) => product.record.asset_class === 'fund')
  const flows = everydayFlows(plan, around, totalFen, random).map((each) => {
    if (each.counterparty && setting.friends.includes(each.counterparty)) {
      return { ...each, counterparty: ownFriend(each.counterparty, customer) }
    }
    const toBroker = invests && each.counterparty === ownElsewhere && each.dayNumber % 3 === 0
    return toBroker ? { ...each, purpose: 'securities' as const, counterparty: broker } : each
  })
  const opening = Math.round(plan.cashFen * (0.8 + 0.4 * random.next())) + reservedFen(firstDay)
  const all = [
    ...flows,
    ...productFlows(spells, plan, firstDay),
    ...standingFlows(order, around),
    ...(plan.planted?.flows ?? []),
  ]
  return runCashAccount(firstDay, opening, all, ownElsewhere)
}

/** Builds everything a customer owns, so that bookings, balances and values agree to the 分. */
export function buildPortfolio(
  customer: Customer,
  plan: WealthPlan,
  outlet: Pick<Outlet, 'setting' | 'county'>,
  random: Chance,
): Portfolio {
  const { setting } = outlet
  const builder = new PortfolioBuilder(customer, setting, random)
  const oldest = dayNumber(customer.customer_since)
  const { firstDay } = builder
  const { businessDay } = setting
  const spells = plan.terms.flatMap((term) =>
    termSpells(term, { since: firstDay, oldest, businessDay }),
  )
  // A source of its own: who has an order does not move what others are drawn to own.
  const order = drawStandingOrder(
    plan,
    setting.friends,
    random.fork(`order ${customer.customer_no}`),
  )
  const cash = runCash(customer, plan, spells, firstDay, outlet, order, random)
  const cashId = builder.addCash(cash, plan.standing.status, plan.planted?.accountNo)
  const child = plan.calling.rhythm === 'minor'
  if (!child || random.hit(0.2)) {
    const status = plan.standing.status === 'frozen' ? 'blocked' : 'active'
    builder.addCard(child ? 'junior' : 'debit', cashId, oldest, status)
  }
  if (plan.creditCard) {
    builder.addCard('credit', null, Math.max(firstDay, businessDay - random.int(30, 1500)))
  }
  for (const spell of spells) builder.addTerm(spell)
  for (const held of plan.holdings) builder.addHolding(held)
  if (plan.loan) builder.addLoan(plan.loan, cashId, cash)
  if (order) builder.addStandingOrder(order, cashId)
  builder.portfolio.endings.sort((a, b) => a.endsOn - b.endsOn)
  return builder.portfolio
}

export { noPortfolio }
