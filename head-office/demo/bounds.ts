import { validElements } from '#domain/customers/completeness.ts'
import { type Tier, tiers } from '#domain/customers/records.ts'
import { addDays, ageOn, type Day, daysBetween } from '#domain/time/day.ts'
import type { DemoRows } from './rows.ts'

/** A stated bound: what is measured, between what it must lie, from how many customers on. */
export interface Bound {
  what: string
  least: number
  most: number
  from: number
}

const bound = (what: string, least: number, most: number, from = 300): Bound => ({
  what,
  least,
  most,
  from,
})

/**
 * What the demo bank looks like, whatever its seed. Shares are of all customers unless the name says
 * otherwise; a test measures them for several seeds and sizes.
 */
export const bounds: readonly Bound[] = [
  bound('tier standard', 0.42, 0.62),
  bound('tier potential', 0.26, 0.42),
  bound('tier gold', 0.06, 0.15),
  bound('tier platinum', 0.02, 0.07),
  bound('tier diamond', 0.002, 0.014, 1500),
  bound('tier private', 0.0002, 0.0035, 3000),
  bound('age below 14', 0.012, 0.06),
  bound('age 14 to 29', 0.07, 0.18),
  bound('age 30 to 59', 0.5, 0.72),
  bound('age 60 and above', 0.16, 0.34),
  bound('women', 0.44, 0.56),
  bound('positions per customer', 1.6, 3.2),
  bound('customers with three classes of assets', 0.03, 0.13),
  bound('customers with a term deposit', 0.48, 0.7),
  bound('customers with a product', 0.2, 0.42),
  bound('customers with a loan', 0.06, 0.15),
  bound('customers with a credit card', 0.05, 0.14),
  bound('median balance, 万', 3.2, 6.6),
  bound('95th percentile of balances, 万', 32, 90),
  bound('bookings per customer and 30 days, at most 300 each', 5, 14),
  bound('customers without a booking in 30 days', 0.005, 0.12),
  bound('dormant or frozen accounts', 0.001, 0.03),
  bound('customers with a relative', 0.2, 0.5),
  bound('all nine elements valid', 0.74, 0.9),
  bound('no mobile', 0.015, 0.08),
  bound('expired document', 0.01, 0.05),
  bound('money that ends within 30 days', 0.08, 0.24),
  bound('products bought within 32 days', 0.005, 0.08),
  bound('birthday within 7 days', 0.006, 0.045),
  bound('risk assessment that ends within 30 days', 0.01, 0.12),
  bound('customers without a manager', 0.005, 0.05),
  bound('customers somebody stands in for', 0.01, 0.12),
  bound('customers with a standing order', 0.02, 0.12),
  bound('smallest book, of the mean of its outlet', 0.9, 1),
  bound('largest book, of the mean of its outlet', 1, 1.1),
  bound('contacts per customer', 1.5, 6),
  bound('closed tasks per 100 customers', 4, 40),
]

/** What tables are measured by customer. */
function byCustomer(rows: readonly { customer_id: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { customer_id } of rows) counts.set(customer_id, (counts.get(customer_id) ?? 0) + 1)
  return counts
}

