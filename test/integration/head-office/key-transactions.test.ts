import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account, Transaction } from '#domain/accounts/records.ts'
import type { Customer } from '#domain/customers/records.ts'
import { evidenceOf, historyOf } from '#domain/key-transactions/card.ts'
import { defaultKeyFloors, type KeyFloors } from '#domain/key-transactions/thresholds.ts'
import { branchSteps } from '#head-office/business-day/branch-steps.ts'
import { openBranch } from '#head-office/business-day/open-branch.ts'
import { type ArrivalCounts, takeArrivals } from '#head-office/key-transactions/take-arrivals.ts'
import {
  aCustomer,
  aManager,
  fillOrganisation,
  idOf,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import {
  aBalance,
  aBooking,
  anAccount,
  arrivalMs,
  branchA,
  runningDay,
  wan,
} from '#test/support/key-transactions.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: pg.Pool
let count = 0
let chen: Customer
let account: Account

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
})
afterAll(() => pool.end())

beforeEach(async () => {
  count += 1
  chen = aCustomer(`陈国栋${count}`, { tier: 'private', birth_date: '1979-04-02' })
  account = anAccount(chen, `current${count}`)
  await loadRecords(pool, {
    customer: [chen],
    customer_manager: [aManager(chen.id, people.li.id)],
    account: [account],
    balance_change: [aBalance(account, '2026-01-05', 58.16 * wan)],
  })
})

const booking = (name: string, over: Partial<Transaction> = {}) =>
  aBooking(account, chen.name, `${count}-${name}`, over)
const take = (given: readonly unknown[], nowMs = arrivalMs): Promise<ArrivalCounts> =>
  takeArrivals(pool, given, nowMs)

interface Row {
  event: string
  day: string
  amount: number
  state: string
  rule_version: string
  anti_fraud: boolean
  due: string
  evidence: string
  history: string
  ver: number
  rev: number
}

async function cards(customerId = chen.id): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `select event, to_char(day, 'YYYY-MM-DD') as day, amount_fen / 1000000.0::float8 as amount,
       state, rule_version, anti_fraud, evidence, history, ver::float8, rev::float8,
       to_char(due_at at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD HH24:MI') as due
     from key_transaction where branch_id = $1 and customer_id = $2 order by day`,
    [branchA, customerId],
  )
  return rows
}

