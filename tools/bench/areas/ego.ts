import type { SqliteDatabase } from '#db/connection/open.ts'
import { all, atomically, type ReadDatabase, run } from '#db/connection/statements.ts'
import { edgeKinds } from '#domain/graph/kinds.ts'
import { showGraph } from '#main/service/customers/graph.ts'
import { branchOf, type BranchSize, syntheticBranchId } from '../branch/customers.ts'
import { Random, syntheticId } from '../branch/random.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'
import { makeBenchDesk } from './desk.ts'
import { ownCustomers } from './open-customer.ts'

/** Transactions of each customer: 3,000,000 of 200,000. */
const transactions = 15

/** Customers of the largest employer. */
const largest = 3000

/**
 * Ties the synthetic branch: two relations a customer to others of the branch, every third transfer to
 * an account of the branch, an employer for everybody, of which one has {@link largest}, a number shared
 * by two of every ten.
 */
function tieBranch(db: SqliteDatabase, size: BranchSize): void {
  const someone = (random: Random) => syntheticId('customer', random.below(size.customers))
  const relation = `INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, 'customer', '2020-01-01', NULL, 1, 1)`
  atomically(db, () => {
    for (let n = 0; n < size.customers; n += 1) {
      const random = new Random(size.seed, 21, n)
      const id = syntheticId('customer', n)
      for (const [kind, nth] of [
        ['spouse', 0],
        ['referral', 1],
      ] as const) {
        const key = `${id.slice(0, -1)}${nth}-${n}`
        run(db, relation, syntheticBranchId, key, id, someone(random), '虚构', kind)
      }
      const employer = n % Math.ceil(size.customers / largest) === 0 ? 0 : 1 + Math.floor(n / 12)
      run(db, 'UPDATE customer SET employer = ? WHERE id = ?', `虚构单位${employer}`, id)
      if (n % 10 === 1) {
        const mobile = 'SELECT mobile FROM customer WHERE id = ?'
        const before = syntheticId('customer', n - 1)
        run(db, `UPDATE customer SET mobile = (${mobile}) WHERE id = ?`, before, id)
      }
    }
    run(
      db,
      `UPDATE bank_transaction SET operation = 'transfer_out', direction = 'out', purpose = NULL,
         counterparty_name = '王一', counterparty_account =
           (SELECT account_no FROM account WHERE rowid = 1 + abs(bank_transaction.rowid * 7919) % ?)
       WHERE rowid % 3 = 0`,
      size.customers,
    )
  })
  db.exec('ANALYZE')
}

/** What is tied to the customer by relations and number, and nothing else: no transfers, no masks. */
function bareTies(db: ReadDatabase, id: string): void {
  all(db, 'SELECT * FROM relation WHERE from_customer_id = ?', id)
  all(db, 'SELECT * FROM relation WHERE to_customer_id = ?', id)
  all(
    db,
    `SELECT t.* FROM account a CROSS JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ? AND t.posted_on >= ''`,
    id,
  )
}

/** Its sizes. */
export const egoSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }

/** 关系图谱 of one customer, two hops: the tab's use case against bare reads of the customer's own ties. */
export async function benchEgo(scale: Scale): Promise<Result> {
  const size = branchOf(sizeOn(scale, egoSize))
  const desk = await makeBenchDesk(
    size,
    [
      'customer',
      'customer_summary',
      'customer_manager',
      'product',
      'account',
      'holding',
      'balance_change',
      'bank_transaction',
    ],
    transactions,
    (db) => tieBranch(db, size),
  )
  try {
    // The head of the branch, to whom every neighbour is open.
    const context = {
      ...desk.context,
      actor: { ...desk.context.actor, roles: ['branch_head' as const] },
    }
    const ids = ownCustomers(size)
    const bare = () => timesOf(ids, (id) => desk.reader.read((db) => bareTies(db, id)))
    const real = () =>
      timesOf(ids, (customerId) =>
        showGraph({ customerId, hops: 2, kinds: [...edgeKinds] }, context),
      )
    await bare()
    await real()
    const times = await byTurns(bare, real)
    const limit = leastTimes(times.limit)
    const ours = leastTimes(times.ours)
    return {
      area: 'ego graph',
      what:
        `${size.customers} customers, ${size.customers * transactions} transactions, ` +
        `${ids.length} asked for two hops; bare: the customer's own relations and transactions`,
      basis: 'least',
      limitMs: median(limit),
      oursMs: median(ours),
      ratio: median(ours) / median(limit),
      goal: { of: 'p95 ms', most: 50, measured: quantile(ours, 0.95) },
      details: {},
    }
  } finally {
    desk.remove()
  }
}
