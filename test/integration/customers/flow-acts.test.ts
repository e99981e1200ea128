import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FlowClass } from '#domain/flow/classes.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, customerRecord, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk
const wan = 1_000_000
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
let serial = 0

function book(own: object): string {
  serial += 1
  const txnNo = `P${String(serial).padStart(4, '0')}`
  desk.cache.put('bank_transaction', {
    branch_id: ids.branch,
    txn_no: txnNo,
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
  return txnNo
}

let wang = ''

beforeAll(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.db.exec('DELETE FROM bank_transaction')
  book({ amount_fen: 2 * wan, counterparty_name: '王诺', posted_on: '2026-10-20' })
  wang = book({ amount_fen: 3 * wan, counterparty_name: '王诺' })
  book({ amount_fen: wan, counterparty_name: '周敏华', counterparty_bank: '甲州银行' })
  book({ amount_fen: 5_000, operation: 'cash_withdrawal' })
})
afterAll(() => desk.remove())

type Who = keyof typeof callers
const about = { customerId: ids.zhou, period: 'days90' as const }
const flow = (who: Who = 'lin') => desk.call(callers[who], 'customers.fundFlow', about)
const say = (flowClass: FlowClass | null, txnNo = wang, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.classifyParty', { ...about, txnNo, flowClass })
const wangRow = async () => (await flow()).parties.rows.find(({ party }) => party.kind === 'person')

describe('分类有误', () => {
  test('all payments with the side count in the class that was said, and in none when taken back', async () => {
    expect(await wangRow()).toMatchObject({ flowClass: 'people', count: 2, corrected: false })
    await say('business')
    expect(await wangRow()).toMatchObject({ flowClass: 'business', count: 2, corrected: true })
    const { classes, outFen } = await flow('head')
    expect(classes.find(({ flowClass }) => flowClass === 'business')).toMatchObject({
      fen: 5 * wan,
      count: 2,
    })
    expect(outFen).toBe(6 * wan + 5_000)
    const { rows } = await desk.call(callers.lin, 'customers.flowMovements', {
      ...about,
      part: { kind: 'party', txnNo: wang },
      offset: 0,
      limit: 10,
    })
    expect(rows.map(({ rule }) => rule)).toEqual(['corrected', 'corrected'])
    await say(null)
    expect(await wangRow()).toMatchObject({ flowClass: 'people', corrected: false })
  })

  test('a word that names nobody, or takes back none, is refused; nobody else may speak', async () => {
    const cash = (await flow()).parties.rows.find(({ party }) => party.kind === 'unnamed')
    expect(cash?.correctable).toBe(false)
    await expect(say('business', cash?.txnNo)).rejects.toThrow('request.invalid')
    await expect(say('business', 'nowhere')).rejects.toThrow('request.invalid')
    await expect(say(null)).rejects.toThrow('request.invalid')
    await expect(say('business', wang, 'teller')).rejects.toThrow('request.forbidden')
    await expect(
      desk.call(callers.lin, 'customers.classifyParty', {
        ...about,
        customerId: ids.zhao,
        txnNo: wang,
        flowClass: 'business',
      }),
    ).rejects.toThrow('customer.notYours')
  })
})

describe('同级客户中位', () => {
  const peers = () => desk.call(callers.lin, 'customers.flowPeers', about)

  test('is not told of fewer than ten, and does not count the customer', async () => {
    expect(await peers()).toMatchObject({ medianBp: null, sampled: false })
  })

  test('is the middle of the others of the tier in the branch', async () => {
    const { tier } = await peers()
    for (let n = 0; n < 12; n += 1) {
      const account = id(7_100 + n)
      desk.cache.put(
        'customer',
        customerRecord({ id: id(7_000 + n), name: `同级${n}`, customer_no: `P${n}`, tier }),
      )
      desk.cache.put('account', {
        branch_id: ids.branch,
        id: account,
        customer_id: id(7_000 + n),
        account_no: `62284800000071${String(n).padStart(2, '0')}`,
        kind: 'current',
        currency: 'CNY',
        opened_on: '2020-01-01',
        closed_on: null,
        status: 'normal',
        category: 1,
        product_id: null,
        rate_bp: null,
        matures_on: null,
        statement: null,
      })
      desk.cache.put('balance_change', {
        branch_id: ids.branch,
        position_id: account,
        changed_on: '2026-01-01',
        balance_fen: 100 * wan,
        running_sum: 0,
      })
      if (n > 0) {
        book({
          account_id: account,
          amount_fen: n * wan,
          counterparty_name: `同级${n}`,
          counterparty_bank: '甲州银行',
        })
      }
    }
    // Another period is another question: what was reckoned for this one stands for its day.
    const { count, medianBp } = await desk.call(callers.lin, 'customers.flowPeers', {
      customerId: ids.zhou,
      period: 'days30',
    })
    expect(count).toBeGreaterThanOrEqual(12)
    expect(medianBp).toBeGreaterThanOrEqual(500)
    expect(medianBp).toBeLessThanOrEqual(600)
  })
})

describe('export', () => {
  test('writes classes by month with their sums, the name masked, a record before the file', async () => {
    const { path, rows } = await desk.call(callers.lin, 'customers.exportFlow', {
      ...about,
      reason: 'meeting',
      format: 'csv',
      language: 'zh',
    })
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('周*华')
    expect(text).not.toContain('周敏华')
    expect(text).not.toContain('王诺')
    const lines = text.split(/\r?\n/).filter((line) => line !== '')
    expect(lines).toHaveLength(rows + 3)
    expect(lines.find((line) => line.includes('他人往来'))).toMatch(/50000\.00/)
    expect(lines.find((line) => line.startsWith('净流向'))).toMatch(/-60050\.00/)
    expect(path).not.toMatch(/周|王/)
  })

  test('of a period without a movement there is nothing to export', async () => {
    const empty = { from: '2025-01-01', to: '2025-02-01' }
    await expect(
      desk.call(callers.lin, 'customers.exportFlow', {
        customerId: ids.zhou,
        period: empty,
        reason: 'visit',
        format: 'csv',
        language: 'zh',
      }),
    ).rejects.toThrow('export.nothing')
  })
})
