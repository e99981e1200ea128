import { type BalancePoint, withRunningSums } from '#domain/accounts/average-balance.ts'
import type {
  Account,
  AccountParty,
  BalanceChange,
  Card,
  Holding,
  Loan,
  StandingOrder,
  Transaction,
} from '#domain/accounts/records.ts'
import type { Customer } from '#domain/customers/records.ts'
import type { AssetClass } from '#domain/products/records.ts'
import {
  addDays,
  addMonths,
  type Day,
  dayNumber,
  dayOfNumber,
  instantOfDay,
  monthStart,
} from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { Ending } from './contact-history.ts'
import type { Booking, CashHistory, Counterparty } from './cash-account.ts'
import { holdingPath } from './holding-path.ts'
import { inventedAccountNumber } from './identity.ts'
import { instalmentFen, instalmentsDue, type LoanPlan, owedFen } from './loans.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { type StandingPlan, standingRecord } from './standing-orders.ts'
import type { TermSpell } from './term-deposits.ts'
import type { HoldingPlan } from './wealth.ts'

/** All records of one customer's money. */
export interface Portfolio {
  accounts: Account[]
  parties: AccountParty[]
  holdings: Holding[]
  loans: Loan[]
  cards: Card[]
  standingOrders: StandingOrder[]
  balances: BalanceChange[]
  transactions: Transaction[]
  /** Terms and products that ended in the last two years or will end, in order of time. */
  endings: Ending[]
  /** Balance points of every position, for the rules that look at them. */
  points: { positionId: string; assetClass: AssetClass; points: BalancePoint[] }[]
}

/** What all portfolios of an outlet share. Days are counted since 1970. */
export interface PortfolioSetting {
  businessDay: number
  /** First day of balances, and first day whose bookings are kept as transactions. */
  firstDay: number
  firstBookedDay: number
  branchCode: string
  /** Numbers accounts, cards and loans of the outlet, from 1. */
  nextSerial: () => number
  nextTransaction: () => string
  /** Milliseconds in the ids. */
  idMs: number
  /** People who may stand on the other side of a payment. */
  friends: readonly Counterparty[]
}

/** What somebody has who has nothing with us. */
export function noPortfolio(): Portfolio {
  return {
    accounts: [],
    parties: [],
    holdings: [],
    loans: [],
    cards: [],
    standingOrders: [],
    balances: [],
    transactions: [],
    endings: [],
    points: [],
  }
}

/** Payments missed within so many days make a loan overdue. */
const overdueDays = 35

const noStatement = { statement_due_on: null, statement_due_fen: null }

/** The first day after `day` that has this number (1 to 28) in its month. */
function monthDayAfter(day: Day, number: number): Day {
  const inMonth = (month: Day) => addDays(monthStart(month), number - 1)
  return inMonth(day) > day ? inMonth(day) : inMonth(addMonths(day, 1))
}

/** Smaller sums end without anybody calling, 分. */
const leastTold = 1_000_000

/** Turns what a customer was drawn to own into records that agree with each other to the 分. */
export class PortfolioBuilder {
  readonly portfolio = noPortfolio()
  readonly #customer: Customer
  readonly #setting: PortfolioSetting
  readonly #random: Chance
  /** First day of which anything is shown for this customer. */
  readonly firstDay: number

  constructor(customer: Customer, setting: PortfolioSetting, random: Chance) {
    this.#customer = customer
    this.#setting = setting
    this.#random = random
    this.firstDay = Math.max(setting.firstDay, dayNumber(customer.customer_since))
  }

  #owned(): { branch_id: string; id: string; customer_id: string } {
    const { branch_id, id } = this.#customer
    return { branch_id, id: uuidV7(this.#setting.idMs, this.#random.bytes), customer_id: id }
  }

  #number(): string {
    return inventedAccountNumber(this.#setting.branchCode, this.#setting.nextSerial())
  }

  #addPosition(
    positionId: string,
    assetClass: AssetClass,
    closings: readonly { changed_on: string; balance_fen: number }[],
  ): void {
    const points = withRunningSums(closings)
    const { branch_id } = this.#customer
    this.portfolio.points.push({ positionId, assetClass, points })
    for (const point of points) {
      this.portfolio.balances.push({ branch_id, position_id: positionId, ...point })
    }
  }

