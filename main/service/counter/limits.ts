import { parameterInForce } from '#db/parameters/in-force.ts'
import type { CounterLimits } from '#domain/counter/limits-schema.ts'
import type { CallContext } from '../dispatch/call-context.ts'

/** Parameter `counter.limits` in force on the business date of the data. */
export function counterLimitsIn(context: CallContext): CounterLimits {
  return context.cache((db) => parameterInForce(db, 'counter.limits', context.businessDate))
}
