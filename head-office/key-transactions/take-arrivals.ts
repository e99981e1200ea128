import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type Transaction, transactionSchema } from '#domain/accounts/records.ts'
import { addDays, type Day, dayOfInstant } from '#domain/time/day.ts'
import { type DatabaseInfo, readDatabaseInfo } from '../database/info.ts'
import { keyThresholdsInForce } from '../parameters/key-thresholds.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import { numberOf, setAside } from './arrivals-aside.ts'
import { settleClosings } from './day-closings.ts'
import { reversedNumbers } from './reverse-bookings.ts'
import { stageCards } from './stage-cards.ts'

/**
 * Why a booking of the running day was not taken: it does not fit its schema; it is dated after the
 * running day; its day is closed (it belongs into an import); the branch has no such account; its number
 * came twice with different content; it was reversed before it came.
 */
export type ArrivalRefusal =
  | 'malformed'
  | 'future'
  | 'day_closed'
  | 'account'
  | 'duplicate'
  | 'reversed'

/** What became of a delivery. */
export interface ArrivalCounts {
  /** Bookings that were new or different. */
  taken: number
  /** Bookings that stood already. */
  repeated: number
  refused: { txnNo: string; reason: ArrivalRefusal }[]
  /** Cards that were raised or changed. */
  cards: number
}

/** The day whose bookings may arrive now: today in UTC+8; where the calendar stands still, the next. */
export function runningDay(
  { calendar, businessDate }: Pick<DatabaseInfo, 'calendar' | 'businessDate'>,
  nowMs: number,
): Day {
  return calendar === 'running' ? dayOfInstant(nowMs) : addDays(businessDate, 1)
}

interface Sorted {
  accepted: Transaction[]
  repeated: number
  refused: ArrivalCounts['refused']
}

const refusalOf = (
  { posted_on: day }: Transaction,
  info: DatabaseInfo,
  nowMs: number,
): ArrivalRefusal | null => {
  if (day > runningDay(info, nowMs)) return 'future'
  return day <= info.businessDate ? 'day_closed' : null
}

/** Sorts a delivery out before anything is written. */
function sortOut(given: readonly unknown[], info: DatabaseInfo, nowMs: number): Sorted {
  const sorted: Sorted = { accepted: [], repeated: 0, refused: [] }
  const byNumber = new Map<string, string>()
  for (const each of given) {
    const parsed = transactionSchema.safeParse(each)
    if (!parsed.success) {
      sorted.refused.push({ txnNo: numberOf(each), reason: 'malformed' })
      continue
    }
    const { data } = parsed
    const { txn_no: txnNo, branch_id: branchId } = data
    const reason = refusalOf(data, info, nowMs)
    const before = byNumber.get(`${branchId} ${txnNo}`)
    const content = JSON.stringify(data)
    if (reason !== null) sorted.refused.push({ txnNo, reason })
    else if (before === content) sorted.repeated += 1
    else if (before !== undefined) sorted.refused.push({ txnNo, reason: 'duplicate' })
    else {
      byNumber.set(`${branchId} ${txnNo}`, content)
      sorted.accepted.push(data)
    }
  }
  return sorted
}

async function ownersOf(
  client: pg.ClientBase,
  branchId: string,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; customer_id: string }>(
    'select id::text, customer_id::text from account where branch_id = $1 and id = any($2::uuid[])',
    [branchId, accountIds],
  )
  return new Map(rows.map(({ id, customer_id }) => [id, customer_id]))
}

async function takeForBranch(
  client: pg.ClientBase,
  branchId: string,
  transactions: readonly Transaction[],
  nowMs: number,
  counts: ArrivalCounts,
): Promise<void> {
  const owners = await ownersOf(client, branchId, [
    ...new Set(transactions.map(({ account_id }) => account_id)),
  ])
  const gone = await reversedNumbers(
    client,
    branchId,
    transactions.map(({ txn_no: txnNo }) => txnNo),
  )
  const known = transactions.filter(({ account_id, txn_no: txnNo }) => {
    const reason = gone.has(txnNo) ? 'reversed' : owners.has(account_id) ? null : 'account'
    if (reason !== null) counts.refused.push({ txnNo, reason })
    return reason === null
  })
  if (known.length === 0) return
  const table = tableNamed('bank_transaction')
  await stageRows(
    client,
    'bank_transaction',
    known.map((record) => wireRow(table, record)),
  )
  // From here on the branch's scope is locked: nobody changes its cards or balances meanwhile.
  const merged = (await mergeStaged(client)).get('bank_transaction')
  counts.taken += (merged?.inserted ?? 0) + (merged?.updated ?? 0)
  counts.repeated += merged?.unchanged ?? 0
  const days = [...new Set(known.map(({ posted_on }) => posted_on))].sort()
  const accounts = [...new Set(known.map(({ account_id }) => account_id))]
  for (const day of days) await settleClosings(client, branchId, accounts, day)
  const candidates = known.map(({ account_id, posted_on: day }) => ({
    customerId: owners.get(account_id) ?? '',
    day,
  }))
  const thresholds = await keyThresholdsInForce(client, days.at(-1) ?? '')
  const staged = await stageCards(client, thresholds, {
    branchId,
    candidates,
    stopped: [],
    arrivedAtMs: () => nowMs,
  })
  counts.cards += staged.size
  await mergeStaged(client)
}

/**
 * Takes bookings of the running day as they arrive from the core system: they, the balances they lead
 * to, and the cards they raise come into each branch in one transaction under one version, of which its
 * terminals are told at once. In any order and however often a delivery comes, the same stands at the
 * end. What cannot be taken is refused by name and set aside; the rest is taken.
 */
export async function takeArrivals(
  pool: pg.Pool,
  given: readonly unknown[],
  nowMs: number,
  source = 'job',
): Promise<ArrivalCounts> {
  const info = await readDatabaseInfo(pool)
  if (!info) throw new Error('the database has no info row: head office must have started once')
  const { accepted, repeated, refused } = sortOut(given, info, nowMs)
  const counts: ArrivalCounts = { taken: 0, repeated, refused, cards: 0 }
  const branches = [...new Set(accepted.map(({ branch_id }) => branch_id))].sort()
  for (const branchId of branches) {
    const own = accepted.filter(({ branch_id }) => branch_id === branchId)
    const ofBranch = await inTransaction(pool, 'write', async (client) => {
      const part: ArrivalCounts = { taken: 0, repeated: 0, refused: [], cards: 0 }
      await takeForBranch(client, branchId, own, nowMs, part)
      return part
    })
    counts.taken += ofBranch.taken
    counts.repeated += ofBranch.repeated
    counts.cards += ofBranch.cards
    counts.refused.push(...ofBranch.refused)
  }
  await setAside(pool, { source, given, refused: counts.refused, nowMs })
  return counts
}
