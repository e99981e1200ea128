import { beforeEach, describe, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchB,
  idOf,
  loadRecords,
  people,
} from '#test/support/branch-data.ts'
import { withCommandDesk } from '#test/support/command-desk.ts'

const desk = withCommandDesk([people.li, people.wang, people.zhao, people.teller])
const { give } = desk
const atMs = Date.UTC(2026, 10, 20, 2)
let count = 0
let zhou: Customer
let task: ReturnType<typeof aTask>

beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周海华${count}`)
  task = { ...aTask(`idle${count}`, zhou.id, people.li.id), kind: 'idle_cash' }
  await loadRecords(desk.office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
    task: [task],
  })
})

const refusal = (over: object = {}) => ({
  refusalId: uuidV7(Date.now()),
  customerId: zhou.id,
  action: 'idle_cash',
  taskId: task.id,
  assetClass: null,
  productId: null,
  saidBy: 'customer',
  reason: 'elsewhere',
  until: '2027-02-28',
  note: null,
  atMs,
  ...over,
})

const need = (over: object = {}) => ({
  needId: uuidV7(Date.now()),
  customerId: zhou.id,
  kind: 'retirement',
  words: '想为退休多存一点',
  amountFen: 5_000_000,
  byDay: '2027-03-31',
  atMs,
  ...over,
})

const settled = (needId: string, over: object = {}) => ({
  needId,
  customerId: zhou.id,
  to: 'met',
  metBy: 'service',
  metOn: '2026-11-20',
  productId: null,
  contactId: null,
  reason: null,
  note: null,
  atMs: atMs + 1000,
  ...over,
})

async function row(table: 'task' | 'refusal' | 'customer_need', id: string) {
  const { rows } = await desk.office.pool.query<Record<string, unknown>>(
    `select * from ${table} where id = $1`,
    [id],
  )
  return rows[0]
}

const audited = async (object: string) =>
  (
    await desk.office.pool.query<{ action: string; detail: object }>(
      'select action, detail::json as detail from audit_log where object = $1 order by id',
      [object],
    )
  ).rows

describe('refusal.record', () => {
  test('is kept with who said it, ends the task behind it, and leaves a trace', async () => {
    const given = refusal()
    expect(await give('refusal.record', people.li, given)).toMatchObject({ outcome: 'applied' })
    expect(await row('refusal', given.refusalId)).toMatchObject({
      customer_id: zhou.id,
      action: 'idle_cash',
      said_by: 'customer',
      reason: 'elsewhere',
      staff_id: people.li.id,
      taken_back_at: null,
    })
    expect(await row('task', task.id)).toMatchObject({
      state: 'done',
      outcome: 'customer_refused',
      completed_by: people.li.id,
    })
    expect(await audited(given.refusalId)).toEqual([
      {
        action: 'refusal.record',
        detail: { action: 'idle_cash', saidBy: 'customer', until: '2027-02-28' },
      },
    ])
  })

  test('a manager’s judgement ends the task as not suitable', async () => {
    await give('refusal.record', people.li, refusal({ saidBy: 'manager', reason: 'timing' }))
    expect(await row('task', task.id)).toMatchObject({
      outcome: 'not_suitable',
      reason: 'wrong_time',
    })
  })

  test('is a fact: kept though the task is closed, somebody else’s, or not there', async () => {
    const other = refusal({ taskId: idOf('task', 'nowhere') })
    expect(await give('refusal.record', people.li, other)).toMatchObject({ outcome: 'applied' })
    expect(await row('task', task.id)).toMatchObject({ state: 'open' })
    const stranger = refusal()
    expect(await give('refusal.record', people.wang, stranger)).toMatchObject({
      outcome: 'applied',
    })
    expect(await row('task', task.id)).toMatchObject({ state: 'open' })
    expect(await row('refusal', stranger.refusalId)).toBeDefined()
  })

  test('follows a customer who moved, and says so', async () => {
    await desk.office.pool.query('update customer set branch_id = $2, ver = 0 where id = $1', [
      zhou.id,
      branchB,
    ])
    await desk.office.pool.query(
      'update customer_directory set branch_id = $2 where customer_id = $1',
      [zhou.id, branchB],
    )
    const given = refusal()
    expect(await give('refusal.record', people.li, given)).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'customer.moved',
      revs: {},
    })
    expect(await row('refusal', given.refusalId)).toMatchObject({ branch_id: branchB })
  })

  test.each([
    ['an end before it began', { until: '2026-11-19' }],
    ['an end beyond two years', { until: '2028-11-20' }],
    ['a day that is none', { until: '2027-02-30' }],
    ['an id that is none', { refusalId: 'x' }],
    ['a task that is none', { taskId: 'x' }],
    ['a reason of no list', { reason: 'moon' }],
    ['tomorrow', { atMs: Date.now() + 3 * 86_400_000, until: '2099-01-01' }],
  ])('%s waits for a supervisor', async (_name, over) => {
    expect(await give('refusal.record', people.li, refusal(over))).toMatchObject({
      outcome: 'quarantined',
      code: 'refusal.malformed',
    })
  })
})

describe('refusal.takeBack', () => {
  const back = (refusalId: string, over: object = {}) => ({
    refusalId,
    customerId: zhou.id,
    atMs: atMs + 60_000,
    ...over,
  })

  test('ends it, once, and opens the task again where the same person closed it', async () => {
    const given = refusal()
    await give('refusal.record', people.li, given)
    expect(await give('refusal.takeBack', people.li, back(given.refusalId))).toMatchObject({
      outcome: 'applied',
    })
    expect(await row('refusal', given.refusalId)).toMatchObject({ taken_back_by: people.li.id })
    expect(await row('task', task.id)).toMatchObject({ state: 'open', outcome: null })
    expect(await give('refusal.takeBack', people.zhao, back(given.refusalId))).toMatchObject({
      outcome: 'rejected',
      code: 'refusal.alreadyTakenBack',
      conflicts: [{ changedBy: people.li.name }],
    })
    expect((await audited(given.refusalId)).map(({ action }) => action)).toEqual([
      'refusal.record',
      'refusal.takeBack',
    ])
  })

  test('is for who looks after the customer, and leaves another person’s task closed', async () => {
    const given = refusal()
    await give('refusal.record', people.li, given)
    for (const staff of [people.wang, people.teller]) {
      expect(await give('refusal.takeBack', staff, back(given.refusalId))).toMatchObject({
        outcome: 'rejected',
        code: 'refusal.notYours',
      })
    }
    await give('refusal.takeBack', people.zhao, back(given.refusalId))
    expect(await row('task', task.id)).toMatchObject({ state: 'done' })
  })

  test('of another customer, or of none, is not found', async () => {
    const given = refusal()
    await give('refusal.record', people.li, given)
    const wrong = [back(given.refusalId, { customerId: idOf('customer', 'nobody') }), back('x')]
    const codes = []
    for (const each of wrong) codes.push((await give('refusal.takeBack', people.li, each)).code)
    expect(codes).toEqual(['customer.notFound', 'refusal.notFound'])
  })
})

describe('needs', () => {
  test('one is recorded, met, opened again and not met; each word leaves a trace', async () => {
    const given = need()
    expect(await give('need.record', people.li, given)).toMatchObject({ outcome: 'applied' })
    expect(await row('customer_need', given.needId)).toMatchObject({
      state: 'open',
      kind: 'retirement',
      amount_fen: '5000000',
    })
    expect(await give('need.settle', people.li, settled(given.needId))).toMatchObject({
      outcome: 'applied',
    })
    expect(await row('customer_need', given.needId)).toMatchObject({
      state: 'met',
      met_by: 'service',
      settled_by: people.li.id,
    })
    const said = { metBy: null, metOn: null }
    const again = settled(given.needId, { to: 'open', ...said })
    expect(await give('need.settle', people.li, again)).toMatchObject({ outcome: 'applied' })
    expect(await row('customer_need', given.needId)).toMatchObject({
      state: 'open',
      met_by: null,
      settled_by: null,
    })
    const unmet = settled(given.needId, { to: 'unmet', ...said, reason: 'terms' })
    expect(await give('need.settle', people.zhao, unmet)).toMatchObject({ outcome: 'applied' })
    expect((await audited(given.needId)).map(({ action }) => action)).toEqual([
      'need.record',
      'need.settle',
      'need.settle',
      'need.settle',
    ])
  })

  test('who comes second is told who said what; strangers and half sentences are refused', async () => {
    const given = need()
    await give('need.record', people.li, given)
    expect(await give('need.settle', people.wang, settled(given.needId))).toMatchObject({
      code: 'need.notYours',
    })
    const half = settled(given.needId, { metOn: null })
    expect(await give('need.settle', people.li, half)).toMatchObject({ code: 'need.saysTooLittle' })
    await give('need.settle', people.li, settled(given.needId))
    const late = settled(given.needId, { to: 'withdrawn', metBy: null, metOn: null })
    expect(await give('need.settle', people.zhao, late)).toMatchObject({
      outcome: 'rejected',
      code: 'need.alreadySettled',
      conflicts: [{ mine: 'withdrawn', current: 'met', changedBy: people.li.name }],
    })
  })

  test('a need that is none waits for a supervisor; twice the same id is one too many', async () => {
    expect(await give('need.record', people.li, need({ byDay: '2027-02-30' }))).toMatchObject({
      outcome: 'quarantined',
      code: 'need.malformed',
    })
    const given = need()
    await give('need.record', people.li, given)
    expect(await give('need.record', people.li, given)).toMatchObject({ code: 'need.malformed' })
  })
})
