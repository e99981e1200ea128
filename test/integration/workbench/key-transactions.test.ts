import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cardOf } from '#domain/key-transactions/card.ts'
import type { KeyTransaction } from '#domain/key-transactions/records.ts'
import { nightMinute } from '#domain/key-transactions/deadline.ts'
import { momentOf } from '#domain/time/working-day.ts'
import {
  customerDay,
  moved,
  published,
  toOwn,
  wan,
} from '../../unit/domain/key-transactions/days.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const cards = { zhou: id(901), zhao: id(902), sun: id(903) }
/** Monday after the business date, 10:20 in UTC+8. */
const nowMs = momentOf('2026-11-23', 10 * 60 + 20)

function card(cardId: string, customerId: string, own: Parameters<typeof customerDay>[0]) {
  const made = cardOf(customerDay(own), published, {
    branchId: ids.branch,
    cardId,
    customerId,
    arrivedAtMs: momentOf('2026-11-23', 10 * 60 + 14),
    exceptions: new Map(),
  })
  if (!made) throw new Error('no card')
  return made
}

const put = (record: KeyTransaction) =>
  desk.cache.put('key_transaction', { ...record, anti_fraud: Number(record.anti_fraud) })

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.clock.wallMs = nowMs
  const halves = [toOwn({ amountFen: 8 * wan }), toOwn({ amountFen: 10 * wan })]
  put(card(cards.zhou, ids.zhou, { tier: 'private', movements: halves }))
  put(card(cards.zhao, ids.zhao, { movements: [moved()], birthDate: '1955-01-01' }))
  const arrived = moved({ direction: 'in', operation: 'transfer_in', amountFen: 12 * wan })
  put(card(cards.sun, ids.sun, { movements: [arrived] }))
})
afterEach(() => desk.remove())

const rows = (who: keyof typeof callers, tab: 'waiting' | 'all' | 'false_alarm' = 'waiting') =>
  desk.call(callers[who], 'keyTransactions.rows', { tab, offset: 0, limit: 50 })
const step = (
  who: keyof typeof callers,
  cardId: string,
  to: 'read' | 'done' | 'false_alarm' | 'closed',
  reason: 'usual' | null = null,
) => desk.call(callers[who], 'keyTransactions.advance', { cardId, to, reason, note: '' })

describe('who sees which cards', () => {
  test('a manager those of the own book, in order of deadlines; the head all; others none', async () => {
    const mine = await rows('lin')
    expect(mine.rows.map(({ name }) => name)).toEqual(['周敏华', '孙雅琴'])
    expect(mine.rows[0]).toMatchObject({
      event: 'own_transfer_out',
      amountFen: 18 * wan,
      aumBeforeFen: 58.16 * wan,
      suggestion: 'ask_use_keep',
      state: 'new',
      dueAtMs: momentOf('2026-11-23', 10 * 60 + 44),
      queued: false,
    })
    expect((await rows('head')).total).toBe(3)
    expect((await rows('supervisor')).total).toBe(3)
    for (const who of ['teller', 'admin'] as const) {
      await expect(rows(who)).rejects.toThrow('request.forbidden')
    }
  })

  test('somebody else’s card is neither shown nor moved', async () => {
    for (const attempt of [
      desk.call(callers.lin, 'keyTransactions.card', { cardId: cards.zhao }),
      step('lin', cards.zhao, 'read'),
      desk.call(callers.lin, 'keyTransactions.contact', {
        cardId: cards.zhao,
        outcome: 'done',
        summary: '',
        nextOn: null,
      }),
    ]) {
      await expect(attempt).rejects.toThrow('keyTransaction.notYours')
    }
    await expect(step('lin', id(999), 'read')).rejects.toThrow('keyTransaction.notFound')
  })
})