describe('bookings of the running day', () => {
  test('two halves of a sum make one card, with what it rests on and its deadline', async () => {
    const halves = [
      booking('a', { amount_fen: 8 * wan, balance_fen: 50.16 * wan }),
      booking('b', { amount_fen: 10 * wan, balance_fen: 40.16 * wan }),
    ]
    expect(await take(halves)).toEqual({ taken: 2, repeated: 0, refused: [], cards: 1 })
    const [card] = await cards()
    expect(card).toMatchObject({
      event: 'own_transfer_out',
      day: runningDay,
      amount: 18,
      state: 'new',
      rule_version: 'KT-02 v0',
      anti_fraud: false,
      due: '2026-11-23 10:44',
    })
    const { parts, tier } = evidenceOf(card?.evidence ?? '')
    expect(tier).toBe('private')
    expect(parts).toMatchObject([
      {
        amountFen: 18 * wan,
        amount: { floorFen: 50 * wan, thresholdFen: 50 * wan, met: false },
        share: { aumBeforeFen: 58.16 * wan, met: true },
      },
    ])
    const { rows } = await pool.query<{ fen: number; sum: number }>(
      `select balance_fen::float8 as fen, running_sum::float8 as sum from balance_change
       where branch_id = $1 and position_id = $2 and changed_on = $3`,
      [branchA, account.id, runningDay],
    )
    // 320 days at 58.16 万 lie between the two changes.
    expect(rows).toEqual([{ fen: 40.16 * wan, sum: 320 * 58_160_000 }])
  })

  test('again, and in another order, they change nothing', async () => {
    const bookings = [8, 10, 4, 2].map((amount, n) =>
      booking(`r${n}`, { amount_fen: amount * wan, balance_fen: (50 - n) * wan }),
    )
    await take(bookings)
    const before = await cards()
    const again = await take([...bookings].reverse())
    expect(again).toEqual({ taken: 0, repeated: 4, refused: [], cards: 0 })
    expect(await cards()).toEqual(before)

    // The same bookings one by one, the last first, for somebody else.
    const twin = aCustomer(`双胞胎${count}`, { tier: 'private', birth_date: '1979-04-02' })
    const other = anAccount(twin, `twin${count}`)
    await loadRecords(pool, {
      customer: [twin],
      account: [other],
      balance_change: [aBalance(other, '2026-01-05', 58.16 * wan)],
    })
    for (const each of [...bookings].reverse()) {
      const own = { ...each, txn_no: `t${each.txn_no}`, account_id: other.id }
      await take([{ ...own, counterparty_name: twin.name }])
    }
    const [alone] = await cards(twin.id)
    const figures = (row: Row | undefined) => ({
      amount: row?.amount,
      event: row?.event,
      parts: evidenceOf(row?.evidence ?? '').parts.map(({ movements: _, ...part }) => part),
    })
    expect(figures(alone)).toEqual(figures(before[0]))
  })

  test('what is dated ahead or on a closed day, has no account or is nonsense is refused by name', async () => {
    const {
      taken,
      refused,
      cards: raised,
    } = await take([
      booking('ahead', { posted_on: '2026-11-22' }),
      booking('closed', { posted_on: testDay }),
      booking('foreign', { account_id: idOf('account', 'nobody') }),
      { ...booking('broken'), amount_fen: 'much' },
      booking('twice', { amount_fen: 1 * wan }),
      booking('twice', { amount_fen: 2 * wan }),
      'nonsense',
    ])
    expect({ taken, raised }).toEqual({ taken: 1, raised: 0 })
    expect(refused.map(({ txnNo, reason }) => [txnNo.replace(`${count}-`, ''), reason])).toEqual([
      ['ahead', 'future'],
      ['closed', 'day_closed'],
      ['broken', 'malformed'],
      ['twice', 'duplicate'],
      ['', 'malformed'],
      ['foreign', 'account'],
    ])
    expect(await cards()).toEqual([])
  })

  test('a later booking joins the card, and brings one that was settled up again', async () => {
    await take([booking('first', { amount_fen: 12 * wan })])
    await pool.query(
      `update key_transaction set state = 'done' where branch_id = $1 and customer_id = $2`,
      [branchA, chen.id],
    )
    await take([booking('second', { amount_fen: 6 * wan })], arrivalMs + 3_600_000)
    const [card, ...others] = await cards()
    expect(others).toEqual([])
    expect(card).toMatchObject({ amount: 18, state: 'new', rev: 2, due: '2026-11-23 11:44' })
    expect(historyOf(card?.history ?? '').map(({ act }) => act)).toEqual(['raised', 'reopened'])
  })

  test('an elder whose money leaves goes the way of 反诈', async () => {
    const yuan = aCustomer(`袁立新${count}`, { tier: 'platinum', birth_date: '1955-03-03' })
    const own = anAccount(yuan, `elder${count}`)
    await loadRecords(pool, {
      customer: [yuan],
      account: [own],
      balance_change: [aBalance(own, '2026-01-05', 86 * wan)],
    })
    await take([
      aBooking(own, yuan.name, `e${count}`, {
        amount_fen: 20 * wan,
        operation: 'cash_withdrawal',
        purpose: null,
        counterparty_name: null,
        counterparty_bank: null,
        counterparty_account: null,
      }),
    ])
    expect(await cards(yuan.id)).toMatchObject([{ event: 'cash_out', anti_fraud: true }])
  })

  test('a published floor holds from its day on, and its version is named', async () => {
    const { rows } = await pool.query<{ v: number }>(
      `update scope_version set v = v + 1
       where branch_id = '00000000-0000-0000-0000-000000000000' returning v::float8`,
    )
    const lower: KeyFloors = { ...defaultKeyFloors, private: 9 * wan }
    const publish = (version: number, from: string) =>
      pool.query(
        `insert into parameter (id, key, version, effective_from, value, ver, rev)
         values ($1, 'transaction.key_floors', $2, $3, $4, $5, 1)`,
        [idOf('parameter', `floors ${version}`), version, from, JSON.stringify(lower), rows[0]?.v],
      )
    await publish(6, '2026-11-22')
    await take([booking('before', { amount_fen: 9.5 * wan })])
    expect(await cards()).toEqual([])
    await pool.query(`delete from parameter where key = 'transaction.key_floors' and version = 6`)
    await publish(7, runningDay)
    await take([booking('after', { amount_fen: 1 * wan })])
    expect(await cards()).toMatchObject([{ rule_version: 'KT-01 v7', amount: 10.5 }])
    await pool.query(`delete from parameter where key = 'transaction.key_floors' and version = 7`)
  })
})

