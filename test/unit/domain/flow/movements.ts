import type { FlowGround, Movement } from '#domain/flow/movement.ts'

/** Business date of the movements. */
export const on = '2026-11-22'

/** 周敏华, whose bank is 知客银行, with two accounts, a husband and a brother. */
export const ground: FlowGround = {
  customerName: '周敏华',
  ownAccounts: new Map([
    ['9900000000000031', 'current'],
    ['9900000000000032', 'savings'],
  ]),
  ownBank: '知客银行',
  relativeNames: new Set(['孙立国', '周建军']),
  relativeAccounts: new Set(['9900000000000077']),
}

let serial = 0

/** A transfer out on the business date of which nothing is known; `own` says what is. */
export function movement(own: Partial<Movement> = {}): Movement {
  serial += 1
  return {
    txnNo: `T${String(serial).padStart(6, '0')}`,
    accountId: 'current',
    currency: 'CNY',
    postedOn: on,
    postedAtMs: null,
    direction: 'out',
    amountFen: 100,
    operation: own.direction === 'in' ? 'transfer_in' : 'transfer_out',
    channel: null,
    purpose: null,
    counterparty: null,
    counterpartyBank: null,
    counterpartyAccount: null,
    ...own,
  }
}

/** The customer's own account at another bank. */
export const elsewhere = {
  counterparty: '周敏华',
  counterpartyBank: '甲州银行',
  counterpartyAccount: '9800000000003308',
}

/** One 万 of the currency, 分. */
export const wan = 1_000_000
