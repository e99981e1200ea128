import { describe, expect, test } from 'vitest'
import {
  cardOf,
  type CardOrigin,
  evidenceOf,
  historyOf,
  mergedCard,
  steppedCard,
} from '#domain/key-transactions/card.ts'
import { deadlineOf } from '#domain/key-transactions/deadline.ts'
import { keyTransactionSchema, type KeyTransaction } from '#domain/key-transactions/records.ts'
import {
  cardStates,
  cardSteps,
  isWaiting,
  mayStep,
  saysWhy,
} from '#domain/key-transactions/states.ts'
import { compare, defaultKeyRule } from '#domain/key-transactions/thresholds.ts'
import type { CalendarExceptions } from '#domain/time/working-day.ts'
import { customerDay, moved, published, toOwn, wan } from './days.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const shown = (text: string) => Date.parse(`${text}:00+08:00`)
const noException: CalendarExceptions = new Map()

function origin(at: string): CardOrigin {
  return {
    branchId: id(1),
    cardId: id(2),
    customerId: id(3),
    arrivedAtMs: shown(at),
    exceptions: noException,
  }
}

function card(at: string, ...amountsWan: number[]): KeyTransaction {
  const movements = amountsWan.map((amount, index) =>
    toOwn({ txnNo: `A${index}`, amountFen: amount * wan }),
  )
  const made = cardOf(customerDay({ movements }), published, origin(at))
  if (!made) throw new Error('no card')
  return made
}

