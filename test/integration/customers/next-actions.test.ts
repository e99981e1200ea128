import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import type { ActionGate } from '#domain/next-action/words.ts'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, customerRecord, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk
const wan = 1_000_000
const idleTask = '00000000-0000-7000-8000-000000000053'
const bondId = '00000000-0000-7000-8000-000000000042'

const product = (id: string, name: string, assetClass: string, own: object = {}) => ({
  id,
  code: id.slice(-4),
  name,
  asset_class: assetClass,
  issuer: 'own',
  risk_level: 1,
  term_days: null,
  min_amount_fen: 100,
  rate_bp: 200,
  currency: 'CNY',
  status: 'on_sale',
  sale_from: null,
  sale_to: null,
  ...own,
})

const task = (id: string, own: object = {}) => ({
  branch_id: ids.branch,
  id,
  customer_id: ids.zhou,
  staff_id: ids.lin,
  kind: 'idle_cash',
  priority: 2,
  due_on: addDays(today, 20),
  amount_fen: 10 * wan,
  evidence: JSON.stringify({ amountFen: 10 * wan, days: 15 }),
  rule_version: 'idle-1',
  state: 'open',
  created_at: 0,
  completed_at: null,
  completed_by: null,
  outcome: null,
  note: null,
  not_before: null,
  reason: null,
  ...own,
})

const consent = (own: object = {}) => ({
  branch_id: ids.branch,
  id: '00000000-0000-7000-8000-000000000301',
  customer_id: ids.zhou,
  purpose: 'marketing_call',
  channel: 'counter',
  given_on: '2026-01-01',
  withdrawn_on: null,
  text_version: 'v1',
  ...own,
})

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.put('product', product(bondId, '三年期储蓄国债', 'bond'))
  desk.cache.put('task', task(idleTask))
  desk.cache.put('consent', consent())
})
afterEach(() => desk.remove())

const show = (customerId: string = ids.zhou, who: keyof typeof callers = 'lin') =>
  desk.call(callers[who], 'customers.nextActions', { customerId })

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: Error) => error.message,
  )

const given = () =>
  desk.journal((db) =>
    (db.prepare('SELECT name, payload FROM command ORDER BY ordinal').all() as object[]).map(
      (row) => {
        const { name, payload } = row as { name: string; payload: string }
        return { name, payload: JSON.parse(payload) as Record<string, unknown> }
      },
    ),
  )

const refusal: Request<'customers.refuse'> = {
  customerId: ids.zhou,
  action: 'idle_cash',
  taskId: idleTask,
  productId: null,
  saidBy: 'customer',
  reason: 'elsewhere',
  until: addDays(today, 180),
  note: '  ',
}
const refuse = (own: Partial<typeof refusal> = {}) =>
  desk.call(callers.lin, 'customers.refuse', { ...refusal, ...own })

const need: Request<'customers.recordNeed'> = {
  customerId: ids.zhou,
  kind: 'saving',
  words: ' 想要稳当一点的 ',
  amountFen: 5 * wan,
  byDay: addDays(today, 10),
}
const record = (own: Partial<typeof need> = {}) =>
  desk.call(callers.lin, 'customers.recordNeed', { ...need, ...own })

const settlement = { metBy: null, metOn: null, productId: null, reason: null, note: null }
const settle = (needId: string, own: Partial<Request<'customers.settleNeed'>>) =>
  desk.call(callers.lin, 'customers.settleNeed', {
    customerId: ids.zhou,
    needId,
    to: 'met',
    ...settlement,
    ...own,
  })

