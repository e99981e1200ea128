import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { noFilter } from '#contract/ipc/no-filter.ts'
import type { EvaluationView } from '#contract/ipc/customers.ts'
import { chance } from '#platform/chance/chance.ts'
import { averageHolding, holdThreeBp } from '#domain/customers/cross-holding.ts'
import type { CustomerFilter } from '#contract/ipc/customers.ts'
import type { CustomerType } from '#domain/customers/customer-types.ts'
import type { TypeVerdict } from '#domain/customers/type-verdict.ts'
import { addDays } from '#domain/time/day.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk
const wan = 1_000_000

/** What head office found of 周 on the night before: the worked example of rule 4.4. */
const facts = {
  mean7: 18 * wan,
  mean90: 30 * wan,
  meanBefore: 30 * wan,
  aumPercentile: 72,
  contributionPercentile: 60,
  balances: { deposit: 60 * wan, fund: 20 * wan },
  moves: [8, 16],
  months: 108,
  out: [9 * wan, 0],
  matures: [addDays(today, 20), 50 * wan],
  types: [['elder', [['birth', '2020-01-01', null, 60, null]]]],
  doubts: [['joint', 1, null]],
}

function evaluated(customerId: string, own: object = {}): void {
  desk.cache.put('customer_value', {
    branch_id: ids.branch,
    customer_id: customerId,
    value_score: 6770,
    steady_points: 50,
    matures_on: addDays(today, 20),
    types: 'elder',
    facts: JSON.stringify(facts),
    ...own,
  })
}

const open = (who: keyof typeof callers = 'lin'): Promise<EvaluationView> =>
  desk.call(callers[who], 'customers.evaluation', { customerId: ids.zhou })

const list = (filter: Partial<CustomerFilter> = {}, who: keyof typeof callers = 'head') =>
  desk.call(callers[who], 'customers.list', {
    filter: { ...noFilter, ...filter },
    sort: 'churn',
    descending: true,
    offset: 0,
    limit: 50,
  })

const rowOf = async (id: string) => (await list()).rows.find((row) => row.id === id)

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.put('reckoning', { branch_id: ids.branch, subject: 'value', as_of: today })
  desk.cache.db
    .prepare('UPDATE customer_summary SET last_contact_on = ? WHERE customer_id = ?')
    .run(addDays(today, -121), ids.zhou)
})
afterEach(() => desk.remove())

describe('types of a customer', () => {
  const wages = (payer: string) => [['payroll', [['wages', today, payer, 10, 11]]]]
  const told = (types: unknown, own: object = {}) =>
    evaluated(ids.zhou, { facts: JSON.stringify({ ...facts, types }), ...own })
  const judge = (verdict: TypeVerdict, type: CustomerType = 'payroll') =>
    desk.call(callers.lin, 'customers.judgeType', {
      customerId: ids.zhou,
      type,
      verdict,
      reason: verdict === 'denied' ? 'other_person' : null,
    })

  test('say what speaks for them, and what an earlier version of the rules wrote is left out', async () => {
    told([...wages('某某小学'), ['elder', 'profile', '2020-01-01']])
    const { types } = await open()
    expect(types.standing).toEqual([
      {
        type: 'payroll',
        evidence: [{ kind: 'wages', on: today, word: '某某小学', count: 10, of: 11 }],
        sureness: 'likely',
        verdict: null,
        denied: false,
        renewed: false,
      },
    ])
  })

  test('a denial counts at once, here and in the list, and stands until something new is there', async () => {
    told(wages('某某小学'), { types: 'payroll' })
    expect((await rowOf(ids.zhou))?.types).toEqual(['payroll'])
    await judge('denied')
    expect((await open()).types.standing).toMatchObject([
      { denied: true, verdict: { said: 'denied', reason: 'other_person', queued: true } },
    ])
    expect((await rowOf(ids.zhou))?.types).toEqual([])
    expect((await list({ customerType: 'payroll' })).total).toBe(0)

    told(wages('另一家公司'), { types: 'payroll' })
    expect((await open()).types.standing).toMatchObject([{ denied: false, renewed: true }])
  })

  test('what no data says may be noted, and taken back', async () => {
    told([], { types: '' })
    await judge('confirmed', 'migrant')
    expect((await rowOf(ids.zhou))?.types).toEqual(['migrant'])
    await judge('withdrawn', 'migrant')
    expect((await rowOf(ids.zhou))?.types).toEqual([])
    await expect(judge('denied', 'migrant')).rejects.toThrow('request.invalid')
  })

  test('a denial says why, and others may not judge', async () => {
    told(wages('某某小学'))
    const request = { customerId: ids.zhou, type: 'payroll' as const, verdict: 'denied' as const }
    await expect(
      desk.call(callers.lin, 'customers.judgeType', { ...request, reason: null }),
    ).rejects.toThrow('request.invalid')
    await expect(
      desk.call(callers.chen, 'customers.judgeType', { ...request, reason: 'never' }),
    ).rejects.toThrow('customer.notYours')
  })
})

