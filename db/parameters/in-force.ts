import {
  type ParameterKey,
  parameterValue,
  type ParameterValue,
} from '#domain/administration/parameters.ts'
import type { ReckoningSubject } from '#domain/administration/records.ts'
import type { Day } from '#domain/time/day.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

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

/**
 * Several parameters as they were in force on the day that something stands for in this branch
 * (`subject` of its reckonings; the business date before the first time), and that day. One statement.
 */
export function parametersAsOf<Key extends ParameterKey>(
  db: ReadDatabase,
  subject: ReckoningSubject,
  businessDate: Day,
  keys: readonly Key[],
): { on: Day; values: { [Each in Key]: ParameterValue<Each> } } {
  const rows = all<{ on: Day; key: string | null; value: string }>(
    db,
    `WITH day AS (SELECT coalesce((SELECT as_of FROM reckoning WHERE subject = ?), ?) AS "on")
     SELECT day."on", p.key, p.value FROM day
     LEFT JOIN parameter p ON p.key IN (SELECT value FROM json_each(?))
       AND p.effective_from <= day."on"
     ORDER BY p.version`,
    subject,
    businessDate,
    JSON.stringify(keys),
  )
  // The highest version comes last.
  const published = new Map(rows.map(({ key, value }) => [key, value]))
  const values = keys.map((key) => [key, parameterValue(key, published.get(key))])
  return {
    on: rows[0]?.on ?? businessDate,
    values: Object.fromEntries(values) as { [Each in Key]: ParameterValue<Each> },
  }
}