describe('what to do next', () => {
  test('reasons of the work list and what is found beside them, one list, with its arithmetic', async () => {
    const { ranked, blocked, version, risk } = await show()
    expect(ranked.map(({ kind, product: named }) => [kind, named?.name ?? null])).toEqual([
      ['maturity', null],
      ['idle_cash', null],
      ['product_gap', '三年期储蓄国债'],
    ])
    expect(blocked).toEqual([])
    expect([version, risk]).toEqual(['next-action-1', { level: 3, validTo: '2027-01-01' }])
    const [first] = ranked
    // 50 of 50 万; 2 of 30 days left; 再联系 0.5: 40 + 28 + 0 + 5.
    expect(first?.parts.map(({ points }) => points)).toEqual([40, 28, 0, 5])
    expect(first?.score).toBe(73)
    expect(first?.reasons.map(({ ground }) => ground)).toEqual([
      { part: 'value', amountFen: 50 * wan, floorFen: 50 * wan },
      { part: 'urgency', dueOn: '2026-11-24', days: 2 },
      { part: 'intent', from: 'outcome', outcome: 'again' },
    ])
    expect(first?.task).toMatchObject({ id: ids.task, ruleVersion: 'maturity-1' })
  })

  test('what was put off stands aside', async () => {
    desk.cache.put(
      'task',
      task('00000000-0000-7000-8000-000000000054', {
        kind: 'birthday',
        not_before: addDays(today, 3),
      }),
    )
    const { ranked, aside } = await show()
    expect(ranked.some(({ kind }) => kind === 'birthday')).toBe(false)
    expect(aside).toMatchObject([{ kind: 'birthday', notBefore: addDays(today, 3) }])
  })

  test('is read in a fixed number of statements', async () => {
    await show()
    desk.statementsRun()
    await show()
    const before = desk.statementsRun()
    for (let n = 0; n < 20; n += 1) {
      desk.cache.put('task', task(`00000000-0000-7000-8000-0000000006${n + 10}`))
    }
    await show()
    expect(desk.statementsRun()).toBe(before)
  })

  test('is for who looks after the customer', async () => {
    expect(await code(show(ids.zhao))).toBe('customer.notYours')
    expect(await code(show(ids.zhou, 'teller'))).toBe('request.forbidden')
    expect(await code(show(ids.zhou, 'head'))).toBe('ok')
  })
})

describe('gates', () => {
  const zhou = (own: object) =>
    desk.cache.put('customer', customerRecord({ id: ids.zhou, name: '周敏华', ...own }))
  const contact = (n: number, own: object) => ({
    branch_id: ids.branch,
    id: `00000000-0000-7000-8000-0000000007${n + 10}`,
    customer_id: ids.zhou,
    staff_id: ids.lin,
    at: instantOfDay(today),
    channel: 'phone',
    outcome: 'again',
    summary: '',
    next_on: null,
    duration_minutes: null,
    origin: 'terminal',
    ...own,
  })
  const causes: [ActionGate, () => unknown][] = [
    ['deceased', () => zhou({ deceased_on: '2026-11-01' })],
    ['doNotContact', () => zhou({ do_not_contact: true })],
    ['minor', () => zhou({ birth_date: '2012-01-01' })],
    ['noConsent', () => desk.cache.put('consent', consent({ withdrawn_on: today }))],
    ['contactCap', () => desk.cache.put('contact', contact(1, {}))],
    [
      'contactCap',
      () => desk.cache.put('contact', ...[1, 2].map((n) => contact(n, { channel: 'sms' }))),
    ],
    [
      'elderOutflow',
      () => {
        zhou({ birth_date: '1950-01-01' })
        desk.cache.put('bank_transaction', {
          branch_id: ids.branch,
          txn_no: 'OUT',
          account_id: ids.current,
          posted_on: today,
          posted_at: null,
          direction: 'out',
          amount_fen: 30 * wan,
          balance_fen: null,
          operation: 'transfer_out',
          purpose: null,
          channel: 'mobile',
          counterparty_name: '某人',
          counterparty_bank: '示例银行',
          counterparty_account: '6222000099990000',
        })
      },
    ],
    ['openComplaint', () => record({ kind: 'service' })],
    ['refused', () => refuse()],
  ]

  test.each(causes)('%s', async (gate, cause) => {
    expect((await show()).ranked.some(({ kind }) => kind === 'idle_cash')).toBe(true)
    await cause()
    const { ranked, blocked, refused } = await show()
    expect(ranked.some(({ kind }) => kind === 'idle_cash')).toBe(false)
    const held = blocked.filter(({ kind }) => kind === 'idle_cash')
    if (gate === 'refused') {
      // Its task ended with it; the refusal itself says why nothing is proposed.
      expect(refused).toMatchObject([{ action: 'idle_cash', reason: 'elsewhere', queued: true }])
    } else {
      expect(held.map(({ score, gates }) => [score, gates.map((each) => each.gate)])).toEqual([
        [0, [gate]],
      ])
    }
  })

  test('suitability, with the grade it is judged by', async () => {
    const bold = '00000000-0000-7000-8000-000000000043'
    desk.cache.put('product', product(bold, '积存金', 'metal', { risk_level: 4 }))
    const { blocked } = await show()
    expect(blocked).toMatchObject([
      { product: { name: '积存金' }, gates: [{ gate: 'suitability', unsuitable: 'tooRisky' }] },
    ])
  })
})

