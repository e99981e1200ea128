import type pg from 'pg'
import { z } from 'zod'
import { cardName } from '#domain/key-transactions/card.ts'
import { type Reversal, reversalReasonLength } from '#domain/key-transactions/reversal.ts'
import type { Day } from '#domain/time/day.ts'
import { id } from '#domain/record/field.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { readDatabaseInfo } from '../database/info.ts'
import { keyThresholdsInForce } from '../parameters/key-thresholds.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { mergeStaged } from '../store/bulk-load.ts'
import { inTransaction } from '../store/transaction.ts'
import { settleClosings } from './day-closings.ts'
import { stageCards } from './stage-cards.ts'

/** 冲正: core banking takes a booking of the running day back. */
export const reversalSchema = z.strictObject({
  branch_id: id(),
  txn_no: z.string().min(1).max(40),
  reason: z.string().trim().min(1).max(reversalReasonLength),
})
export type BookingReversal = z.infer<typeof reversalSchema>

/** What became of reversals. */
export interface ReversalCounts {
  /** Bookings that were taken out, or will not be taken when they come. */
  reversed: number
  /** Reversals that were known. */
  repeated: number
  /** Those whose booking lies in a day that is closed: they belong into an import. */
  refused: { txnNo: string; reason: 'day_closed' | 'branch' }[]
  /** Cards that were taken back, changed or marked. */
  cards: number
}

interface Booked {
  txn_no: string
  account_id: string
  customer_id: string
  posted_on: Day
  posted_at: Date | null
  signed_fen: string
}

/** Which of the bookings were reversed, whether they ever came or not. */
export async function reversedNumbers(
  client: pg.ClientBase,
  branchId: string,
  txnNos: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ txn_no: string }>(
    'select txn_no from reversed_booking where branch_id = $1 and txn_no = any($2::text[])',
    [branchId, txnNos],
  )
  return new Set(rows.map(({ txn_no: txnNo }) => txnNo))
}

async function bookedOf(
  client: pg.ClientBase,
  branchId: string,
  txnNos: readonly string[],
): Promise<Map<string, Booked>> {
  const { rows } = await client.query<Booked>(
    `select t.txn_no, t.account_id::text, a.customer_id::text,
       to_char(t.posted_on, 'YYYY-MM-DD') as posted_on, t.posted_at,
       case t.direction when 'in' then t.amount_fen else -t.amount_fen end as signed_fen
     from bank_transaction t
     join account a on a.branch_id = t.branch_id and a.id = t.account_id
     where t.branch_id = $1 and t.txn_no = any($2::text[])`,
    [branchId, txnNos],
  )
  return new Map(rows.map((row) => [row.txn_no, row]))
}

/** The reversals by the customers' days they touch. */
function byDay(
  booked: readonly Booked[],
  reasons: ReadonlyMap<string, string>,
  atMs: number,
): Map<string, Reversal & { customerId: string; day: Day }> {
  const days = new Map<string, Reversal & { customerId: string; day: Day }>()
  for (const { txn_no: txnNo, customer_id: customerId, posted_on: day } of booked) {
    const name = cardName(customerId, day)
    const before = days.get(name)
    const reason = reasons.get(txnNo) ?? ''
    days.set(name, {
      customerId,
      day,
      atMs,
      txnNos: [...(before?.txnNos ?? []), txnNo],
      reason: before && before.reason !== reason ? `${before.reason}；${reason}` : reason,
    })
  }
  return days
}

async function takeOut(
  client: pg.ClientBase,
  branchId: string,
  given: readonly BookingReversal[],
  { businessDate, source, nowMs }: { businessDate: Day; source: string; nowMs: number },
): Promise<ReversalCounts> {
  const counts: ReversalCounts = { reversed: 0, repeated: 0, refused: [], cards: 0 }
  const writer = await BranchWriter.lock(client, branchId)
  const reasons = new Map(given.map(({ txn_no: txnNo, reason }) => [txnNo, reason]))
  const known = await reversedNumbers(client, branchId, [...reasons.keys()])
  const booked = await bookedOf(client, branchId, [...reasons.keys()])
  const gone: Booked[] = []
  for (const [txnNo, reason] of reasons) {
    const booking = booked.get(txnNo)
    if (known.has(txnNo)) {
      counts.repeated += 1
      continue
    }
    if (booking && booking.posted_on <= businessDate) {
      counts.refused.push({ txnNo, reason: 'day_closed' })
      continue
    }
    await client.query(
      `insert into reversed_booking (branch_id, txn_no, reason, reversed_at, account_id, posted_on,
         posted_at, signed_fen)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        branchId,
        txnNo,
        reason,
        new Date(nowMs),
        booking?.account_id ?? null,
        booking?.posted_on ?? null,
        booking?.posted_at ?? null,
        booking?.signed_fen ?? null,
      ],
    )
    counts.reversed += 1
    if (booking) {
      await writer.remove('bank_transaction', txnNo, 'deleted', nowMs)
      gone.push(booking)
    }
    const detail = { source, arrived: booking !== undefined }
    const entry = { branchId, actor: 'system', action: 'booking.reversed', object: txnNo, detail }
    await recordAudit(client, entry, nowMs)
  }
  if (gone.length === 0) return counts
  for (const day of new Set(gone.map(({ posted_on: on }) => on))) {
    const accounts = gone.filter(({ posted_on: on }) => on === day).map((each) => each.account_id)
    await settleClosings(client, branchId, [...new Set(accounts)], day)
  }
  const reversed = byDay(gone, reasons, nowMs)
  const last = [...reversed.values()].map(({ day }) => day).sort()
  const staged = await stageCards(client, await keyThresholdsInForce(client, last.at(-1) ?? ''), {
    branchId,
    candidates: [...reversed.values()],
    stopped: [],
    arrivedAtMs: () => nowMs,
    reversed,
  })
  counts.cards = staged.size
  await mergeStaged(client)
  return counts
}

/**
 * Takes bookings of the running day out again that core banking reversed: they, the balances they led to
 * and the cards they raised change in each branch in one transaction. A reversal that comes before its
 * booking keeps it from being taken; one that comes twice changes nothing.
 */
export async function reverseBookings(
  pool: pg.Pool,
  given: readonly BookingReversal[],
  nowMs: number,
  source = 'job',
): Promise<ReversalCounts> {
  const info = await readDatabaseInfo(pool)
  if (!info) throw new Error('the database has no info row: head office must have started once')
  const { businessDate } = info
  const all: ReversalCounts = { reversed: 0, repeated: 0, refused: [], cards: 0 }
  for (const branchId of [...new Set(given.map(({ branch_id }) => branch_id))].sort()) {
    const own = given.filter(({ branch_id }) => branch_id === branchId)
    const known = await pool.query('select from scope_version where branch_id = $1', [branchId])
    if (known.rowCount === 0) {
      all.refused.push(...own.map(({ txn_no: txnNo }) => ({ txnNo, reason: 'branch' as const })))
      continue
    }
    const part = await inTransaction(pool, 'write', (client) =>
      takeOut(client, branchId, own, { businessDate, source, nowMs }),
    )
    all.reversed += part.reversed
    all.repeated += part.repeated
    all.cards += part.cards
    all.refused.push(...part.refused)
  }
  return all
}
