import type pg from 'pg'
import {
  type ParameterKey,
  parameterValue,
  type ParameterValue,
} from '#domain/administration/parameters.ts'
import type { Day } from '#domain/time/day.ts'

/**
 * The value of a business parameter in force on a business date: the highest version effective by
 * then. Throws where a published value does not fit its schema.
 */
export async function parameterInForce<Key extends ParameterKey>(
  db: pg.Pool | pg.ClientBase,
  key: Key,
  on: Day,
): Promise<ParameterValue<Key>> {
  const { rows } = await db.query<{ value: string }>(
    `select value from parameter where key = $1 and effective_from <= $2
     order by version desc limit 1`,
    [key, on],
  )
  return parameterValue(key, rows[0]?.value)
}
