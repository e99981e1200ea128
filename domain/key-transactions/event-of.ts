import type { Account } from '../accounts/records.ts'
import { purposeMeant } from '../flow/classify.ts'
import { fundFlow } from '../flow/fund-flow.ts'
import type { FlowClass } from '../flow/classes.ts'
import { byTime, type FlowGround, type Movement } from '../flow/movement.ts'
import type { Day } from '../time/day.ts'
import type { KeyEvent } from './events.ts'

/** What is known of an account on which something moved. */
export type MovedAccount = Pick<Account, 'id' | 'kind' | 'closed_on' | 'matures_on'>

/** What tells the events of a customer's day apart, beside the movements. */
export interface DayGround {
  day: Day
  currency: string
  /** The customer's accounts by id. */
  accounts: ReadonlyMap<string, MovedAccount>
  flow: FlowGround
  /** Last day before this one on which wages came in, within 120 days; null: none did. */
  lastSalaryOn: Day | null
  /** Whether the branch's records go back so far that a first wage can be told from an old one. */
  salaryKnown: boolean
  /** Whether a loan of the customer was paid off on this day. */
  loanPaidOff: boolean
  /** Names of products that ended by themselves on this day or in the days just before. */
  endedProducts: ReadonlySet<string>
}

/** A movement of the day and the event it is part of. */
export interface EventMovement {
  event: KeyEvent
  movement: Movement
}

/** A deposit that is given up before its day. */
function isEarlyWithdrawal(movement: Movement, account: MovedAccount | undefined): boolean {
  if (account === undefined || account.kind === 'current' || account.matures_on === null) {
    return false
  }
  return movement.direction === 'out' && account.matures_on > movement.postedOn
}

/** A product that somebody gave back; one that ended by itself is no event. */
function isRedemption(movement: Movement, { endedProducts }: DayGround): boolean {
  if (movement.direction !== 'in') return false
  const redeemed =
    movement.operation === 'redemption' || purposeMeant(movement.purpose) === 'product_redemption'
  return redeemed && !(movement.counterparty !== null && endedProducts.has(movement.counterparty))
}

function eventOfOutflow(
  movement: Movement,
  flowClass: FlowClass,
  { accounts, day, loanPaidOff }: DayGround,
): KeyEvent {
  const closing = accounts.get(movement.accountId)?.closed_on === day
  if (closing) return 'account_closing'
  if (loanPaidOff && movement.operation === 'loan_payment') return 'loan_payoff'
  if (flowClass === 'own_elsewhere') return 'own_transfer_out'
  if (flowClass === 'securities') return 'securities_out'
  return flowClass === 'cash' ? 'cash_out' : 'large_out'
}

function isFirstWage(
  movement: Movement,
  flowClass: FlowClass,
  { lastSalaryOn, salaryKnown }: DayGround,
): boolean {
  if (flowClass !== 'payroll' || !salaryKnown || lastSalaryOn !== null) return false
  return purposeMeant(movement.purpose) === 'salary'
}

/**
 * The events of a customer's day, in order of time: what came from or went to the outside (as the fund
 * flow tells it from what only moved inside the bank), deposits given up early and products given
 * back. Movements come in any order; those of other days and currencies are left out.
 */
export function eventsOf(movements: readonly Movement[], ground: DayGround): EventMovement[] {
  const { day, currency, accounts } = ground
  const { counted, removed } = fundFlow(movements, ground.flow, {
    from: day,
    to: day,
    on: day,
    currency,
  })
  const outside = counted.flatMap(({ movement, verdict: { flowClass } }): EventMovement[] => {
    if (flowClass === 'interest_fee') return []
    if (movement.direction === 'out') {
      return [{ event: eventOfOutflow(movement, flowClass, ground), movement }]
    }
    const first = isFirstWage(movement, flowClass, ground)
    return [{ event: first ? 'payroll_start' : 'large_in', movement }]
  })
  const inside = removed.flatMap(({ movement }): EventMovement[] => {
    if (isEarlyWithdrawal(movement, accounts.get(movement.accountId))) {
      return [{ event: 'early_withdrawal', movement }]
    }
    return isRedemption(movement, ground) ? [{ event: 'redemption', movement }] : []
  })
  return [...outside, ...inside].sort((a, b) => byTime(a.movement, b.movement))
}
