import { all, type ReadDatabase } from '#db/connection/statements.ts'
import { rangeOf } from '#domain/flow/period.ts'
import { showFundFlow } from '#main/service/customers/fund-flow.ts'
import { branchOf, syntheticDate } from '../branch/customers.ts'
import { byTurns, leastTimes, median, quantile, type Result, timesOf } from '../measure.ts'
import { type AreaSize, type Scale, sizeOn } from '../options.ts'
import { makeBenchDesk } from './desk.ts'
import { ownCustomers } from './open-customer.ts'

/** Transactions of each customer: 3,000,000 of 200,000. */
const transactions = 15

const period = 'year'

/** What came in and went out, and nothing else: no classes, no months, no names, no balances. */
function bareSums(db: ReadDatabase, customerId: string): void {
  const { from, to } = rangeOf(period, syntheticDate)
  all(
    db,
    `SELECT t.direction, sum(t.amount_fen) FROM account a
     CROSS JOIN bank_transaction t ON t.account_id = a.id
     WHERE a.customer_id = ? AND t.posted_on >= ? AND t.posted_on <= ? GROUP BY t.direction`,
    customerId,
    from,
    to,
  )
}

/** Its sizes. */
export const fundFlowSize: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }

/** 资金流向 of one customer over a year: the tab's use case against a bare sum of the same rows. */
export async function benchFundFlow(scale: Scale): Promise<Result> {
  const size = branchOf(sizeOn(scale, fundFlowSize))
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
  )
  try {
    const ids = ownCustomers(size)
    const bare = () => timesOf(ids, (id) => desk.reader.read((db) => bareSums(db, id)))
    const real = () =>
      timesOf(ids, (customerId) => showFundFlow({ customerId, period }, desk.context))
    await bare()
    await real()
    const times = await byTurns(bare, real)
    const limit = leastTimes(times.limit)
    const ours = leastTimes(times.ours)
    return {
      area: 'fund flow',
      what:
        `${size.customers * transactions} transactions of ${size.customers} customers, ` +
        `${ids.length} asked for a year; bare: the sums of the same rows by direction`,
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
