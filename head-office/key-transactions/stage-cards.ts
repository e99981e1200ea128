import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import {
  cardName,
  cardOf,
  closedByItself,
  mergedCard,
  type PublishedThresholds,
} from '#domain/key-transactions/card.ts'
import type { CustomerDay } from '#domain/key-transactions/judge-day.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { nightMinute } from '#domain/key-transactions/deadline.ts'
import { afterReversal, restsOn, type Reversal } from '#domain/key-transactions/reversal.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'
import { type CalendarExceptions, momentOf } from '#domain/time/working-day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { BranchDay } from '../business-day/branch-steps.ts'
import { keyThresholdsInForce } from '../parameters/key-thresholds.ts'
import { wireRow } from '../sources/wire-row.ts'
import { stageRows } from '../store/bulk-load.ts'
import { wireExpression } from '../store/columns.ts'
import { type Candidate, candidatesOf, type StoppedPayroll, stoppedPayrolls } from './candidates.ts'
import { customerDays } from './customer-days.ts'

/** Days back that an opening judges again: bookings of a week may come late. */
const judgedDays = 6

const cardTable = tableNamed('key_transaction')
const columns = cardTable.columns
  .map((column) => `${wireExpression(column, 'k')} as ${column.name}`)
  .join(', ')

type CardRow = Omit<KeyTransaction, 'anti_fraud'> & { anti_fraud: number }

async function knownCards(
  client: pg.ClientBase,
  branchId: string,
  ids: readonly string[],
): Promise<Map<string, KeyTransaction>> {
  const { rows } = await client.query<CardRow>(
    `select ${columns} from key_transaction k where k.branch_id = $1 and k.id = any($2::uuid[])`,
    [branchId, ids],
  )
  return new Map(rows.map((row) => [row.id, { ...row, anti_fraud: row.anti_fraud === 1 }]))
}

/** Days that the calendar names, and whether the bank works on them. */
export async function calendarExceptions(client: pg.ClientBase): Promise<CalendarExceptions> {
  const { rows } = await client.query<{ day: Day; working: boolean }>(
    `select to_char(day, 'YYYY-MM-DD') as day, working from calendar_day`,
  )
  return new Map(rows.map(({ day, working }) => [day, working]))
}

/** The id of a customer's card of a day. */
export const cardId = (customerId: string, day: Day): string =>
  nameBasedId('rule', 'key_transaction', cardName(customerId, day))

/** What is judged: days of customers, and when what moved on them arrived. */
export interface Judging {
  branchId: string
  candidates: readonly Candidate[]
  stopped: readonly StoppedPayroll[]
  /** Moment for a day's new cards, ms UTC. */
  arrivedAtMs: (day: Day) => number
  /** Days of customers on which bookings were reversed, by {@link cardName}. */
  reversed?: ReadonlyMap<string, Reversal>
}

/** By customer, those of one day. */
function onDay<Item extends Candidate>(items: readonly Item[], day: Day): Map<string, Item> {
  return new Map(items.filter((item) => item.day === day).map((item) => [item.customerId, item]))
}

/**
 * Judges days of customers again and stages the cards that changed or are new. A card follows from the
 * bookings that stand in the database alone, so nothing changes where it is run twice, and nothing
 * depends on the order in which they came. Runs in a transaction that has locked the branch's scope.
 * Returns the ids of the cards that were staged.
 */
export async function stageCards(
  client: pg.ClientBase,
  thresholds: PublishedThresholds,
  { branchId, candidates, stopped, arrivedAtMs, reversed }: Judging,
): Promise<ReadonlySet<string>> {
  const exceptions = await calendarExceptions(client)
  const days = [...new Set([...candidates, ...stopped].map(({ day }) => day))].sort()
  const changed: KeyTransaction[] = []
  for (const day of days) {
    const ofDay = onDay(stopped, day)
    const customerIds = [...new Set([...onDay(candidates, day).keys(), ...ofDay.keys()])].sort()
    const facts = await customerDays(client, branchId, day, customerIds, ofDay)
    const known = await knownCards(
      client,
      branchId,
      customerIds.map((id) => cardId(id, day)),
    )
    const fresh = (customerId: string, facing: CustomerDay) =>
      cardOf(facing, thresholds, {
        branchId,
        cardId: cardId(customerId, day),
        customerId,
        arrivedAtMs: arrivedAtMs(day),
        exceptions,
      })
    for (const [customerId, facing] of facts) {
      const before = known.get(cardId(customerId, day)) ?? null
      const reversal = reversed?.get(cardName(customerId, day))
      const card =
        before && reversal && restsOn(before, reversal)
          ? afterReversal(before, fresh(customerId, facing), reversal)
          : mergedCard(before, fresh(customerId, facing))
      if (card !== null && card !== before) changed.push(card)
    }
  }
  if (changed.length > 0) {
    await stageRows(
      client,
      'key_transaction',
      changed.map((card) => wireRow(cardTable, card)),
    )
  }
  return new Set(changed.map(({ id }) => id))
}

/** Closes settled cards whose days are over and that nobody touched in this opening. */
async function closeSettled(
  client: pg.ClientBase,
  branchId: string,
  date: Day,
  touched: ReadonlySet<string>,
): Promise<void> {
  const { rows } = await client.query<CardRow>(
    `select ${columns} from key_transaction k
     where k.branch_id = $1 and k.state in ('done', 'false_alarm') and k.state_at < $2`,
    [branchId, new Date(instantOfDay(date))],
  )
  const exceptions = await calendarExceptions(client)
  const closed = rows.flatMap((row) => {
    if (touched.has(row.id)) return []
    const card = closedByItself({ ...row, anti_fraud: row.anti_fraud === 1 }, date, exceptions)
    return card ? [wireRow(cardTable, card)] : []
  })
  if (closed.length > 0) await stageRows(client, 'key_transaction', closed)
}

/**
 * The step of opening a business day: judges the last week's days of a branch, for bookings that came in
 * bulk and for wages that stayed away. Cards it raises are dated in the evening of their day. Settled ones
 * are closed once their days are over.
 */
export async function stageKeyTransactions(
  client: pg.ClientBase,
  { branchId, date }: Pick<BranchDay, 'branchId' | 'date'>,
): Promise<void> {
  const thresholds = await keyThresholdsInForce(client, date)
  const span = { from: addDays(date, -judgedDays), to: date }
  const touched = await stageCards(client, thresholds, {
    branchId,
    candidates: await candidatesOf(client, branchId, span, thresholds),
    stopped: await stoppedPayrolls(client, branchId, span),
    arrivedAtMs: (day) => momentOf(day, nightMinute),
  })
  await closeSettled(client, branchId, date, touched)
}