describe('the page', () => {
  test('counts, deadlines and sums agree with the cards', async () => {
    const view = await desk.call(callers.head, 'keyTransactions.open', null)
    expect(view).toMatchObject({
      whole: true,
      lastArrivalMs: momentOf('2026-11-23', 10 * 60 + 14),
      counts: { waiting: 3, new: 3, read: 0, contacted: 0, done: 0, false_alarm: 0, all: 3 },
      facts: {
        next: { dueAtMs: momentOf('2026-11-23', 10 * 60 + 44) },
        inFen: 12 * wan,
        outFen: 36 * wan,
        insideFen: 0,
        month: { cards: 3, due: 0, inTime: 0, targetBp: 9000, falseAlarms: 0 },
      },
      quiet: null,
    })
    expect((await desk.call(callers.lin, 'keyTransactions.open', null)).counts.waiting).toBe(2)
  })

  test('an answer after the deadline is late, one before it in time', async () => {
    await step('lin', cards.sun, 'done')
    desk.clock.wallMs = momentOf('2026-11-23', 11 * 60)
    await step('lin', cards.zhou, 'false_alarm', 'usual')
    const { facts } = await desk.call(callers.head, 'keyTransactions.open', null)
    expect(facts.month).toMatchObject({ cards: 3, due: 3, inTime: 1, falseAlarms: 1 })
  })

  test('says why a large sum raised no card, with what it was compared with', async () => {
    desk.cache.put('bank_transaction', {
      branch_id: ids.branch,
      txn_no: 'Q1',
      account_id: ids.current,
      posted_on: '2026-11-22',
      posted_at: momentOf('2026-11-22', 621),
      direction: 'in',
      amount_fen: 9 * wan,
      balance_fen: null,
      operation: 'transfer_in',
      purpose: null,
      channel: 'mobile',
      counterparty_name: '某公司',
      counterparty_bank: '甲州银行',
      counterparty_account: null,
    })
    const { quiet } = await desk.call(callers.lin, 'keyTransactions.open', null)
    expect(quiet).toMatchObject({
      name: '周敏华',
      atMs: momentOf('2026-11-22', 621),
      part: {
        event: 'large_in',
        amountFen: 9 * wan,
        amount: { thresholdFen: 10 * wan, met: false },
        share: { aumBeforeFen: 80 * wan, met: false },
      },
    })
    // Nobody else's customers are named.
    expect((await desk.call(callers.chen, 'keyTransactions.open', null)).quiet).toBeNull()
  })
})

describe('a card', () => {
  test('shows rule, version, both comparisons, the background and its history', async () => {
    const shown = await desk.call(callers.lin, 'keyTransactions.card', { cardId: cards.zhou })
    expect(shown).toMatchObject({
      name: '周敏华',
      mobile: '199****6021',
      rule: { id: 'KT-02', version: 5, from: '2026-10-01' },
      parts: [{ amountFen: 18 * wan, amount: { met: false }, share: { met: true } }],
      background: {
        aumNowFen: 80 * wan,
        nextMaturity: { on: '2026-11-24', fen: 50 * wan },
        lastContact: { outcome: 'again', summary: '第3次' },
      },
      history: [{ byName: null, act: 'raised', amountsFen: [8 * wan, 10 * wan] }],
      steps: ['read', 'contacted', 'done', 'false_alarm'],
    })
  })

  test('of an elder goes the way of 反诈', async () => {
    const shown = await desk.call(callers.chen, 'keyTransactions.card', { cardId: cards.zhao })
    expect(shown).toMatchObject({ antiFraud: true, suggestion: 'verify_fraud', age: 71 })
  })

  test('moves on this PC at once and waits for head office; what is not allowed is refused', async () => {
    await step('lin', cards.zhou, 'read')
    const read = await desk.call(callers.lin, 'keyTransactions.card', { cardId: cards.zhou })
    expect(read).toMatchObject({ state: 'read', queued: true })
    expect(read.history.at(-1)).toMatchObject({ byName: '林晓彤', act: 'read' })
    await expect(step('lin', cards.zhou, 'read')).rejects.toThrow('keyTransaction.alreadyMoved')
    await expect(step('lin', cards.zhou, 'false_alarm')).rejects.toThrow(
      'keyTransaction.reasonMissing',
    )
    await step('lin', cards.zhou, 'false_alarm', 'usual')
    await step('lin', cards.zhou, 'closed')
    expect((await rows('lin')).total).toBe(1)
  })

  test('a call is logged as a contact and moves it on; nobody answering only reads it', async () => {
    const call = (cardId: string, outcome: 'done' | 'no_answer') =>
      desk.call(callers.lin, 'keyTransactions.contact', {
        cardId,
        outcome,
        summary: '用于付购房首付',
        nextOn: '2026-11-30',
      })
    await call(cards.zhou, 'done')
    await call(cards.sun, 'no_answer')
    const all = (await rows('lin', 'all')).rows
    expect(all.map(({ name, state }) => [name, state])).toEqual([
      ['周敏华', 'contacted'],
      ['孙雅琴', 'read'],
    ])
    const { rows: contacts } = await desk.call(callers.lin, 'customers.contacts', {
      customerId: ids.zhou,
      offset: 0,
      limit: 1,
    })
    expect(contacts[0]).toMatchObject({
      outcome: 'done',
      summary: '用于付购房首付',
      state: 'queued',
    })
    await expect(
      desk.call(callers.lin, 'keyTransactions.contact', {
        cardId: cards.zhou,
        outcome: 'done',
        summary: '',
        nextOn: '2026-11-01',
      }),
    ).rejects.toThrow('request.invalid')
  })

  test('the workbench is told how many wait', async () => {
    await step('lin', cards.zhou, 'read')
    expect(await desk.call(callers.lin, 'keyTransactions.waiting', null)).toEqual({
      waiting: 2,
      fresh: 1,
      nextDueMs: momentOf('2026-11-23', 10 * 60 + 44),
    })
  })
})

