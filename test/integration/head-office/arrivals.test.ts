import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account, Transaction } from '#domain/accounts/records.ts'
import type { Customer } from '#domain/customers/records.ts'
import { historyOf } from '#domain/key-transactions/card.ts'
import { createFeedKey, revokeFeedKeys } from '#head-office/key-transactions/feed-keys.ts'
import { aCustomer, aManager, loadRecords, people } from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import {
  aBalance,
  aBooking,
  anAccount,
  branchA,
  runningDay,
  wan,
} from '#test/support/key-transactions.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let key: string
let count = 0
let chen: Customer
let account: Account

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  key = await createFeedKey(office.pool, { source: 'core' })
})
afterAll(() => office.close())

beforeEach(async () => {
  count += 1
  chen = aCustomer(`陈国栋${count}`, { tier: 'private', birth_date: '1979-04-02' })
  account = anAccount(chen, `arrival${count}`)
  await loadRecords(office.pool, {
    customer: [chen],
    customer_manager: [aManager(chen.id, people.li.id)],
    account: [account],
    balance_change: [aBalance(account, '2026-01-05', 58.16 * wan)],
  })
})

const booking = (name: string, over: Partial<Transaction> = {}) =>
  aBooking(account, chen.name, `A${count}-${name}`, over)
const reversal = ({ txn_no: txnNo }: Transaction, reason = '记账串户') => ({
  branch_id: branchA,
  txn_no: txnNo,
  reason,
})

interface Answer {
  status: number
  body: {
    error?: { code: string }
    bookings: { taken: number; repeated: number; cards: number; refused: object[] }
    reversals: { reversed: number; repeated: number; cards: number; refused: object[] }
  }
}

