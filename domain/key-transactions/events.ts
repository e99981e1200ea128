import type { Priority } from '../workbench/finding.ts'

/** What a key transaction is (rule 1.4), the most pressing first. */
export const keyEvents = [
  'own_transfer_out',
  'securities_out',
  'cash_out',
  'large_out',
  'account_closing',
  'early_withdrawal',
  'payroll_stop',
  'redemption',
  'large_in',
  'loan_payoff',
  'payroll_start',
] as const
export type KeyEvent = (typeof keyEvents)[number]

/** Where the money of an event went, seen from the bank; `none` where nothing moved. */
export type EventSide = 'in' | 'out' | 'inside' | 'none'

interface EventTraits {
  side: EventSide
  priority: Priority
  /** Whether the event counts by what it is, whatever the two comparisons say (KT-03). */
  byItself: boolean
}

const traits: Readonly<Record<KeyEvent, EventTraits>> = {
  own_transfer_out: { side: 'out', priority: 0, byItself: false },
  securities_out: { side: 'out', priority: 0, byItself: false },
  cash_out: { side: 'out', priority: 0, byItself: false },
  large_out: { side: 'out', priority: 0, byItself: false },
  account_closing: { side: 'out', priority: 1, byItself: true },
  early_withdrawal: { side: 'inside', priority: 0, byItself: false },
  payroll_stop: { side: 'none', priority: 2, byItself: true },
  redemption: { side: 'inside', priority: 1, byItself: false },
  large_in: { side: 'in', priority: 1, byItself: false },
  loan_payoff: { side: 'out', priority: 2, byItself: true },
  payroll_start: { side: 'in', priority: 2, byItself: true },
}

/** Where the money of an event went. */
export const sideOf = (event: KeyEvent): EventSide => traits[event].side

/** How pressing an event is: P0 within half an hour, P1 today, P2 on the next working day. */
export const eventPriority = (event: KeyEvent): Priority => traits[event].priority

/** Whether an event counts by what it is. */
export const countsByItself = (event: KeyEvent): boolean => traits[event].byItself

/** Events in which money leaves the customer's hands here: those a fraud would use. */
export const leavingEvents: readonly KeyEvent[] = [
  'own_transfer_out',
  'securities_out',
  'cash_out',
  'large_out',
  'account_closing',
  'early_withdrawal',
]

/** Rules of the cards: the amount, its share of AUM, the event itself. */
export const keyRules = ['KT-01', 'KT-02', 'KT-03'] as const
export type KeyRuleId = (typeof keyRules)[number]
