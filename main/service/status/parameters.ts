import { parameterInForce } from '#db/parameters/in-force.ts'
import {
  type ParameterKey,
  parameterValue,
  type ParameterValue,
} from '#domain/administration/parameters.ts'
import type { CacheHolder } from '#main/sync/cache-holder.ts'
import { cachedBusinessDate } from '../dispatch/contexts.ts'

/**
 * A parameter in force on the business date of the data on this PC; the product's own value while
 * there is none, or nobody has opened it.
 */
export function localParameter<Key extends ParameterKey>(
  cache: CacheHolder,
  key: Key,
): ParameterValue<Key> {
  const on = cachedBusinessDate(cache)
  return on === null
    ? parameterValue(key, undefined)
    : cache.read((db) => parameterInForce(db, key, on))
}
