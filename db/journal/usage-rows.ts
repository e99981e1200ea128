import { type UsageRecord, usageRecordSchema } from '#domain/usage/record.ts'
import type { SqliteDatabase } from '../connection/open.ts'
import { first, type ReadDatabase, run, type SqlValue } from '../connection/statements.ts'

/** One chain: of an enrolment, or of a later epoch that head office opened for it. */
export interface LedgerIdentity {
  ledgerId: string
  epoch: number
}

/** A record as the journal keeps it: what was chained, its hash and seal, and what its hash vouches for. */
export type UsageRow = UsageRecord & {
  hash: string
  /** Seal; null of a record from before there were keys. */
  mac: string | null
  salt: string | null
  body: string | null
}

/** Columns of a {@link UsageRow}, in the order of {@link selectUsage}. */
const usageColumns = [
  ...(Object.keys(usageRecordSchema.shape) as (keyof UsageRecord)[]),
  ...(['hash', 'mac', 'salt', 'body'] as const),
] as const satisfies readonly (keyof UsageRow)[]

/** Records, each with its chain; the caller adds a condition on `usage_record.place`. */
export const selectUsage = `SELECT ${usageColumns.join(', ')}
  FROM usage_record CROSS JOIN usage_chain ON usage_chain.place = usage_record.chain`

/** Places between two chains: a record stands at the place of its chain plus its number. */
const placesOfChain = 2 ** 32

/** The place of a chain; null where the journal knows none of it. */
export function placeOf(db: ReadDatabase, { ledgerId, epoch }: LedgerIdentity): number | null {
  const chain = first<{ place: number }>(
    db,
    'SELECT place FROM usage_chain WHERE ledger_id = ? AND epoch = ?',
    ledgerId,
    epoch,
  )
  return chain?.place ?? null
}

/** The last place of a chain that begins at one. */
export const lastPlaceOf = (chain: number): number => chain + placesOfChain - 1

/** The place of a chain, which begins here where it is new: behind all others. */
function madePlaceOf(db: SqliteDatabase, ledger: LedgerIdentity): number {
  const known = placeOf(db, ledger)
  if (known !== null) return known
  const last = first<{ place: number | null }>(db, 'SELECT max(place) AS place FROM usage_chain')
  const place = (last?.place ?? 0) + placesOfChain
  run(db, 'INSERT INTO usage_chain VALUES (?, ?, ?)', place, ledger.ledgerId, ledger.epoch)
  return place
}

const ownColumns = usageColumns.filter((column) => !['ledger_id', 'epoch', 'seq'].includes(column))
const intoRecords = `INTO usage_record (place, ${ownColumns.join(', ')})
  VALUES (?, ${ownColumns.map(() => '?').join(', ')})`

function write(db: SqliteDatabase, how: 'INSERT' | 'INSERT OR REPLACE', row: UsageRow): void {
  const chain = madePlaceOf(db, { ledgerId: row.ledger_id, epoch: row.epoch })
  const values = ownColumns.map((column): SqlValue => row[column] ?? null)
  run(db, `${how} ${intoRecords}`, chain + row.seq, ...values)
}

/** Adds a record; throws SQLite's error where its number is taken. Part of the caller's transaction. */
export function addUsage(db: SqliteDatabase, row: UsageRow): void {
  write(db, 'INSERT', row)
}

/** Writes a record over one of its number; part of the caller's transaction. */
export function putUsage(db: SqliteDatabase, row: UsageRow): void {
  write(db, 'INSERT OR REPLACE', row)
}
