import type { ReadDatabase } from '#db/connection/statements.ts'
import { churnPointsSql } from '#db/customers/evaluation.ts'
import type { FilterGround } from '#db/customers/filter.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { tierFloors } from '#db/parameters/tier-floors.ts'
import { favouriteIds } from '#db/user/customers.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import { churnGround } from './evaluation-ground.ts'
import { scopeOf } from './scope.ts'

/** A value read when it is first asked for, and once. */
function once<Value>(read: () => Value): () => Value {
  let known: { value: Value } | null = null
  return () => (known ??= { value: read() }).value
}

/** What the filters of a caller are judged against, once the cache is open. */
export function filterGround(context: CallContext): (db: ReadDatabase) => FilterGround {
  const scope = scopeOf(context)
  const favourites = context.own(favouriteIds)
  return (db) => ({
    scope,
    favourites,
    tierRules: once(() => ({
      floors: tierFloors(db, scope.on),
      period: parameterInForce(db, 'tier.period', scope.on),
    })),
    contactCycle: once(() => parameterInForce(db, 'contact.cycle_days', scope.on)),
    churn: once(() => {
      const { on, churn } = churnGround(db, scope.on)
      return { points: churnPointsSql(churn, on), bands: churn.bands }
    }),
  })
}