describe('refusing', () => {
  test('a refused product stays away, is told with why, and comes back when that is taken back', async () => {
    const { refusalId } = await refuse({
      action: 'product_gap',
      taskId: null,
      productId: bondId,
      reason: 'yield',
    })
    const after = await show()
    expect(after.ranked.some(({ kind }) => kind === 'product_gap')).toBe(false)
    expect(after.blocked).toMatchObject([
      {
        kind: 'product_gap',
        score: 0,
        gates: [
          {
            gate: 'refused',
            refusal: {
              id: refusalId,
              reason: 'yield',
              productName: '三年期储蓄国债',
              queued: true,
            },
          },
        ],
      },
    ])
    const offered = async () =>
      (await desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })).offers.find(
        ({ id }) => id === bondId,
      )?.reason
    expect(await offered()).toBe('refused')
    expect(given()[0]).toMatchObject({
      name: 'refusal.record',
      payload: { assetClass: 'bond', note: null },
    })
    await desk.call(callers.lin, 'customers.takeBackRefusal', { customerId: ids.zhou, refusalId })
    expect((await show()).ranked.some(({ kind }) => kind === 'product_gap')).toBe(true)
    expect(await offered()).toBeNull()
    expect(
      await code(
        desk.call(callers.lin, 'customers.takeBackRefusal', { customerId: ids.zhou, refusalId }),
      ),
    ).toBe('refusal.alreadyTakenBack')
  })

  test('closes its task here at once', async () => {
    await refuse()
    const overview = await desk.call(callers.lin, 'customers.open', { customerId: ids.zhou })
    expect(overview.tasks.find(({ id }) => id === idleTask)).toMatchObject({ state: 'done' })
  })

  test.each([
    ['an end in the past', { until: addDays(today, -1) }, 'request.invalid'],
    ['an end too far off', { until: addDays(today, 731) }, 'request.invalid'],
    ['a product that is none', { productId: 'x' }, 'request.invalid'],
    ['a task of somebody else', { taskId: ids.taskOfZhao }, 'task.notFound'],
    ['a task that is none', { taskId: 'x' }, 'task.notFound'],
  ])('%s is refused and leaves no command', async (_name, own, expected) => {
    expect(await code(refuse(own))).toBe(expected)
    expect(given()).toEqual([])
  })

  test('one that is not there is not taken back', async () => {
    const request = { customerId: ids.zhou, refusalId: 'x' }
    expect(await code(desk.call(callers.lin, 'customers.takeBackRefusal', request))).toBe(
      'refusal.notFound',
    )
  })
})

describe('needs', () => {
  test('one is proposed for at once, with its full intent, and counted once it was met', async () => {
    const { needId } = await record()
    const open = await show()
    expect(open.needs).toMatchObject([
      { id: needId, state: 'open', words: '想要稳当一点的', byName: '林晓彤', queued: true },
    ])
    const proposed = open.ranked.find(({ kind }) => kind === 'need')
    expect(proposed).toMatchObject({ needId, product: { name: '三年期储蓄国债' } })
    expect(proposed?.parts[3]).toMatchObject({ points: 10, ground: { need: 'saving' } })
    expect(open.needsMetBp).toBeNull()
    await settle(needId, { metBy: 'product', metOn: today, productId: bondId, note: '已购' })
    const met = await show()
    expect(met.needs).toMatchObject([
      { state: 'met', metBy: 'product', productName: '三年期储蓄国债', settledByName: '林晓彤' },
    ])
    expect(met.needsMetBp).toBe(10_000)
    expect(met.ranked.some(({ kind }) => kind === 'need')).toBe(false)
    await settle(needId, { to: 'open' })
    expect((await show()).needs).toMatchObject([{ state: 'open', metBy: null, metOn: null }])
  })

  test('what a talk met names the contact of that day', async () => {
    const { needId } = await record()
    await settle(needId, { metBy: 'contact', metOn: '2026-10-04' })
    expect(given()[1]?.payload['contactId']).toBe('00000000-0000-7000-8000-000000000073')
  })

  test('half a sentence, a second word and a need that is none are refused', async () => {
    const { needId } = await record()
    expect(await code(settle(needId, { metBy: 'service' }))).toBe('need.saysTooLittle')
    expect(await code(settle(needId, { metBy: 'service', metOn: addDays(today, 1) }))).toBe(
      'need.saysTooLittle',
    )
    expect(await code(settle('x', { metBy: 'service', metOn: today }))).toBe('need.notFound')
    await settle(needId, { to: 'unmet', reason: 'terms' })
    expect(await code(settle(needId, { to: 'withdrawn' }))).toBe('need.alreadySettled')
    expect(await code(record({ byDay: addDays(today, -1) }))).toBe('request.invalid')
    expect(given().map(({ name }) => name)).toEqual(['need.record', 'need.settle'])
  })
})
