import { all, type ReadDatabase } from '#db/connection/statements.ts'
import { openCustomer } from '#main/service/customers/overview.ts'
import { branchOf, type BranchSize, managerOf } from '../branch/customers.ts'
import { Random, syntheticId } from '../branch/random.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'
import { makeBenchDesk } from './desk.ts'

const opened = 400

/** The same rows by their keys and nothing else: no joins, no rules, no masks, no view. */
function bareReads(db: ReadDatabase, id: string): void {
  all(db, 'SELECT * FROM customer WHERE id = ?', id)
  all(db, 'SELECT * FROM customer_summary WHERE customer_id = ?', id)
  all(db, 'SELECT * FROM customer_manager WHERE customer_id = ?', id)
  const positions = [
    ...all<{ id: string }>(db, 'SELECT * FROM account WHERE customer_id = ?', id),
    ...all<{ id: string }>(db, 'SELECT * FROM holding WHERE customer_id = ?', id),
  ]
  for (const position of positions) {
    all(db, 'SELECT * FROM balance_change WHERE position_id = ?', position.id)
  }
  for (const table of ['loan', 'card', 'consent', 'correction', 'task', 'contact']) {
    all(db, `SELECT * FROM ${table} WHERE customer_id = ?`, id)
  }
  all(db, 'SELECT * FROM relation WHERE from_customer_id = ?', id)
}

/** Customers of the first book, spread over the branch. */
export function ownCustomers(size: BranchSize): string[] {
  const random = new Random(size.seed, 98)
  const ids: string[] = []
  while (ids.length < opened) {
    const n = random.below(size.customers)
    if (managerOf(size, n) === 0) ids.push(syntheticId('customer', n))
  }
  return ids
}

/** Its sizes. */
export const openCustomerSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }

/** Opening a customer: the overview's use case against bare reads of the same rows. */
export async function benchOpenCustomer(scale: Scale): Promise<Result> {
  const size = branchOf(sizeOn(scale, openCustomerSize))
  const desk = await makeBenchDesk(size, [
    'customer',
    'customer_summary',
    'customer_manager',
    'product',
    'account',
    'holding',
    'balance_change',
    'contact',
    'task',
  ])
  try {
    const ids = ownCustomers(size)
    const bare = () => timesOf(ids, (id) => desk.reader.read((db) => bareReads(db, id)))
    const real = () => timesOf(ids, (customerId) => openCustomer({ customerId }, desk.context))
    await bare()
    await real()
    const times = await byTurns(bare, real)
    const limit = leastTimes(times.limit)
    const ours = leastTimes(times.ours)
    return {
      area: 'open customer',
      what: `${size.customers} customers, ${ids.length} opened; bare: the same rows by key, no joins, no rules`,
      basis: 'least',
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: median(ours) / median(limit),
      goal: { of: 'p95 ms', most: 5, measured: quantile(ours, 0.95) },
      details: {},
    }
  } finally {
    desk.remove()
  }
}
