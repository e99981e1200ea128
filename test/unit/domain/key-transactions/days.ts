import type { Movement } from '#domain/flow/movement.ts'
import type { DayGround, MovedAccount } from '#domain/key-transactions/event-of.ts'
import type { CustomerDay } from '#domain/key-transactions/judge-day.ts'
import type { PublishedThresholds } from '#domain/key-transactions/card.ts'
import { defaultKeyThresholds } from '#domain/key-transactions/thresholds.ts'

/** 分 in 万. */
export const wan = 1_000_000
/** A Monday. */
export const today = '2026-11-23'

/** The product's own thresholds as version 5 of October. */
export const published: PublishedThresholds = {
  ...defaultKeyThresholds,
  versions: {
    floors: { version: 5, from: '2026-10-01' },
    rule: { version: 5, from: '2026-10-01' },
  },
}

let serial = 0

/** A movement of the day on the customer's current account: money to a stranger at another bank. */
export function moved(own: Partial<Movement> = {}): Movement {
  serial += 1
  return {
    txnNo: `T${String(serial).padStart(5, '0')}`,
    accountId: 'current',
    currency: 'CNY',
    postedOn: today,
    postedAtMs: Date.parse('2026-11-23T02:14:00Z'),
    direction: 'out',
    amountFen: 18 * wan,
    operation: 'transfer_out',
    channel: 'mobile',
    purpose: 'transfer',
    counterparty: '王大海',
    counterpartyBank: '江城银行',
    counterpartyAccount: '98120000001',
    ...own,
  }
}

/** To the customer's own account at another bank. */
export const toOwn = (own: Partial<Movement> = {}): Movement =>
  moved({ counterparty: '陈国栋', purpose: 'own_transfer', ...own })

const current: MovedAccount = { id: 'current', kind: 'current', closed_on: null, matures_on: null }
const term: MovedAccount = { id: 'term', kind: 'term', closed_on: today, matures_on: '2027-03-01' }

/** What is known of 陈国栋 on the day. */
export function ground(own: Partial<DayGround> = {}): DayGround {
  return {
    day: today,
    currency: 'CNY',
    accounts: new Map([
      ['current', current],
      ['term', term],
    ]),
    flow: {
      customerName: '陈国栋',
      ownAccounts: new Map([
        ['990001', 'current'],
        ['990002', 'term'],
      ]),
      ownBank: '知客银行',
      relativeNames: new Set(),
      relativeAccounts: new Set(),
    },
    lastSalaryOn: null,
    salaryKnown: true,
    loanPaidOff: false,
    endedProducts: new Set(),
    ...own,
  }
}

/** A day of 陈国栋: 白金, 58.16 万 AUM, 1.62 万 going out on an ordinary day. */
export function customerDay(own: Partial<CustomerDay> = {}): CustomerDay {
  return {
    day: today,
    tier: 'platinum',
    birthDate: '1979-04-02',
    deceased: false,
    aumBeforeFen: 58.16 * wan,
    dailyMeanFen: { in: 0.8 * wan, out: 1.62 * wan },
    movements: [],
    ground: ground(),
    payrollStopped: null,
    ...own,
  }
}