  #addAccount(
    account: Omit<Account, 'branch_id' | 'customer_id' | 'currency' | 'id' | 'account_no'>,
    number = this.#number(),
  ): string {
    const owned = this.#owned()
    this.portfolio.accounts.push({
      ...owned,
      account_no: number,
      currency: 'CNY',
      ...account,
    })
    this.portfolio.parties.push({
      branch_id: owned.branch_id,
      account_id: owned.id,
      customer_id: owned.customer_id,
      role: 'owner',
    })
    return owned.id
  }

  #addBookings(accountId: string, bookings: readonly Booking[]): void {
    const from = Math.max(this.#setting.firstBookedDay, this.firstDay + 1)
    for (const { flow, amountFen, balanceFen } of bookings) {
      if (flow.dayNumber < from) continue
      const day = dayOfNumber(flow.dayNumber)
      this.portfolio.transactions.push({
        branch_id: this.#customer.branch_id,
        txn_no: this.#setting.nextTransaction(),
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
      })
    }
  }

  /** The current account with its history, under a number that is given or the next; returns its id. */
  addCash(cash: CashHistory, status: Account['status'] = 'normal', number?: string): string {
    const account = {
      kind: 'current',
      opened_on: this.#customer.customer_since,
      closed_on: null,
      status,
      category: 1,
      product_id: null,
      rate_bp: 5,
      matures_on: null,
      statement: 'monthly',
    } as const
    const id = this.#addAccount(account, number)
    this.#addPosition(id, 'deposit', cash.closings)
    this.#addBookings(id, cash.bookings)
    return id
  }

  /** A card, issued on a day. A credit card has no account of ours. */
  addCard(
    kind: 'debit' | 'credit' | 'junior',
    accountId: string | null,
    issuedOn: number,
    status: Card['status'] = 'active',
  ): void {
    this.portfolio.cards.push({
      ...this.#owned(),
      account_id: accountId,
      card_tail: this.#number().slice(-4),
      kind,
      issued_on: dayOfNumber(issuedOn),
      status,
      ...(kind === 'credit' ? this.#statement() : noStatement),
    })
  }

  /** What the last statement of a credit card asks for: little, or nothing, or what a trip costs. */
  #statement(): Pick<Card, 'statement_due_on' | 'statement_due_fen'> {
    const random = this.#random
    if (random.hit(0.25)) return noStatement
    const owedFen = Math.round(Math.exp(7.2 + random.normal() * 0.9)) * 100
    const dueOn = monthDayAfter(dayOfNumber(this.#setting.businessDay), random.int(1, 28))
    return { statement_due_on: dueOn, statement_due_fen: owedFen }
  }

  /** What is paid from the current account every month. */
  addStandingOrder(order: StandingPlan, accountId: string): void {
    const { branch_id, id } = this.#owned()
    this.portfolio.standingOrders.push(standingRecord(order, { branch_id, id }, accountId))
  }

  /** One term of a deposit as an account of its own. */
  addTerm(spell: TermSpell): void {
    const { record } = spell.product
    const id = this.#addAccount({
      kind: record.code === 'CD12' ? 'large_cd' : 'term',
      opened_on: dayOfNumber(spell.openedOn),
      closed_on: spell.closedOn === null ? null : dayOfNumber(spell.closedOn),
      status: spell.closedOn === null ? 'normal' : 'closed',
      category: null,
      product_id: record.id,
      rate_bp: record.rate_bp,
      matures_on: dayOfNumber(spell.maturesOn),
      statement: null,
    })
    this.#addPosition(id, 'deposit', spell.closings)
    this.#addBookings(id, spell.bookings)
    this.#addEnding(id, record.name, spell.principalFen, spell.maturesOn)
  }

  #addEnding(positionId: string, product: string, fen: number, endsOn: number): void {
    if (fen >= leastTold) this.portfolio.endings.push({ positionId, product, fen, endsOn })
  }

  /** Money in a product, at its value on the business date. */
  addHolding(plan: HoldingPlan): void {
    const { record } = plan.product
    const path = holdingPath(plan, this.#setting, this.#random)
    const owned = this.#owned()
    this.portfolio.holdings.push({
      ...owned,
      product_id: record.id,
      // Bought at a net value of 1.0000.
      units: plan.costFen * 100,
      cost_fen: plan.costFen,
      value_fen: path.at(-1)?.balance_fen ?? plan.costFen,
      valued_on: dayOfNumber(this.#setting.businessDay),
      bought_on: dayOfNumber(plan.boughtOn),
      matures_on: record.term_days === null ? null : dayOfNumber(plan.boughtOn + record.term_days),
      auto_renew: record.term_days !== null && this.#random.hit(0.3),
    })
    this.#addPosition(owned.id, record.asset_class, path)
    if (record.term_days !== null) {
      this.#addEnding(owned.id, record.name, plan.costFen, plan.boughtOn + record.term_days)
    }
  }

  /** A loan, paid from the current account; overdue where the last instalment found no money. */
  addLoan(plan: LoanPlan, accountId: string, cash: CashHistory): void {
    const { businessDay, branchCode, nextSerial } = this.#setting
    const missed = cash.skipped.find(
      (flow) => flow.purpose === 'loan_payment' && flow.dayNumber > businessDay - overdueDays,
    )
    const paid = instalmentsDue(plan, businessDay)
    const repaid = paid >= plan.months
    this.portfolio.loans.push({
      ...this.#owned(),
      account_id: accountId,
      contract_no: `DK${branchCode}${String(nextSerial()).padStart(6, '0')}`,
      granted_on: dayOfNumber(plan.grantedOn),
      principal_fen: plan.principalFen,
      balance_fen: repaid ? 0 : owedFen(plan, paid),
      term_months: plan.months,
      payment_fen: instalmentFen(plan),
      status: repaid ? 'repaid' : missed ? 'overdue' : 'performing',
      ...(repaid
        ? { next_due_on: null, next_due_fen: null }
        : {
            next_due_on: missed
              ? dayOfNumber(missed.dayNumber)
              : monthDayAfter(dayOfNumber(businessDay), plan.payDay),
            next_due_fen: instalmentFen(plan),
          }),
    })
  }
}
