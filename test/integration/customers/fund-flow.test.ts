import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FlowPart, FundFlowView } from '#contract/ipc/customers.ts'
import { movementsSql, reachSql } from '#db/customers/flow.ts'
import { averageBetween } from '#domain/accounts/average-balance.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { balances, callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

const wan = 1_000_000
let serial = 0

/** Books a transaction on 周's current account; `own` says what it is. */
function book(own: object): void {
  serial += 1
  desk.cache.put('bank_transaction', {
    branch_id: ids.branch,
    txn_no: `F${String(serial).padStart(4, '0')}`,
    account_id: ids.current,
    posted_on: '2026-11-05',
    posted_at: null,
    direction: 'out',
    amount_fen: wan,
    balance_fen: null,
    operation: 'transfer_out',
    purpose: null,
    channel: 'mobile',
    counterparty_name: null,
    counterparty_bank: null,
    counterparty_account: null,
    ...own,
  })
}

const inwards = { direction: 'in', operation: 'transfer_in' }
const elsewhere = {
  counterparty_name: '周敏华',
  counterparty_bank: '甲州银行',
  counterparty_account: '9800000000003308',
}

/** Numbers of accounts as the small branch writes them. */
const termNumber = '6228480000000032'

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.put('org_unit', {
    id: ids.branch,
    code: '1',
    name: '知客银行总行',
    level: 1,
    parent_id: null,
    valid_from: '2010-01-01',
    valid_to: null,
  })
  desk.cache.db.exec('DELETE FROM bank_transaction')
  book({ ...inwards, amount_fen: 12 * wan, purpose: 'salary', posted_on: '2025-11-10' })
  book({ ...inwards, amount_fen: 3 * wan, purpose: 'salary', posted_on: '2026-09-10' })
  book({ ...elsewhere, amount_fen: 9 * wan, posted_on: '2026-09-12' })
  book({ ...inwards, ...elsewhere, amount_fen: 4 * wan, posted_on: '2026-10-01' })
  book({ amount_fen: 6 * wan, purpose: 'securities', posted_on: '2026-11-01' })
  book({ amount_fen: 10 * wan, counterparty_account: termNumber })
  book({ ...inwards, amount_fen: 10 * wan, account_id: ids.term })
  book({ amount_fen: 2 * wan, counterparty_name: '孙雅琴' })
  book({ amount_fen: 5 * wan, counterparty_name: '赵启明' })
  book({ amount_fen: wan, counterparty_name: '王诺', counterparty_account: '6228480000000099' })
  book({ amount_fen: 7, counterparty_name: '远望商贸有限公司' })
  book({ posted_on: '2026-11-23', amount_fen: 99 * wan })
  book({ account_id: ids.current.replace(/31$/, '35'), amount_fen: 88 * wan })
})
afterAll(() => desk.remove())

type Period = 'days30' | 'days90' | 'year' | { from: string; to: string }

const flowOf = (period: Period = 'days90', who: keyof typeof callers = 'lin') =>
  desk.call(callers[who], 'customers.fundFlow', { customerId: ids.zhou, period })

const rowsOf = (part: FlowPart, who: keyof typeof callers = 'lin') =>
  desk.call(callers[who], 'customers.flowMovements', {
    customerId: ids.zhou,
    period: 'days90',
    part,
    offset: 0,
    limit: 50,
  })

const classes = (flow: FundFlowView) =>
  flow.classes.map(({ direction, flowClass, fen }) => [direction, flowClass, fen])

test('the list of transactions names the other side by the same rule', async () => {
  const named = async (who: keyof typeof callers) => {
    const request = { customerId: ids.zhou, offset: 0, limit: 50 }
    const { rows } = await desk.call(callers[who], 'customers.transactions', request)
    const parties = rows.map(({ party }) =>
      `${party.kind} ${party.name ?? party.tail ?? ''}`.trim(),
    )
    return [...new Set(parties)].sort()
  }
  const others = ['organisation 远望商贸有限公司', 'own ****3308', 'person 孙雅琴', 'unnamed']
  expect(await named('lin')).toEqual([...others, 'person 王*', 'person 赵*明'].sort())
  // Who manages the relative too sees the name in full.
  expect(await named('head')).toContain('person 赵启明')
})