describe('the evaluation of a customer', () => {
  test('says the score with its six parts, and the points with their reasons', async () => {
    evaluated(ids.zhou)
    const view = await open()
    expect(view.asOf).toBe(today)
    expect(view.value).toMatchObject({ score: 6820, missing: [], ruleVersion: 'value-1' })
    expect(view.value?.parts.map(({ part, points, adds }) => [part, points, adds])).toEqual([
      ['aum', 72, 2520],
      ['contribution', 60, 1200],
      ['breadth', 50, 750],
      ['activity', 80, 1200],
      ['tenure', 90, 900],
      ['growth', 50, 250],
    ])
    expect(view.churn).toMatchObject({ points: 70, band: 'red', ruleVersion: 'churn-1' })
    const held = view.churn?.reasons.filter(({ points }) => points !== 0)
    expect(held).toEqual([
      { reason: 'drop', points: 30 },
      { reason: 'outflow', points: 20 },
      { reason: 'maturity', points: 10 },
      { reason: 'overdue', points: 10 },
      { reason: 'complaint', points: null },
    ])
    expect(view.doubts).toEqual([{ kind: 'joint', accounts: 1, detail: null }])
  })

  test('a contact logged today counts at once, here and in the list', async () => {
    evaluated(ids.zhou)
    expect(await rowOf(ids.zhou)).toMatchObject({ churnPoints: 70, churnBand: 'red' })
    await desk.call(callers.lin, 'customers.logContact', {
      customerId: ids.zhou,
      channel: 'phone',
      outcome: 'interested',
      summary: '到期后续存',
      nextOn: null,
      durationMinutes: null,
    })
    const { churn } = await open()
    expect(churn).toMatchObject({ points: 50, band: 'orange' })
    expect(await rowOf(ids.zhou)).toMatchObject({ churnPoints: 50, churnBand: 'orange' })
  })

  test('one that nobody answered changes nothing', async () => {
    evaluated(ids.zhou)
    await desk.call(callers.lin, 'customers.logContact', {
      customerId: ids.zhou,
      channel: 'phone',
      outcome: 'no_answer',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    })
    expect((await open()).churn?.points).toBe(70)
  })

  test('before the first night, and of the dead, there is none', async () => {
    expect(await open()).toMatchObject({ asOf: null, value: null, churn: null })
    evaluated(ids.zhou, { value_score: null, steady_points: null, facts: '{}', types: '' })
    expect(await open()).toMatchObject({ asOf: today, value: null, churn: null })
    expect(await rowOf(ids.zhou)).toMatchObject({ valueScore: null, churnPoints: null })
  })

  test('is of the day it was made for, by the rules of that day', async () => {
    evaluated(ids.zhou)
    desk.cache.put('parameter', {
      id: '00000000-0000-7000-8000-000000000901',
      key: 'churn.bands',
      version: 1,
      effective_from: today,
      value: JSON.stringify({ yellow: 20, orange: 40, red: 90 }),
    })
    expect((await open()).churn?.band).toBe('orange')
    expect((await rowOf(ids.zhou))?.churnBand).toBe('orange')
    desk.cache.db
      .prepare(`UPDATE reckoning SET as_of = ? WHERE subject = 'value'`)
      .run(addDays(today, -1))
    expect((await open()).churn?.band).toBe('red')
    expect((await rowOf(ids.zhou))?.churnBand).toBe('red')
  })
})

