import { setImmediate as breathe } from 'node:timers/promises'
import type { FlowPeersView } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import { peersOf } from '#db/customers/peers.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { Tier } from '#domain/customers/tiers.ts'
import { medianOf } from '#domain/flow/peers.ts'
import type { FlowPeriod } from '#domain/flow/period.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { reportCurrency } from './assets.ts'
import { leakageView, reckonFlow } from './fund-flow.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'

/** Most peers that are reckoned, and how many at a stretch: others are waiting meanwhile. */
const mostPeers = 120
const atAStretch = 6

/** Rates of the peers of one tier over one period, by customer; kept for as long as its day. */
interface Reckoned {
  rates: ReadonlyMap<string, number>
  total: number
}

/** 外流率 of the peers; those whose rate cannot be stated are left out. */
async function reckonPeers(
  context: CallContext,
  { tier, period, on }: { tier: Tier; period: FlowPeriod; on: string },
): Promise<Reckoned> {
  const currency = reportCurrency(context)
  // Peers are everybody's in the branch; what leaves here is a median alone.
  const scope = { kind: 'branch', on } as const
  const { ids, total } = context.cache((db) => peersOf(db, tier, mostPeers))
  const rates = new Map<string, number>()
  for (let from = 0; from < ids.length; from += atAStretch) {
    context.cache((db) => {
      for (const id of ids.slice(from, from + atAStretch)) {
        const reckoned = reckonFlow(db, scope, id, period, currency)
        const { rateBp } = leakageView(db, id, currency, reckoned)
        if (rateBp !== null) rates.set(id, rateBp)
      }
    })
    await breathe()
  }
  return { rates, total }
}

/**
 * `customers.flowPeers`: the median leakage of the customer's tier in this branch, from the branch's data
 * on this PC. Reckoned once for a day, tier and period; never told of fewer than ten.
 */
export function createFlowPeers(): Handler<'customers.flowPeers'> {
  const known = new Map<string, Promise<Reckoned>>()
  let day = ''
  return async ({ customerId, period }, context): Promise<FlowPeersView> => {
    const scope = await readingScope(context, customerId)
    const { on } = scope
    const tier = context.cache((db) => {
      requireInside(db, scope, customerId)
      const record = customerRecord(db, customerId, on)
      if (!record) throw new AppError('customer.notFound')
      return record.customer.tier
    })
    if (day !== on) {
      known.clear()
      day = on
    }
    const key = JSON.stringify([context.actor.branchId, tier, period])
    const reckoned = known.get(key) ?? reckonPeers(context, { tier, period, on })
    known.set(key, reckoned)
    // A question that failed is asked again next time.
    reckoned.catch(() => known.delete(key))
    const { rates, total } = await reckoned
    const others = [...rates].filter(([id]) => id !== customerId).map(([, rate]) => rate)
    const medianBp = medianOf(others)
    return { tier, count: others.length, medianBp, sampled: total > mostPeers }
  }
}