describe('the fund flow of a customer', () => {
  test('classes, net and what is left out', async () => {
    const flow = await flowOf()
    expect(flow).toMatchObject({
      from: '2026-08-25',
      askedFrom: '2026-08-25',
      to: today,
      inFen: 7 * wan,
      outFen: 23 * wan + 7,
      netFen: -16 * wan - 7,
      removed: { count: 2, inFen: 10 * wan, outFen: 10 * wan },
      aside: { future: 1, currency: 1, currencies: ['USD'] },
    })
    expect(classes(flow)).toEqual([
      ['in', 'own_elsewhere', 4 * wan],
      ['in', 'payroll', 3 * wan],
      ['out', 'own_elsewhere', 9 * wan],
      ['out', 'securities', 6 * wan],
      ['out', 'family', 7 * wan],
      ['out', 'people', wan],
      ['out', 'other', 7],
    ])
    expect(flow.months).toEqual(['2026-08', '2026-09', '2026-10', '2026-11'])
  })

  test('leakage by the mean AUM of the same days; what came back is taken off', async () => {
    const flow = await flowOf()
    const mean = averageBetween(Object.values(balances), flow.from, flow.to)
    expect(flow.leakage).toMatchObject({
      leakedFen: 15 * wan,
      days: 90,
      meanAumFen: mean,
      rateBp: Math.round((15 * wan * 10_000) / mean),
      silence: null,
    })
    expect(flow.recoverable.fen).toBe(11 * wan)
    expect(
      flow.recoverable.rows.map(({ flowClass, outFen, leftFen, days, party }) => [
        flowClass,
        outFen,
        leftFen,
        days,
        party.tail,
      ]),
    ).toEqual([
      ['securities', 6 * wan, 6 * wan, 21, null],
      ['own_elsewhere', 9 * wan, 5 * wan, 71, '****3308'],
    ])
  })

  test('begins where the transactions on this PC begin, and says so', async () => {
    const year = await flowOf('year')
    expect([year.askedFrom, year.from]).toEqual(['2025-11-23', '2025-11-23'])
    const own = await flowOf({ from: '2025-01-01', to: today })
    expect([own.askedFrom, own.from]).toEqual(['2025-01-01', '2025-11-10'])
    expect(own.inFen).toBe(19 * wan)
    const before = await flowOf({ from: '2025-01-01', to: '2025-06-30' })
    expect(before).toMatchObject({ from: '2025-11-10', count: 0, classes: [], netFen: 0 })
  })

  test('an own range counts both its days and nothing else', async () => {
    const flow = await flowOf({ from: '2026-09-10', to: '2026-09-12' })
    expect([flow.inFen, flow.outFen, flow.leakage.days]).toEqual([3 * wan, 9 * wan, 3])
  })

  test.each([
    { from: '2026-11-02', to: '2026-11-01' },
    { from: '2026-11-02', to: '2026-11-23' },
    { from: '2024-01-01', to: '2026-11-01' },
    { from: 'yesterday', to: '2026-11-01' },
  ])('refuses %j', async (period) => {
    await expect(flowOf(period)).rejects.toThrow('request.invalid')
  })

  test('with balances that end days ago the rate is not stated', async () => {
    const reckoned = (as_of: string) =>
      desk.cache.put('reckoning', { branch_id: ids.branch, subject: 'summary', as_of })
    reckoned('2026-11-18')
    const { leakage } = await flowOf()
    reckoned(today)
    expect(leakage).toMatchObject({
      leakedFen: 15 * wan,
      meanAumFen: null,
      rateBp: null,
      silence: 'incomplete',
    })
  })
})

