import { withRunningSums } from '#domain/accounts/average-balance.ts'
import type { Account, BalanceChange, Holding, Transaction } from '#domain/accounts/records.ts'
import type { Contact } from '#domain/customers/contact.ts'
import type { Product } from '#domain/products/records.ts'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import type { Task } from '#domain/workbench/task.ts'
import { aumOf, type BranchSize, managerOf, syntheticBranchId, syntheticDate } from './customers.ts'
import { Random, syntheticId } from './random.ts'

/** Share of customers with a holding beside their account, and with a contact or a task. */
const shares = { holding: 0.4, contact: 0.5, task: 0.2 } as const

const hit = (size: BranchSize, stream: number, n: number, share: number) =>
  new Random(size.seed, stream, n).next() < share

/** The current account of the n-th customer. */
export function account(n: number): Account {
  return {
    branch_id: syntheticBranchId,
    id: syntheticId('account', n),
    customer_id: syntheticId('customer', n),
    account_no: `62284899${String(n).padStart(8, '0')}`,
    kind: 'current',
    currency: 'CNY',
    opened_on: '2020-01-01',
    closed_on: null,
    status: 'normal',
    category: 1,
    product_id: null,
    rate_bp: 20,
    matures_on: null,
    statement: null,
  }
}

/** The product all synthetic holdings are of. */
export const product: Product = {
  id: syntheticId('product', 0),
  code: 'S0',
  name: '虚构理财一号',
  asset_class: 'wealth',
  issuer: 'own',
  risk_level: 2,
  term_days: null,
  min_amount_fen: 100,
  rate_bp: 250,
  currency: 'CNY',
  status: 'on_sale',
  sale_from: null,
  sale_to: null,
}

/** The holding of the n-th customer, or none. */
export function holding(size: BranchSize, n: number): Holding | null {
  if (!hit(size, 20, n, shares.holding)) return null
  const value = Math.round(aumOf(size, n) * 0.4)
  return {
    branch_id: syntheticBranchId,
    id: syntheticId('holding', n),
    customer_id: syntheticId('customer', n),
    product_id: product.id,
    units: value,
    cost_fen: Math.round(value * 0.98),
    value_fen: value,
    valued_on: syntheticDate,
    bought_on: '2026-01-05',
    matures_on: null,
    auto_renew: false,
  }
}

/** Balance changes of a position: one every few weeks over two years. */
export function balances(
  size: BranchSize,
  n: number,
  kind: 'account' | 'holding',
  changes = 8,
): BalanceChange[] {
  const random = new Random(size.seed, kind === 'account' ? 21 : 22, n)
  const share = kind === 'account' ? 0.6 : 0.4
  const points = Array.from({ length: changes }, (_, index) => ({
    changed_on: addDays('2024-11-01', Math.floor((index * 750) / changes) + random.below(60)),
    balance_fen: Math.round(aumOf(size, n) * share * (0.5 + random.next())),
  })).sort((a, b) => (a.changed_on < b.changed_on ? -1 : 1))
  const days = new Map(points.map((point) => [point.changed_on, point]))
  return withRunningSums([...days.values()]).map((point) => ({
    branch_id: syntheticBranchId,
    position_id: syntheticId(kind, n),
    ...point,
  }))
}

/** A contact with the n-th customer, or none. */
export function contact(size: BranchSize, n: number): Contact | null {
  if (!hit(size, 23, n, shares.contact)) return null
  const random = new Random(size.seed, 24, n)
  return {
    branch_id: syntheticBranchId,
    id: syntheticId('contact', n),
    customer_id: syntheticId('customer', n),
    staff_id: syntheticId('staff', managerOf(size, n)),
    at: instantOfDay(addDays(syntheticDate, -random.below(400))),
    channel: 'phone',
    outcome: 'again',
    summary: '已介绍到期安排，约下周再谈。',
    next_on: null,
    duration_minutes: random.below(30),
    origin: 'demo',
  }
}

/** An open task about the n-th customer, or none. */
export function task(size: BranchSize, n: number): Task | null {
  if (!hit(size, 25, n, shares.task)) return null
  return {
    branch_id: syntheticBranchId,
    id: syntheticId('task', n),
    customer_id: syntheticId('customer', n),
    staff_id: syntheticId('staff', managerOf(size, n)),
    kind: 'idle_cash',
    priority: 2,
    due_on: addDays(syntheticDate, 7),
    amount_fen: 5_000_000,
    evidence: JSON.stringify({ amountFen: 5_000_000, days: 15 }),
    rule_version: 'synthetic-1',
    state: 'open',
    created_at: 0,
    completed_at: null,
    completed_by: null,
    outcome: null,
    note: null,
    not_before: null,
    reason: null,
  }
}

const purposes = ['工资', '货款', '生活消费', '转账', null] as const

/** The k-th transaction of the n-th customer's account. */
export function transaction(size: BranchSize, n: number, k: number): Transaction {
  const random = new Random(size.seed, 26, n, k)
  const postedOn = addDays(syntheticDate, -random.below(365))
  const incoming = random.next() < 0.4
  return {
    branch_id: syntheticBranchId,
    txn_no: `${postedOn.replaceAll('-', '')}${String(n).padStart(7, '0')}${String(k).padStart(4, '0')}`,
    account_id: syntheticId('account', n),
    posted_on: postedOn,
    posted_at: instantOfDay(postedOn) + random.below(86_400_000),
    direction: incoming ? 'in' : 'out',
    amount_fen: Math.round(10_000 * Math.exp(2 * random.bell())) + 1,
    balance_fen: random.below(100_000_000),
    operation: incoming ? 'transfer_in' : random.of(['card_payment', 'transfer_out', 'purchase']),
    purpose: random.of(purposes),
    channel: random.of(['mobile', 'pos', 'counter', 'online']),
    counterparty_name: random.next() < 0.6 ? `虚构商户${random.below(5000)}` : null,
    counterparty_bank: random.next() < 0.4 ? random.of(['甲银行', '乙银行', '丙银行']) : null,
    counterparty_account: null,
  }
}