test('the list’s SQL comes to what the record says, whatever the facts', async () => {
  const random = chance(11)
  const update = desk.cache.db.prepare(
    `UPDATE customer SET tier = ?, do_not_contact = ?, customer_since = ? WHERE id = ?`,
  )
  const contact = desk.cache.db.prepare(
    'UPDATE customer_summary SET last_contact_on = ? WHERE customer_id = ?',
  )
  for (let round = 0; round < 150; round += 1) {
    const tier = random.pick(['standard', 'potential', 'gold', 'platinum', 'private'] as const)
    update.run(tier, random.hit(0.2) ? 1 : 0, addDays(today, -random.int(0, 900)), ids.zhou)
    contact.run(random.hit(0.2) ? null : addDays(today, -random.int(0, 800)), ids.zhou)
    const matures = random.hit(0.7) ? addDays(today, random.int(0, 40)) : null
    desk.cache.db.exec('DELETE FROM customer_value')
    // 30 points that no contact changes: the fall of the mean.
    evaluated(ids.zhou, {
      steady_points: 30,
      matures_on: matures,
      facts: JSON.stringify({ ...facts, out: [0, 0], matures: matures && [matures, 50 * wan] }),
    })
    const { churn } = await open()
    expect((await rowOf(ids.zhou))?.churnPoints).toBe(churn?.points)
  }
})

describe('filters and views', () => {
  test('find by band and above, score, and type, and count what they find', async () => {
    evaluated(ids.zhou)
    evaluated(ids.sun, { steady_points: 25, matures_on: null, value_score: 8100, types: 'payroll' })
    const names = async (filter: Partial<CustomerFilter>) =>
      (await list(filter)).rows.map(({ id }) => id)
    expect(await names({ churn: 'red' })).toEqual([ids.zhou])
    expect(await names({ churn: 'yellow' })).toEqual([ids.zhou, ids.sun])
    expect(await names({ valueFrom: 80 })).toEqual([ids.sun])
    expect(await names({ customerType: 'elder' })).toEqual([ids.zhou])
    expect(await names({ customerType: 'payroll' })).toEqual([ids.sun])
    const { views } = await desk.call(callers.lin, 'customers.views', null)
    expect(views.find(({ key }) => key === 'churn')?.count).toBe(1)
  })
})

describe('cross-holding of a branch', () => {
  test('adds up to the lists it leads to, over managers and over classes', async () => {
    const { branch, managers, classes } = await desk.call(
      callers.head,
      'customers.crossHolding',
      null,
    )
    for (const of of ['active', 'classes', 'holdThree'] as const) {
      expect(managers.reduce((sum, manager) => sum + manager[of], 0)).toBe(branch[of])
    }
    expect(classes.reduce((sum, { customers }) => sum + customers, 0)).toBe(branch.classes)
    expect((await list({ holdsAtLeast: 1 })).total).toBe(branch.active)
    expect((await list({ holdsAtLeast: 3 })).total).toBe(branch.holdThree)
    expect(branch.active).toBeGreaterThan(0)
    expect(averageHolding(branch)).toBeGreaterThanOrEqual(100)
    expect(holdThreeBp(branch)).not.toBeNull()
  })

  test('is the head’s alone', async () => {
    const reply = await desk.reply(callers.lin, 'customers.crossHolding', null)
    expect(reply).toMatchObject({ ok: false, error: { code: 'request.forbidden' } })
  })
})