describe('who is named', () => {
  const names = async (who: keyof typeof callers) =>
    (await flowOf('days90', who)).parties.rows.map(({ party }) => party.name).sort()

  test('own customers and companies in full, others masked', async () => {
    expect(await names('lin')).toEqual(
      [null, null, null, '孙雅琴', '王*', '赵*明', '远望商贸有限公司'].sort(),
    )
  })

  test('whom the viewer manages too, in full: all of the branch for its head', async () => {
    desk.cache.put('account', {
      branch_id: ids.branch,
      id: '00000000-0000-7000-8000-000000000099',
      customer_id: ids.qian,
      account_no: '6228480000000099',
      kind: 'current',
      currency: 'CNY',
      opened_on: '2020-01-01',
      closed_on: null,
      status: 'normal',
      category: 1,
      product_id: null,
      rate_bp: 20,
      matures_on: null,
      statement: null,
    })
    expect(await names('lin')).toContain('王*')
    const head = await names('head')
    expect(head).toContain('王诺')
    expect(head).toContain('赵启明')
  })

  test('no full name of somebody else, no account number anywhere', async () => {
    const texts = JSON.stringify([
      await flowOf(),
      await rowsOf({ kind: 'class', flowClass: 'family', direction: 'out' }),
      await rowsOf({ kind: 'class', flowClass: 'people', direction: 'out' }),
      await rowsOf({ kind: 'removed' }),
    ])
    for (const secret of ['赵启明', '王诺', '9800000000003308', termNumber, '6228480000000031']) {
      expect(texts).not.toContain(secret)
    }
  })
})

describe('the movements behind a figure', () => {
  test('each part adds up to its figure, with the rule that decided', async () => {
    const flow = await flowOf()
    for (const { flowClass, direction, fen, count } of flow.classes) {
      const part = await rowsOf({ kind: 'class', flowClass, direction })
      const side = direction === 'in' ? part.inFen : part.outFen
      expect([flowClass, part.total, side]).toEqual([flowClass, count, fen])
      expect(part.rows.every((row) => row.flowClass === flowClass && row.rule !== null)).toBe(true)
    }
    for (const { txnNo, count, inFen, outFen } of flow.parties.rows) {
      expect(await rowsOf({ kind: 'party', txnNo })).toMatchObject({ total: count, inFen, outFen })
    }
    expect((await rowsOf({ kind: 'removed' })).rows.map(({ rule }) => rule).sort()).toEqual([
      'own_account_here',
      'paired',
    ])
    const aside = await rowsOf({ kind: 'aside' })
    expect(aside.rows.map(({ rule, amountFen }) => [rule, amountFen])).toEqual([
      [null, 99 * wan],
      [null, 88 * wan],
    ])
    expect(await rowsOf({ kind: 'party', txnNo: 'gone' })).toMatchObject({ total: 0, rows: [] })
  })

  test('comes page by page, the latest first', async () => {
    const page = await desk.call(callers.lin, 'customers.flowMovements', {
      customerId: ids.zhou,
      period: 'days90',
      part: { kind: 'class', flowClass: 'family', direction: 'out' },
      offset: 1,
      limit: 1,
    })
    expect([page.total, page.rows.map(({ amountFen }) => amountFen)]).toEqual([2, [2 * wan]])
  })
})

describe('what it costs', () => {
  test('the same number of statements, however much a customer moves', async () => {
    desk.statementsRun()
    await flowOf()
    const busy = desk.statementsRun()
    await desk.call(callers.lin, 'customers.fundFlow', { customerId: ids.sun, period: 'year' })
    expect(desk.statementsRun()).toBe(busy)
    expect(busy).toBeLessThanOrEqual(15)
  })

  test.each([
    ['movements', movementsSql, [ids.zhou, '2026-08-25', today, today]],
    ['reach', reachSql, [ids.zhou]],
  ])('%s are read by index alone', (_, sql, values) => {
    const plan = desk.cache.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as {
      detail: string
    }[]
    const steps = plan.map(({ detail }) => detail)
    const read = steps.filter((detail) => /\bt\b/.test(detail))
    expect(read).toHaveLength(1)
    expect(read[0]).toMatch(
      /^SEARCH t USING .*INDEX bank_transaction_by_account_id_posted_on_txn_no/,
    )
    expect(steps.join('\n')).not.toMatch(/SCAN (bank_transaction|t\b)/)
  })
})