describe('what came up', () => {
  const arrived = (who: keyof typeof callers) =>
    desk.call(callers[who], 'keyTransactions.takeArrived', null)
  const again = (cardId: string, customerId: string, atMs: number) =>
    put({
      ...card(cardId, customerId, { movements: [moved()], birthDate: '1955-01-01' }),
      arrived_at: atMs,
      state_at: atMs,
    })

  test('is told once to each who sees it; what stood there at first is not told', async () => {
    for (const who of ['lin', 'head'] as const) {
      expect(await arrived(who)).toEqual({ total: 0, cards: [], night: null })
    }
    again(id(904), ids.sun, nowMs + 1)
    again(id(905), ids.zhao, nowMs + 2)
    expect((await arrived('lin')).cards).toMatchObject([
      { id: id(904), name: '孙雅琴', event: 'large_out', priority: 0, antiFraud: true },
    ])
    expect(await arrived('lin')).toEqual({ total: 0, cards: [], night: null })
    expect((await arrived('head')).cards.map((each) => each.id)).toEqual([id(905), id(904)])
    await expect(arrived('teller')).rejects.toThrow('request.forbidden')
  })

  test('what a business day’s opening found is told as one sum, once, from the second day on', async () => {
    const night = async (who: keyof typeof callers = 'lin') => (await arrived(who)).night
    expect(await night()).toBeNull()
    const next = '2026-11-23'
    desk.turnDay(next)
    put({
      ...card(id(906), ids.sun, { movements: [moved()] }),
      day: next,
      arrived_at: momentOf(next, nightMinute),
      state_at: momentOf(next, nightMinute),
    })
    const told = await arrived('lin')
    expect(told).toEqual({ total: 0, cards: [], night: { day: next, count: 1 } })
    expect(await night()).toBeNull()
    expect(await night('chen')).toBeNull()
    desk.turnDay('2026-11-24')
    expect(await night()).toBeNull()
  })

  test('a card that somebody read before the question is not told', async () => {
    await arrived('lin')
    again(id(904), ids.sun, nowMs + 1)
    await step('lin', id(904), 'read')
    expect((await arrived('lin')).total).toBe(0)
  })
})

describe('我的提醒', () => {
  const reminders = (who: keyof typeof callers) =>
    desk.call(callers[who], 'keyTransactions.reminders', null)

  test('lists the cards of the own book, what was promised and needs, what is overdue first', async () => {
    desk.cache.put('task', {
      branch_id: ids.branch,
      id: id(951),
      customer_id: ids.zhou,
      staff_id: ids.lin,
      kind: 'follow_up',
      priority: 1,
      due_on: '2026-11-20',
      amount_fen: null,
      evidence: '{}',
      rule_version: 'follow-1',
      state: 'open',
      created_at: 0,
      completed_at: null,
      completed_by: null,
      outcome: null,
      note: null,
      not_before: null,
      reason: null,
    })
    await desk.call(callers.lin, 'customers.recordNeed', {
      customerId: ids.zhou,
      kind: 'retirement',
      words: '',
      amountFen: null,
      byDay: '2026-11-30',
    })
    const { total, rows: listed } = await reminders('lin')
    expect(total).toBe(4)
    expect(listed.map(({ kind, overdue }) => [kind, overdue])).toEqual([
      ['follow_up', true],
      ['card', false],
      ['card', false],
      ['need', false],
    ])
    desk.clock.wallMs = momentOf('2026-11-23', 11 * 60)
    expect((await reminders('lin')).rows.filter(({ overdue }) => overdue)).toHaveLength(2)
    await step('lin', cards.zhou, 'false_alarm', 'usual')
    expect((await reminders('lin')).total).toBe(3)
  })

  test('are a person’s own: the head of the branch is not told what managers are to do', async () => {
    expect((await reminders('head')).rows).toEqual([])
    await expect(reminders('teller')).rejects.toThrow('request.forbidden')
  })
})