describe('opening a business day', () => {
  const open = () =>
    openBranch(pool, {
      branchId: branchA,
      date: testDay,
      again: true,
      firstTiers: false,
      steps: branchSteps.filter(({ subject }) => subject === 'key_transactions'),
    })

  test('judges the week that came in bulk, dates its cards in the evening, and is idempotent', async () => {
    await loadRecords(pool, {
      bank_transaction: [
        booking('fri', { posted_on: testDay }),
        booking('mon', { posted_on: '2026-11-16' }),
        booking('old', { posted_on: '2026-11-12' }),
      ],
    })
    await open()
    const found = await cards()
    expect(found.map(({ day, due }) => [day, due])).toEqual([
      // Monday evening: half an hour after the bank opens on Tuesday.
      ['2026-11-16', '2026-11-17 09:00'],
      [testDay, '2026-11-23 09:00'],
    ])
    const counts = await open()
    expect(counts).toMatchObject({ inserted: 0, updated: 0 })
    expect(await cards()).toEqual(found)
  })

  test('closes what was settled on the third working day after, and nothing that waits', async () => {
    await loadRecords(pool, { bank_transaction: [booking('fri', { posted_on: testDay })] })
    await open()
    const settle = (state: string, day: string) =>
      pool.query(
        `update key_transaction set state = $3, state_at = ($4::date + interval '2 hours') at time zone 'UTC'
         where branch_id = $1 and customer_id = $2`,
        [branchA, chen.id, state, day],
      )
    // Of Friday's opening: Wednesday, Thursday, Friday are three days after Tuesday, two after Wednesday.
    await settle('done', '2026-11-18')
    expect((await open()).updated).toBe(0)
    await settle('contacted', '2026-11-10')
    expect((await open()).updated).toBe(0)
    await settle('false_alarm', '2026-11-17')
    expect((await open()).updated).toBe(1)
    const [card] = await cards()
    expect(card?.state).toBe('closed')
    expect(historyOf(card?.history ?? '').at(-1)).toMatchObject({ act: 'closed', by: null })
    expect((await open()).updated).toBe(0)
  })

  test('wages that did not come for forty days are told once, and a loan paid off on its last payment', async () => {
    const wage = (day: string, n: number) =>
      booking(`w${n}`, {
        posted_on: day,
        direction: 'in',
        amount_fen: 0.9 * wan,
        operation: 'transfer_in',
        purpose: 'salary',
        counterparty_name: '虚构机械厂',
      })
    const borrower = aCustomer(`还清${count}`)
    const own = anAccount(borrower, `loan${count}`)
    const payment = (day: string, name: string) =>
      aBooking(own, borrower.name, `${count}${name}`, {
        posted_on: day,
        amount_fen: 1.5 * wan,
        operation: 'loan_payment',
        purpose: 'loan_payment',
        counterparty_name: null,
        counterparty_bank: null,
        counterparty_account: null,
      })
    await loadRecords(pool, {
      customer: [borrower],
      account: [own],
      balance_change: [aBalance(own, '2026-01-05', 40 * wan)],
      loan: [
        {
          branch_id: branchA,
          id: idOf('loan', borrower.name),
          customer_id: borrower.id,
          account_id: own.id,
          contract_no: 'L1',
          granted_on: '2020-01-01',
          principal_fen: 30 * wan,
          balance_fen: 0,
          term_months: 72,
          payment_fen: 500_000,
          status: 'repaid',
          next_due_on: null,
          next_due_fen: null,
        },
      ],
      bank_transaction: [
        wage('2026-07-10', 1),
        wage('2026-08-10', 2),
        wage('2026-09-10', 3),
        wage('2026-10-10', 4),
        payment('2026-11-15', 'p1'),
        payment('2026-11-18', 'p2'),
      ],
    })
    await open()
    expect(await cards()).toMatchObject([
      { event: 'payroll_stop', day: '2026-11-19', rule_version: 'KT-03 v0' },
    ])
    expect(await cards(borrower.id)).toMatchObject([
      { event: 'loan_payoff', day: '2026-11-18', rule_version: 'KT-03 v0' },
    ])
  })
})
