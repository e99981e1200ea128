import type {
  Account,
  AccountParty,
  BalanceChange,
  Card,
  Holding,
  Loan,
  Transaction,
} from '#domain/accounts/records.ts'
import { type BalancePoint, withRunningSums } from '#domain/accounts/average-balance.ts'
import type { Customer } from '#domain/customers/records.ts'
import { dayNumber, dayOfNumber, instantOfDay } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { type Booking, type Counterparty, type Flow, runCashAccount } from './cash-account.ts'
import { everydayFlows, ownAccountElsewhere, shockFen } from './everyday.ts'
import { holdingPath } from './holding-path.ts'
import { inventedAccountNumber } from './identity.ts'
import type { Chance } from './random.ts'
import { type TermSpell, termSpells } from './term-deposits.ts'
import { instalmentFen, owedFen, type WealthPlan } from './wealth.ts'
import { otherBanks } from './words.ts'

/** All records of one customer's money. */
export interface Portfolio {
  accounts: Account[]
  parties: AccountParty[]
  holdings: Holding[]
  loans: Loan[]
  cards: Card[]
  balances: BalanceChange[]
  transactions: Transaction[]
  /** Balance points of every position, for the rules that look at them. */
  points: { positionId: string; assetClass: string; points: BalancePoint[] }[]
}

/** What all portfolios of a branch share. */
export interface PortfolioSetting {
  businessDay: number
  /** First day of balances, and first day whose bookings are kept as transactions. */
  firstDay: number
  firstBookedDay: number
  branchCode: string
  /** Numbers accounts, cards and loans of the branch, from 1. */
  nextSerial: () => number
  nextTransaction: () => string
  idMs: number
  /** Employers and people that may stand on the other side of a payment. */
  friends: readonly Counterparty[]
}

function transaction(
  customer: Customer,
  accountId: string,
  booking: Booking,
  setting: PortfolioSetting,
): Transaction {
  const { flow, amountFen, balanceFen } = booking
  const day = dayOfNumber(flow.dayNumber)
  return {
    branch_id: customer.branch_id,
    txn_no: setting.nextTransaction(),
    account_id: accountId,
    posted_on: day,
    posted_at: instantOfDay(day) + flow.minute * 60_000,
    direction: amountFen > 0 ? 'in' : 'out',
    amount_fen: Math.abs(amountFen),
    balance_fen: balanceFen,
    operation: flow.operation,
    purpose: flow.purpose,
    channel: flow.channel,
    counterparty_name: flow.counterparty?.name ?? null,
    counterparty_bank: flow.counterparty?.bank ?? null,
    counterparty_account: flow.counterparty?.account ?? null,
  }
}

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
      counterparty: { name: product.record.name, bank: '知客银行', account: null },
    }),
  )
  return [...terms, ...bought].filter((flow) => flow.dayNumber > firstDay)
}

