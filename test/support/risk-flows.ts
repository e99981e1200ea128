import type pg from 'pg'
import { addDays, type Day } from '#domain/time/day.ts'
import {
  aCustomer,
  branchA,
  branchB,
  idOf,
  joinStaff,
  loadRecords,
  person,
  testDay,
} from './branch-data.ts'

/** 1 万 in 分. */
export const wan = 1_000_000

/** Risk officers over the 支行 of both outlets, two of them, and over outlet A alone. */
export const officers = {
  whole: person('7001', '覃学海', 'S1', 'risk_officer'),
  second: person('7003', '陆昭明', 'S1', 'risk_officer'),
  outletA: person('7002', '冯佩兰', 'A', 'risk_officer'),
}

/** A transfer between two customers, or accounts at another bank (`ext…`). */
export interface Sent {
  from: string
  to: string
  fen: number
  on: Day
}

/** Customers by name: those of branch B carry a b. */
const branchOf = (name: string) => (name.startsWith('b') ? branchB : branchA)
const accountNo = (name: string) =>
  `6228${idOf('account', name).replaceAll(/\D/g, '').slice(0, 12)}`
const outsideNo = (name: string) => `621700${name}`

let serial = 0

/** One booking of a transfer, on the account of `own`, at noon (UTC+8) of its day. */
function booking(own: string, other: string, { fen, on }: Sent, direction: 'in' | 'out') {
  const outside = other.startsWith('ext')
  return {
    branch_id: branchOf(own),
    txn_no: `T${String((serial += 1)).padStart(8, '0')}`,
    account_id: idOf('account', own),
    posted_on: on,
    posted_at: Date.parse(`${on}T12:00:00+08:00`),
    direction,
    amount_fen: fen,
    balance_fen: null,
    operation: direction === 'in' ? 'transfer_in' : 'transfer_out',
    purpose: 'transfer',
    channel: null,
    counterparty_name: other,
    counterparty_bank: outside ? '别的银行' : '测试银行',
    counterparty_account: outside ? outsideNo(other) : accountNo(other),
  }
}

const bookings = (sent: Sent) => [
  ...(sent.from.startsWith('ext') ? [] : [booking(sent.from, sent.to, sent, 'out')]),
  ...(sent.to.startsWith('ext') ? [] : [booking(sent.to, sent.from, sent, 'in')]),
]

/** Books transfers on both accounts, as far as they are here. */
export const put = (pool: pg.Pool, sent: readonly Sent[]) =>
  loadRecords(pool, { bank_transaction: sent.flatMap(bookings) })

/** Money that goes round through both outlets. */
export const ring: readonly Sent[] = [
  { from: 'a1', to: 'b1', fen: 8 * wan + 117, on: addDays(testDay, -9) },
  { from: 'b1', to: 'a2', fen: 8 * wan - 20_000, on: addDays(testDay, -8) },
  { from: 'a2', to: 'a1', fen: 8 * wan - 50_000, on: addDays(testDay, -6) },
]

/** An account of outlet A through which money only passes. */
export const mule: readonly Sent[] = [40, 30, 20, 10].flatMap((ago) => [
  { from: `ext${ago}`, to: 'a3', fen: 2 * wan + ago, on: addDays(testDay, -ago) },
  { from: 'a3', to: `extout${ago}`, fen: 2 * wan, on: addDays(testDay, -ago + 1) },
])

/** Customers with two accounts each, officers, the ring, the pass-through, and what is neither. */
export async function fillRiskFlows(pool: pg.Pool): Promise<void> {
  const names = ['a1', 'a2', 'a3', 'a4', 'b1']
  await joinStaff(pool, Object.values(officers))
  await loadRecords(pool, {
    customer: names.map((name) =>
      aCustomer(name, { branch_id: branchOf(name), id: idOf('customer', name) }),
    ),
    account: names.flatMap((name) =>
      // A second account of the same customer: money between the two is nobody's business.
      [name, `${name}-second`].map((account) => ({
        branch_id: branchOf(name),
        id: idOf('account', account),
        customer_id: idOf('customer', name),
        account_no: accountNo(account),
        kind: 'current',
        currency: 'CNY',
        opened_on: '2024-01-01',
        closed_on: null,
        status: 'normal',
        category: 1,
        product_id: null,
        rate_bp: null,
        matures_on: null,
        statement: null,
      })),
    ),
  })
  await put(pool, [
    ...ring,
    ...mule,
    { from: 'a4', to: 'a4-second', fen: 9 * wan + 1, on: addDays(testDay, -3) },
    { from: 'a1', to: 'a4', fen: 9 * wan, on: addDays(testDay, 3) },
  ])
}
