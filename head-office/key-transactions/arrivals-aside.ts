import type pg from 'pg'
import { sha256Hex } from '#platform/crypto/hash.ts'
import type { ArrivalCounts } from './take-arrivals.ts'

/** Longest original that is kept, characters. */
const longestOriginal = 2_000
/** What is set aside and not delivered again goes after so long, ms. */
const keptMs = 90 * 86_400_000

/** The number of a booking as it came, cut to what a column holds; '' where it has none. */
export const numberOf = (given: unknown): string => {
  const number = (given as { txn_no?: unknown } | null)?.txn_no
  return typeof number === 'string' ? number.slice(0, 40) : ''
}

/** A delivery and what of it was refused. */
interface Refused {
  source: string
  given: readonly unknown[]
  refused: ArrivalCounts['refused']
  nowMs: number
}

/**
 * Keeps what could not be taken of a delivery, with why, for whoever has to set it right. The same row for
 * the same reason is kept once and counted. What has not come for 90 days is forgotten.
 */
export async function setAside(
  pool: pg.Pool,
  { source, given, refused, nowMs }: Refused,
): Promise<void> {
  if (refused.length === 0) return
  const at = new Date(nowMs)
  const rows = new Map(
    refused.map(({ txnNo, reason }) => {
      const row = given.find((each) => numberOf(each) === txnNo)
      const original = (JSON.stringify(row) ?? '')
        .replaceAll('\\u0000', '')
        .slice(0, longestOriginal)
      return [sha256Hex(`${source}\n${reason}\n${original}`), { txnNo, reason, original }] as const
    }),
  )
  const values = [...rows.values()]
  await pool.query(
    `insert into arrival_set_aside (id, source, txn_no, reason, original, first_at, last_at, times)
     select r.id, $2, r.txn_no, r.reason, r.original, $6, $6, 1
     from unnest($1::text[], $3::text[], $4::text[], $5::text[]) as r(id, txn_no, reason, original)
     on conflict (id) do update set last_at = excluded.last_at, times = arrival_set_aside.times + 1`,
    [
      [...rows.keys()],
      source,
      values.map(({ txnNo }) => txnNo.replaceAll('\u0000', '')),
      values.map(({ reason }) => reason),
      values.map(({ original }) => original),
      at,
    ],
  )
}

/** Forgets what was set aside long ago. */
export async function dropOldAside(pool: pg.Pool, nowMs: number): Promise<void> {
  await pool.query('delete from arrival_set_aside where last_at < $1', [new Date(nowMs - keptMs)])
}
