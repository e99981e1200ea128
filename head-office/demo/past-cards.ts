import type pg from 'pg'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { type CardAct, closedByItself, steppedCard } from '#domain/key-transactions/card.ts'
import { closesByItselfOn } from '#domain/key-transactions/deadline.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { falseAlarmReasons } from '#domain/key-transactions/states.ts'
import { instantOfDay, type Day } from '#domain/time/day.ts'
import type { CalendarExceptions } from '#domain/time/working-day.ts'
import { chance, type Chance } from '#platform/chance/chance.ts'
import { calendarExceptions } from '../key-transactions/stage-cards.ts'
import { wireRow } from '../sources/wire-row.ts'
import { mergeStaged, stageRows } from '../store/bulk-load.ts'
import { wireExpression } from '../store/columns.ts'
import { inTransaction } from '../store/transaction.ts'

const cardTable = tableNamed('key_transaction')
const columns = cardTable.columns
  .map((column) => `${wireExpression(column, 'k')} as ${column.name}`)
  .join(', ')

/** What a manager writes who dealt with a card, as the money went. */
const notes = {
  in: ['房款到账，已说明用途', '卖粮款，月底付农资', '工程结算款，近期还要付出'],
  out: ['孩子婚房首付，合同已看过', '还亲戚借款', '装修付款，分两次'],
  inside: ['换购新一期产品', '留作家里用钱'],
} as const

type StandingCard = KeyTransaction & { manager: string | null }

function noteOf(card: KeyTransaction, random: Chance): string {
  if (card.in_fen > 0) return random.pick(notes.in)
  return random.pick(card.out_fen > 0 ? notes.out : notes.inside)
}

/** The steps somebody took with a card: most were dealt with in time, one in twenty was a false alarm. */
function stepsOf(card: StandingCard, by: string, random: Chance): CardAct[] {
  const spanMs = card.due_at - card.arrived_at
  const late = random.hit(0.04)
  const at = (share: number) =>
    Math.round(card.due_at - spanMs * 0.02 + (late ? 3 : 0) * 3_600_000 * share)
  const act = (to: CardAct['to'], share: number, own: Partial<CardAct> = {}): CardAct => ({
    to,
    by,
    atMs: at(share),
    note: null,
    reason: null,
    ...own,
  })
  const read = act('read', 0.5)
  if (!card.anti_fraud && random.hit(0.05)) {
    return [read, act('false_alarm', 1, { reason: random.pick(falseAlarmReasons) })]
  }
  return [read, act('done', 1, { note: noteOf(card, random) })]
}

/** A card as it stands after its steps. */
function lived(
  card: StandingCard,
  businessDate: Day,
  seed: number,
  exceptions: CalendarExceptions,
): KeyTransaction | null {
  const { manager, ...record } = card
  const random = chance(seed).fork(card.id)
  // What came up on the last evening waits for the morning; a few were looked at already.
  const fresh = card.due_at > instantOfDay(businessDate) + 24 * 3_600_000
  if (manager === null || (fresh && !random.hit(0.2))) return null
  const steps = stepsOf(card, manager, random)
  const taken = fresh
    ? steps
        .slice(0, 1)
        .map((step) => ({ ...step, atMs: card.arrived_at + random.int(5, 90) * 60_000 }))
    : steps
  const settled = taken.reduce<KeyTransaction>(
    (state, step) => ({ ...state, ...steppedCard(state, step) }),
    record,
  )
  const closing = closesByItselfOn(settled.state_at, exceptions)
  return (closing <= businessDate && closedByItself(settled, closing, exceptions)) || settled
}

/**
 * Lets the cards of the demo's first days be lived with: those of past days were dealt with by whoever
 * looks after the customer, and some of the last evening were looked at. The same on every machine.
 */
export async function settlePastCards(
  pool: pg.Pool,
  businessDate: Day,
  seed: number,
): Promise<void> {
  await inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<Omit<StandingCard, 'anti_fraud'> & { anti_fraud: number }>(
      `select ${columns}, (
         select m.staff_id::text from customer_manager m
         where m.branch_id = k.branch_id and m.customer_id = k.customer_id and m.role = 'primary'
         order by m.valid_from desc limit 1) as manager
       from key_transaction k where k.state = 'new' order by k.branch_id, k.id`,
    )
    const exceptions = await calendarExceptions(client)
    const settled = rows.flatMap((row) => {
      const card = { ...row, anti_fraud: row.anti_fraud === 1 }
      return lived(card, businessDate, seed, exceptions) ?? []
    })
    await stageRows(
      client,
      'key_transaction',
      settled.map((card) => wireRow(cardTable, card)),
    )
    await mergeStaged(client)
  })
}
