import type pg from 'pg'
import type { PublishedThresholds } from '#domain/key-transactions/card.ts'
import type { Day } from '#domain/time/day.ts'
import { parameterInForce } from './in-force.ts'

/** By what key transactions are judged on a business date, with the versions that say so. */
export async function keyThresholdsInForce(
  client: pg.ClientBase,
  on: Day,
): Promise<PublishedThresholds> {
  const { rows } = await client.query<{ key: string; version: number; from: Day }>(
    `select distinct on (key) key, version::int, to_char(effective_from, 'YYYY-MM-DD') as "from"
     from parameter
     where key in ('transaction.key_floors', 'transaction.key_rule') and effective_from <= $1
     order by key, version desc`,
    [on],
  )
  const versionOf = (key: string) => {
    const { version = 0, from = '1900-01-01' } = rows.find((row) => row.key === key) ?? {}
    return { version, from }
  }
  return {
    floors: await parameterInForce(client, 'transaction.key_floors', on),
    rule: await parameterInForce(client, 'transaction.key_rule', on),
    versions: {
      floors: versionOf('transaction.key_floors'),
      rule: versionOf('transaction.key_rule'),
    },
  }
}
