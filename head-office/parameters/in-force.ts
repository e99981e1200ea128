import type pg from 'pg'
import type { z } from 'zod'
import type { Day } from '#domain/time/day.ts'

/**
 * The value of a business parameter in force on a day: the highest version among those effective
 * by then. `fallback` where the bank has published none. A published value that does not fit its
 * schema is a fault of publishing and throws.
 */
export async function parameterInForce<T>(
  db: pg.Pool | pg.ClientBase,
  key: string,
  on: Day,
  schema: z.ZodType<T>,
  fallback: T,
): Promise<T> {
  const { rows } = await db.query<{ value: string }>(
    `select value from parameter where key = $1 and effective_from <= $2
     order by version desc limit 1`,
    [key, on],
  )
  const value = rows[0]?.value
  return value === undefined ? fallback : schema.parse(JSON.parse(value))
}