/** Builds everything a customer owns, so that bookings, balances and values agree to the 分. */
export function buildPortfolio(
  customer: Customer,
  plan: WealthPlan,
  setting: PortfolioSetting,
  random: Chance,
): Portfolio {
  const { branch_id, id: customer_id } = customer
  const oldest = dayNumber(customer.customer_since)
  const firstDay = Math.max(setting.firstDay, oldest)
  const newId = () => uuidV7(setting.idMs, random.bytes)
  const out: Portfolio = {
    accounts: [],
    parties: [],
    holdings: [],
    loans: [],
    cards: [],
    balances: [],
    transactions: [],
    points: [],
  }
  const addPosition = (
    positionId: string,
    assetClass: string,
    closings: { changed_on: string; balance_fen: number }[],
  ): void => {
    const points = withRunningSums(closings)
    out.points.push({ positionId, assetClass, points })
    for (const point of points) out.balances.push({ branch_id, position_id: positionId, ...point })
  }
  const addAccount = (account: Omit<Account, 'branch_id' | 'customer_id' | 'currency' | 'id'>) => {
    const id = newId()
    out.accounts.push({ branch_id, id, customer_id, currency: 'CNY', ...account })
    out.parties.push({ branch_id, account_id: id, customer_id, role: 'owner' })
    return id
  }
  const number = () => inventedAccountNumber(setting.branchCode, setting.nextSerial())

  const spells = plan.terms.flatMap((term) =>
    termSpells(term, { since: firstDay, oldest, businessDay: setting.businessDay }),
  )
  const products = productFlows(spells, plan, firstDay)
  const totalFen =
    plan.cashFen +
    [...plan.terms.map((t) => t.principalFen), ...plan.holdings.map((h) => h.costFen)].reduce(
      (sum, fen) => sum + fen,
      0,
    )
  const leaving = Math.max(0, -shockFen(plan, totalFen))
  const reservedFen = (day: number): number =>
    (plan.shock && day < plan.shock.dayNumber ? leaving : 0) +
    plan.holdings
      .filter(({ fromSavings, boughtOn }) => fromSavings && boughtOn > day)
      .reduce((sum, { costFen }) => sum + costFen, 0)
  const ownElsewhere = ownAccountElsewhere(customer.name, random.pick(otherBanks), random)
  const flows = everydayFlows(
    plan,
    {
      firstDay,
      firstBookedDay: setting.firstBookedDay,
      businessDay: setting.businessDay,
      employer: customer.employer,
      friends: setting.friends,
      ownElsewhere,
      reservedFen,
    },
    totalFen,
    random,
  )
  const opening = Math.round(plan.cashFen * (0.8 + 0.4 * random.next())) + reservedFen(firstDay)
  const cash = runCashAccount(firstDay, opening, [...flows, ...products], ownElsewhere)

  const cashId = addAccount({
    account_no: number(),
    kind: 'current',
    opened_on: customer.customer_since,
    closed_on: null,
    status: 'normal',
    category: 1,
    product_id: null,
    rate_bp: 5,
    matures_on: null,
    statement: 'monthly',
  })
  addPosition(cashId, 'deposit', cash.closings)
  for (const booking of cash.bookings) {
    if (booking.flow.dayNumber < setting.firstBookedDay) continue
    out.transactions.push(transaction(customer, cashId, booking, setting))
  }
  out.cards.push({
    branch_id,
    id: newId(),
    customer_id,
    account_id: cashId,
    card_tail: number().slice(-4),
    kind: 'debit',
    issued_on: customer.customer_since,
    status: 'active',
  })
  if (totalFen >= 8_000_000 && random.hit(0.3)) {
    const issued = Math.max(firstDay, setting.businessDay - random.int(30, 1500))
    out.cards.push({
      branch_id,
      id: newId(),
      customer_id,
      account_id: null,
      card_tail: number().slice(-4),
      kind: 'credit',
      issued_on: dayOfNumber(issued),
      status: 'active',
    })
  }

  for (const spell of spells) {
    const accountId = addAccount({
      account_no: number(),
      kind: spell.product.record.code === 'CD12' ? 'large_cd' : 'term',
      opened_on: dayOfNumber(spell.openedOn),
      closed_on: spell.closedOn === null ? null : dayOfNumber(spell.closedOn),
      status: spell.closedOn === null ? 'normal' : 'closed',
      category: null,
      product_id: spell.product.record.id,
      rate_bp: spell.product.record.rate_bp,
      matures_on: dayOfNumber(spell.maturesOn),
      statement: null,
    })
    addPosition(accountId, 'deposit', spell.closings)
    for (const booking of spell.bookings) {
      if (booking.flow.dayNumber < Math.max(setting.firstBookedDay, firstDay + 1)) continue
      out.transactions.push(transaction(customer, accountId, booking, setting))
    }
  }

  for (const held of plan.holdings) {
    const path = holdingPath(held, setting, random)
    const holdingId = newId()
    const { term_days } = held.product.record
    const last = path.at(-1)
    out.holdings.push({
      branch_id,
      id: holdingId,
      customer_id,
      product_id: held.product.record.id,
      units: held.costFen * 100,
      cost_fen: held.costFen,
      value_fen: last?.balance_fen ?? held.costFen,
      valued_on: dayOfNumber(setting.businessDay),
      bought_on: dayOfNumber(held.boughtOn),
      matures_on: term_days === null ? null : dayOfNumber(held.boughtOn + term_days),
      auto_renew: term_days !== null && random.hit(0.3),
    })
    addPosition(holdingId, held.product.record.asset_class, path)
  }

  if (plan.loan) {
    const { loan } = plan
    const missed = cash.skipped.filter(
      (flow) => flow.purpose === 'loan_payment' && flow.dayNumber > setting.businessDay - 35,
    )
    const months = Math.floor((setting.businessDay - loan.grantedOn) / 30.44)
    out.loans.push({
      branch_id,
      id: newId(),
      customer_id,
      account_id: cashId,
      contract_no: `DK${setting.branchCode}${String(setting.nextSerial()).padStart(6, '0')}`,
      granted_on: dayOfNumber(loan.grantedOn),
      principal_fen: loan.principalFen,
      balance_fen: owedFen(loan, Math.min(months, loan.months)),
      term_months: loan.months,
      payment_fen: instalmentFen(loan),
      status: missed.length > 0 ? 'overdue' : 'performing',
    })
  }
  return out
}