async function deliver(body: unknown, bearer = key): Promise<Answer> {
  const response = await fetch(`${office.url}/v1/arrivals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

async function card() {
  const { rows } = await office.pool.query<{ state: string; fen: number; history: string }>(
    `select state, amount_fen::float8 as fen, history from key_transaction
     where branch_id = $1 and customer_id = $2`,
    [branchA, chen.id],
  )
  return rows[0] ?? null
}

async function closing(): Promise<number | null> {
  const { rows } = await office.pool.query<{ fen: number }>(
    `select balance_fen::float8 as fen from balance_change
     where branch_id = $1 and position_id = $2 and changed_on = $3`,
    [branchA, account.id, runningDay],
  )
  return rows[0]?.fen ?? null
}

const setAside = async (txnNo: string) =>
  (
    await office.pool.query<{ source: string; reason: string; times: number }>(
      'select source, reason, times from arrival_set_aside where txn_no = $1 order by reason',
      [txnNo],
    )
  ).rows

describe('who may deliver', () => {
  test('a key that is none, or ended, is refused; nothing is taken', async () => {
    const given = booking('k')
    const forged = `${key.slice(0, -4)}AAAA`
    for (const bearer of ['', 'x', forged]) {
      const { status, body } = await deliver({ bookings: [given] }, bearer)
      expect([status, body.error?.code]).toEqual([403, 'headOffice.refused'])
    }
    const other = await createFeedKey(office.pool, { source: 'cards' })
    expect((await deliver({ bookings: [] }, other)).status).toBe(200)
    await revokeFeedKeys(office.pool, { source: 'cards' })
    expect((await deliver({ bookings: [given] }, other)).status).toBe(403)
    expect(await card()).toBeNull()
    await expect(createFeedKey(office.pool, { source: 'Core 1' })).rejects.toThrow(
      'request.invalid',
    )
  })
})

describe('a delivery', () => {
  test('is taken once, however often it comes', async () => {
    const given = { bookings: [booking('a', { balance_fen: 40.16 * wan })] }
    expect((await deliver(given)).body.bookings).toEqual({
      taken: 1,
      repeated: 0,
      refused: [],
      cards: 1,
    })
    expect((await deliver(given)).body.bookings).toMatchObject({ taken: 0, repeated: 1, cards: 0 })
    expect(await card()).toMatchObject({ state: 'new', fen: 18 * wan })
  })

  test('that is none is refused as a whole', async () => {
    const good = booking('g')
    const tooMany = Array.from({ length: 501 }, () => null)
    for (const [body, code] of [
      ['{', 'request.invalid'],
      [{ bookings: [good], more: 1 }, 'request.invalid'],
      [{ bookings: [good], reversals: [{ txn_no: 'x' }] }, 'request.invalid'],
      [{ bookings: tooMany }, 'request.tooLarge'],
      [{ bookings: [good, 'x'.repeat(600_000)] }, 'request.tooLarge'],
    ] as const) {
      expect((await deliver(body)).body.error?.code).toBe(code)
    }
    expect(await card()).toBeNull()
  })

  test('a booking that cannot be taken is named and set aside; the others are taken', async () => {
    const tomorrow = booking('t', { posted_on: '2026-11-22' })
    const closed = booking('c', { posted_on: '2026-11-19' })
    const broken = { ...booking('m'), amount_fen: 'a lot' }
    const strange = booking('s', { account_id: anAccount(chen, 'nowhere').id })
    const bookings = [tomorrow, closed, broken, strange, booking('ok')]
    const { body } = await deliver({ bookings })
    expect(body.bookings).toMatchObject({ taken: 1, cards: 1 })
    expect(body.bookings.refused).toEqual([
      { txnNo: tomorrow.txn_no, reason: 'future' },
      { txnNo: closed.txn_no, reason: 'day_closed' },
      { txnNo: broken.txn_no, reason: 'malformed' },
      { txnNo: strange.txn_no, reason: 'account' },
    ])
    await deliver({ bookings })
    expect(await setAside(tomorrow.txn_no)).toEqual([
      { source: 'core', reason: 'future', times: 2 },
    ])
    expect(await setAside(booking('ok').txn_no)).toEqual([])
  })
})

describe('冲正', () => {
  test('takes booking, balance and card back, and says why', async () => {
    const given = booking('r', { balance_fen: 40.16 * wan })
    await deliver({ bookings: [given] })
    expect(await closing()).toBe(40.16 * wan)
    const { body } = await deliver({ reversals: [reversal(given)] })
    expect(body.reversals).toEqual({ reversed: 1, repeated: 0, refused: [], cards: 1 })
    expect(await closing()).toBe(58.16 * wan)
    const taken = await card()
    expect(taken?.state).toBe('closed')
    expect(historyOf(taken?.history ?? '[]').at(-1)).toMatchObject({
      act: 'reversed',
      by: null,
      note: '记账串户',
    })
    // Neither the reversal nor the booking does anything when it comes again.
    expect((await deliver({ reversals: [reversal(given)] })).body.reversals).toMatchObject({
      reversed: 0,
      repeated: 1,
      cards: 0,
    })
    expect((await deliver({ bookings: [given] })).body.bookings).toMatchObject({
      taken: 0,
      refused: [{ txnNo: given.txn_no, reason: 'reversed' }],
    })
    expect((await card())?.state).toBe('closed')
    const { rows } = await office.pool.query(
      `select from tombstone where branch_id = $1 and table_name = 'bank_transaction'
         and row_key like $2`,
      [branchA, `%${given.txn_no}%`],
    )
    expect(rows).toHaveLength(1)
  })

  test('leaves the card with what is left of the day, and the balance without what was reversed', async () => {
    const day = Date.parse(`${runningDay}T02:00:00Z`)
    const first = booking('1', { amount_fen: 20 * wan, balance_fen: 38.16 * wan, posted_at: day })
    const second = booking('2', {
      amount_fen: 30 * wan,
      balance_fen: 8.16 * wan,
      posted_at: day + 1,
    })
    await deliver({ bookings: [first, second] })
    expect(await card()).toMatchObject({ fen: 50 * wan })
    await deliver({ reversals: [reversal(first)] })
    expect(await card()).toMatchObject({ state: 'new', fen: 30 * wan })
    expect(await closing()).toBe(28.16 * wan)
    // The delivery that brought both comes once more.
    await deliver({ bookings: [first, second] })
    expect(await card()).toMatchObject({ state: 'new', fen: 30 * wan })
    expect(await closing()).toBe(28.16 * wan)
  })

  test('marks a card on which somebody acted; what he or she saw is kept', async () => {
    const given = booking('d')
    await deliver({ bookings: [given] })
    await office.pool.query(
      `update key_transaction set state = 'contacted', responded_at = now(), state_by = $3
       where branch_id = $1 and customer_id = $2`,
      [branchA, chen.id, people.li.id],
    )
    await deliver({ reversals: [reversal(given)] })
    const marked = await card()
    expect(marked).toMatchObject({ state: 'contacted', fen: 18 * wan })
    expect(historyOf(marked?.history ?? '[]').at(-1)?.act).toBe('reversed')
  })

  test('that comes before its booking keeps it out', async () => {
    const given = booking('e')
    expect((await deliver({ reversals: [reversal(given)] })).body.reversals.reversed).toBe(1)
    expect((await deliver({ bookings: [given] })).body.bookings.taken).toBe(0)
    expect(await card()).toBeNull()
  })

  test('of a closed day, or of a branch that is none, is refused by name', async () => {
    const old = booking('o', { posted_on: '2026-11-19' })
    await loadRecords(office.pool, { bank_transaction: [old] })
    const nowhere = { ...reversal(old), branch_id: account.id }
    expect((await deliver({ reversals: [reversal(old), nowhere] })).body.reversals).toMatchObject({
      reversed: 0,
      refused: [
        { txnNo: old.txn_no, reason: 'branch' },
        { txnNo: old.txn_no, reason: 'day_closed' },
      ],
    })
  })
})