function cappedMean(counts: ReadonlyMap<string, number>, most: number, of: number): number {
  return [...counts.values()].reduce((sum, one) => sum + Math.min(most, one), 0) / of
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

function balancesByCustomer(rows: DemoRows): Map<string, number> {
  const last = new Map(rows.balance_change.map((one) => [one.position_id, one.balance_fen]))
  const sums = new Map<string, number>()
  for (const { id, customer_id } of [...rows.account, ...rows.holding]) {
    sums.set(customer_id, (sums.get(customer_id) ?? 0) + (last.get(id) ?? 0))
  }
  return sums
}

function classesByCustomer(rows: DemoRows): Map<string, Set<string>> {
  const classOf = new Map(rows.product.map(({ id, asset_class }) => [id, asset_class]))
  const held = new Map<string, Set<string>>()
  const add = (customerId: string, name: string) =>
    held.set(customerId, (held.get(customerId) ?? new Set()).add(name))
  for (const { customer_id, status } of rows.account) {
    if (status !== 'closed') add(customer_id, 'deposit')
  }
  for (const { customer_id, product_id } of rows.holding) {
    add(customer_id, classOf.get(product_id) ?? 'other')
  }
  return held
}

function endingSoon(rows: DemoRows, today: Day): Set<string> {
  const soon = (day: Day | null) => day !== null && day > today && daysBetween(today, day) <= 30
  return new Set(
    [...rows.account.filter(({ status }) => status !== 'closed'), ...rows.holding]
      .filter(({ matures_on }) => soon(matures_on))
      .map(({ customer_id }) => customer_id),
  )
}

function latestAssessments(rows: DemoRows): Map<string, Day> {
  const ends = new Map<string, Day>()
  for (const { customer_id, valid_to } of rows.risk_assessment) {
    if (valid_to > (ends.get(customer_id) ?? '')) ends.set(customer_id, valid_to)
  }
  return ends
}

/** Customers of each primary manager over the mean of the outlet's managers, smallest first. */
function booksOfMean(rows: DemoRows): number[] {
  const managers = new Set(
    rows.staff_role.filter(({ role }) => role === 'customer_manager').map((one) => one.staff_id),
  )
  const branchOf = new Map(rows.staff.map(({ id, branch_id }) => [id, branch_id]))
  const books = new Map([...managers].map((id) => [id, 0]))
  for (const { staff_id, role } of rows.customer_manager) {
    if (role === 'primary') books.set(staff_id, (books.get(staff_id) ?? 0) + 1)
  }
  const outlets = new Map<string, number[]>()
  for (const [id, count] of books) {
    const branch = branchOf.get(id) ?? ''
    outlets.set(branch, [...(outlets.get(branch) ?? []), count])
  }
  return [...outlets.values()]
    .flatMap((counts) => {
      const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length
      return counts.map((one) => one / mean)
    })
    .sort((a, b) => a - b)
}

/** Measures a bank at its business date by the names of {@link bounds}. */
export function measure(rows: DemoRows, today: Day): Map<string, number> {
  const { customer } = rows
  const count = customer.length
  const share = (test: (one: DemoRows['customer'][number]) => boolean): number =>
    customer.filter(test).length / count
  const among = (ids: ReadonlySet<string>): number => share(({ id }) => ids.has(id))
  const ids = (list: readonly { customer_id: string }[]) =>
    new Set(list.map(({ customer_id }) => customer_id))
  const age = ({ birth_date }: DemoRows['customer'][number]) => ageOn(birth_date ?? today, today)
  const inAges = (from: number, to: number) => share((one) => age(one) >= from && age(one) <= to)
  const open = rows.account.filter(({ status }) => status !== 'closed')
  const sums = balancesByCustomer(rows)
  const balances = customer.map(({ id }) => (sums.get(id) ?? 0) / 1_000_000).sort((a, b) => a - b)
  const monthAgo = addDays(today, -30)
  const recent = rows.bank_transaction.filter(({ posted_on }) => posted_on > monthAgo)
  const ownerOf = new Map(rows.account.map(({ id, customer_id }) => [id, customer_id]))
  const counts = byCustomer(
    recent.map((one) => ({ customer_id: ownerOf.get(one.account_id) ?? '' })),
  )
  const classes = classesByCustomer(rows)
  const assessments = latestAssessments(rows)
  const birthdays = new Set(Array.from({ length: 8 }, (_, n) => addDays(today, n).slice(5)))
  const holdings = byCustomer(rows.holding)
  const books = booksOfMean(rows)
  const tierShares = tiers.map((tier: Tier) => [`tier ${tier}`, share((one) => one.tier === tier)])
  return new Map<string, number>([
    ...(tierShares as [string, number][]),
    ['age below 14', inAges(0, 13)],
    ['age 14 to 29', inAges(14, 29)],
    ['age 30 to 59', inAges(30, 59)],
    ['age 60 and above', inAges(60, 120)],
    ['women', share(({ sex }) => sex === 'F')],
    ['positions per customer', (open.length + rows.holding.length) / count],
    [
      'customers with three classes of assets',
      share(({ id }) => (classes.get(id)?.size ?? 0) >= 3),
    ],
    ['customers with a term deposit', among(ids(open.filter(({ kind }) => kind !== 'current')))],
    ['customers with a product', share(({ id }) => holdings.has(id))],
    ['customers with a loan', among(ids(rows.loan))],
    ['customers with a credit card', among(ids(rows.card.filter(({ kind }) => kind === 'credit')))],
    ['median balance, 万', percentile(balances, 0.5)],
    ['95th percentile of balances, 万', percentile(balances, 0.95)],
    ['bookings per customer and 30 days, at most 300 each', cappedMean(counts, 300, count)],
    ['customers without a booking in 30 days', share(({ id }) => !counts.has(id))],
    ['dormant or frozen accounts', among(ids(open.filter(({ status }) => status !== 'normal')))],
    [
      'customers with a relative',
      among(new Set(rows.relation.map(({ from_customer_id }) => from_customer_id))),
    ],
    [
      'all nine elements valid',
      share((one) => Object.values(validElements(one, today)).every(Boolean)),
    ],
    ['no mobile', share(({ mobile }) => mobile === null)],
    ['expired document', share(({ id_expiry }) => id_expiry !== null && id_expiry < today)],
    ['money that ends within 30 days', among(endingSoon(rows, today))],
    [
      'products bought within 32 days',
      among(ids(rows.holding.filter(({ bought_on }) => daysBetween(bought_on, today) <= 32))),
    ],
    ['birthday within 7 days', share((one) => birthdays.has(one.birth_date?.slice(5) ?? ''))],
    [
      'risk assessment that ends within 30 days',
      share(({ id }) => {
        const ends = assessments.get(id)
        return ends !== undefined && Math.abs(daysBetween(today, ends)) <= 30
      }),
    ],
    ['customers without a manager', 1 - among(ids(rows.customer_manager))],
    ['smallest book, of the mean of its outlet', books[0] ?? 0],
    ['largest book, of the mean of its outlet', books.at(-1) ?? 0],
    [
      'customers somebody stands in for',
      among(ids(rows.customer_manager.filter(({ role }) => role === 'acting'))),
    ],
    [
      'customers with a standing order',
      among(new Set(rows.standing_order.map((one) => ownerOf.get(one.account_id) ?? ''))),
    ],
    ['contacts per customer', rows.contact.length / count],
    [
      'closed tasks per 100 customers',
      (rows.task.filter(({ state }) => state === 'done').length * 100) / count,
    ],
  ])
}