describe('a card of screen 14', () => {
  const made = card('2026-11-23T10:14', 8, 10)

  test('has the columns of its record, and its evidence can be reckoned again', () => {
    expect(keyTransactionSchema.safeParse(made).error).toBeUndefined()
    expect(made).toMatchObject({
      event: 'own_transfer_out',
      priority: 0,
      amount_fen: 18 * wan,
      out_fen: 18 * wan,
      rule_version: 'KT-01 v5',
      state: 'new',
      due_at: shown('2026-11-23T10:44'),
      anti_fraud: false,
    })
    const { tier, parts } = evidenceOf(made.evidence)
    for (const part of parts) {
      const { aumBeforeFen } = part.share
      const { dailyMeanFen } = part.amount
      const again = compare(
        { amountFen: part.amountFen, aumBeforeFen, dailyMeanFen },
        tier,
        published,
      )
      expect({ ...part, ...again }).toEqual(part)
      expect(part.movements.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(part.amountFen)
    }
    expect(historyOf(made.history)).toEqual([
      {
        atMs: shown('2026-11-23T10:14'),
        by: null,
        act: 'raised',
        note: null,
        amountsFen: [8, 10].map((each) => each * wan),
      },
    ])
  })

  test('an elder is P0 and on the way of 反诈', () => {
    const day = customerDay({ birthDate: '1955-06-01', movements: [moved()] })
    expect(cardOf(day, published, origin('2026-11-23T10:21'))).toMatchObject({
      anti_fraud: true,
      priority: 0,
    })
  })

  test('nothing that counts asks for no card', () => {
    const day = customerDay({ movements: [moved({ amountFen: 2 * wan })] })
    expect(cardOf(day, published, origin('2026-11-23T10:21'))).toBeNull()
  })
})

describe('one card a customer and day', () => {
  const first = card('2026-11-23T10:14', 12)

  test('the same movements again leave it as it is, whatever people did', () => {
    const read = { ...first, state: 'read' as const }
    expect(mergedCard(read, card('2026-11-23T11:00', 12))).toBe(read)
    expect(mergedCard(read, null)).toBe(read)
    expect(mergedCard(null, first)).toBe(first)
  })

  test('more of them join it and keep its state and its deadline', () => {
    const read = { ...first, state: 'read' as const, state_by: id(9) }
    const merged = mergedCard(read, card('2026-11-23T11:00', 12, 6))
    expect(merged).toMatchObject({
      amount_fen: 18 * wan,
      state: 'read',
      state_by: id(9),
      arrived_at: first.arrived_at,
      due_at: first.due_at,
    })
    expect(historyOf(merged?.history ?? '[]').map(({ act }) => act)).toEqual(['raised', 'merged'])
  })

  test('one that was settled comes up again with a new deadline', () => {
    const settled = steppedCard(first, {
      to: 'done',
      by: id(9),
      atMs: shown('2026-11-23T10:30'),
      note: '已约面谈',
      reason: null,
    })
    const again = mergedCard({ ...first, ...settled }, card('2026-11-23T15:00', 12, 6))
    expect(again).toMatchObject({
      state: 'new',
      responded_at: null,
      due_at: shown('2026-11-23T15:30'),
    })
    expect(historyOf(again?.history ?? '[]').map(({ act }) => act)).toEqual([
      'raised',
      'done',
      'reopened',
    ])
  })
})

describe('deadlines', () => {
  const due = (priority: 0 | 1 | 2 | 3, at: string, exceptions = noException) =>
    deadlineOf(priority, shown(at), defaultKeyRule, exceptions)

  test.each([
    ['within the hours', '2026-11-23T10:14', '2026-11-23T10:44'],
    ['over the close', '2026-11-23T16:50', '2026-11-24T08:50'],
    ['before the bank opens', '2026-11-23T07:00', '2026-11-23T09:00'],
    ['after it closed', '2026-11-23T20:00', '2026-11-24T09:00'],
    ['on Friday evening', '2026-11-27T20:00', '2026-11-30T09:00'],
  ])('P0 wants an answer in 30 minutes of business hours: %s', (_what, at, by) => {
    expect(due(0, at)).toBe(shown(by))
  })

  test('P1 by the close of the day, P2 by that of the next working day', () => {
    expect(due(1, '2026-11-23T10:00')).toBe(shown('2026-11-23T17:00'))
    expect(due(1, '2026-11-27T18:00')).toBe(shown('2026-11-30T17:00'))
    expect(due(2, '2026-11-27T10:00')).toBe(shown('2026-11-30T17:00'))
    expect(due(2, '2026-11-28T10:00')).toBe(shown('2026-12-01T17:00'))
  })

  test('holidays and exchanged working days of the calendar count', () => {
    const exceptions = new Map([
      ['2026-11-24', false],
      ['2026-11-28', true],
    ])
    expect(due(0, '2026-11-23T18:00', exceptions)).toBe(shown('2026-11-25T09:00'))
    expect(due(1, '2026-11-28T10:00', exceptions)).toBe(shown('2026-11-28T17:00'))
  })
})

describe('states', () => {
  test('the table of steps', () => {
    const table = cardStates.map((from) => [from, cardSteps.filter((to) => mayStep(from, to))])
    expect(Object.fromEntries(table)).toEqual({
      new: ['read', 'contacted', 'done', 'false_alarm'],
      read: ['contacted', 'done', 'false_alarm'],
      contacted: ['contacted', 'done', 'false_alarm'],
      done: ['closed'],
      false_alarm: ['closed'],
      closed: [],
    })
    expect(cardStates.filter(isWaiting)).toEqual(['new', 'read', 'contacted'])
  })

  test('a step that is not allowed changes nothing', () => {
    const act = { by: id(9), atMs: 1, note: null, reason: null }
    expect(
      steppedCard({ ...card('2026-11-23T10:14', 12), state: 'closed' }, { ...act, to: 'done' }),
    ).toBeNull()
  })

  test('reading is not yet an answer; contacting is, and the first one counts', () => {
    const made = card('2026-11-23T10:14', 12)
    const act = { by: id(9), note: null, reason: null }
    const read = steppedCard(made, { ...act, to: 'read', atMs: 10 })
    expect(read).toMatchObject({ state: 'read', responded_at: null })
    const contacted = steppedCard({ ...made, ...read }, { ...act, to: 'contacted', atMs: 20 })
    expect(contacted?.responded_at).toBe(20)
    const done = steppedCard({ ...made, ...contacted }, { ...act, to: 'done', atMs: 30 })
    expect(done).toMatchObject({ state: 'done', responded_at: 20 })
  })

  test('a false alarm says why, and nothing else does', () => {
    expect([saysWhy('false_alarm', null), saysWhy('false_alarm', 'usual')]).toEqual([false, true])
    expect([saysWhy('done', null), saysWhy('done', 'usual')]).toEqual([true, false])
  })

  test('a history that grows keeps how it began', () => {
    let made = card('2026-11-23T10:14', 12)
    const act = { to: 'contacted' as const, by: id(9), note: '再联系', reason: null }
    for (let n = 1; n <= 60; n += 1) {
      const stepped = steppedCard(made, { ...act, atMs: n })
      made = { ...made, ...stepped }
    }
    const history = historyOf(made.history)
    expect(history).toHaveLength(40)
    expect([history[0]?.act, history.at(-1)?.atMs]).toEqual(['raised', 60])
  })
})
