import {
  type ParameterKey,
  parameterValue,
  type ParameterValue,
} from '#domain/administration/parameters.ts'
import type { Day } from '#domain/time/day.ts'
import { first, type ReadDatabase } from '../connection/statements.ts'

/**
 * The value of a business parameter in force on a business date, as head office published it: the
 * highest version effective by then.
 */
export function parameterInForce<Key extends ParameterKey>(
  db: ReadDatabase,
  key: Key,
  on: Day,
): ParameterValue<Key> {
  const row = first<{ value: string }>(
    db,
    `SELECT value FROM parameter WHERE key = ? AND effective_from <= ?
     ORDER BY version DESC LIMIT 1`,
    key,
    on,
  )
  return parameterValue(key, row?.value)
}
