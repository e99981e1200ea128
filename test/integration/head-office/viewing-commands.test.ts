import { beforeEach, describe, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { endOfDays } from '#domain/customers/viewing.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  idOf,
  loadRecords,
  people,
} from '#test/support/branch-data.ts'
import { withCommandDesk } from '#test/support/command-desk.ts'

const desk = withCommandDesk([people.li, people.wang, people.zhao, people.teller])
const { give } = desk
let count = 0
let zhou: Customer

beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周敏华${count}`)
  await loadRecords(desk.office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
})

const request = (over: object = {}) => ({
  viewingId: uuidV7(Date.now()),
  customerId: zhou.id,
  reason: 'walk_in',
  words: '客户在网点等候办理',
  days: 2,
  atMs: Date.now(),
  ...over,
})
const answer = (viewingId: string, over: object = {}) => ({
  viewingId,
  customerId: zhou.id,
  decision: 'granted',
  answer: '情况属实',
  days: 2,
  atMs: Date.now(),
  ...over,
})
const named = (viewingId: string) => ({ viewingId, customerId: zhou.id, atMs: Date.now() })

async function asked(over: object = {}): Promise<string> {
  const one = request(over)
  expect(await give('viewing.ask', people.wang, one)).toMatchObject({ outcome: 'applied' })
  return one.viewingId
}

async function stored(viewingId: string) {
  const { rows } = await desk.office.pool.query<Record<string, unknown>>(
    `select decision, answer, asked_by::text, decided_by::text, ended_by::text, openings,
       (extract(epoch from until_at) * 1000)::float8 as until_at
     from customer_viewing where branch_id = $1 and id = $2`,
    [branchA, viewingId],
  )
  return rows[0]
}

async function trace(viewingId: string) {
  const { rows } = await desk.office.pool.query<{ action: string; actor: string; detail: string }>(
    'select action, actor, detail::text from audit_log where object = $1 order by id',
    [viewingId],
  )
  return rows.map(({ detail, ...row }) => ({ ...row, detail: JSON.parse(detail) as object }))
}

const rejected = (code: string) => ({ outcome: 'rejected', code })

describe('asking to see somebody else’s customer', () => {
  test('is kept with who, why and for how long, and leaves a trace', async () => {
    const id = await asked()
    expect(await stored(id)).toMatchObject({
      decision: null,
      asked_by: people.wang.id,
      until_at: null,
      openings: 0,
    })
    expect(await trace(id)).toMatchObject([
      { action: 'viewing.ask', actor: people.wang.staffNo, detail: { reason: 'walk_in', days: 2 } },
    ])
  })

  test('is refused where there is nothing to ask, or not so', async () => {
    const cases: [typeof people.li, object, string][] = [
      [people.li, {}, 'viewing.notNeeded'],
      [people.zhao, {}, 'viewing.notNeeded'],
      [people.teller, {}, 'request.forbidden'],
      [people.wang, { words: '  ' }, 'viewing.wordsMissing'],
      [people.wang, { days: 8 }, 'viewing.tooLong'],
      [people.wang, { days: 0 }, 'viewing.tooLong'],
      [people.wang, { customerId: idOf('customer', 'nobody') }, 'customer.notFound'],
    ]
    for (const [who, over, code] of cases) {
      expect(await give('viewing.ask', who, request(over)), code).toMatchObject(rejected(code))
    }
    await asked()
    expect(await give('viewing.ask', people.wang, request())).toMatchObject(
      rejected('viewing.alreadyAsked'),
    )
  })
})

describe('the branch head’s word', () => {
  test('is one alone, with a reason, and ends the look by itself at the end of the last day', async () => {
    const id = await asked()
    for (const [who, over, code] of [
      [people.wang, {}, 'request.forbidden'],
      [people.zhao, { answer: '' }, 'viewing.wordsMissing'],
      [people.zhao, { days: 31 }, 'viewing.tooLong'],
      [people.zhao, { customerId: idOf('customer', 'nobody') }, 'customer.notFound'],
    ] as const) {
      expect(await give('viewing.decide', who, answer(id, over)), code).toMatchObject(
        rejected(code),
      )
    }
    expect(await give('viewing.decide', people.zhao, answer(id))).toMatchObject({
      outcome: 'applied',
    })
    expect(await stored(id)).toMatchObject({
      decision: 'granted',
      decided_by: people.zhao.id,
      answer: '情况属实',
      until_at: endOfDays(Date.now(), 2),
    })
    expect(
      await give('viewing.decide', people.zhao, answer(id, { decision: 'refused' })),
    ).toMatchObject({ ...rejected('viewing.alreadyDecided'), conflicts: [{ current: 'granted' }] })
    expect(await trace(id)).toMatchObject([{}, { action: 'viewing.decide' }])
  })

  test('is never on his own request, nor on one that nobody decided in time', async () => {
    const late = await asked({ atMs: Date.now() - 10 * 86_400_000 })
    expect(await give('viewing.decide', people.zhao, answer(late))).toMatchObject(
      rejected('viewing.lapsed'),
    )
    await desk.office.pool.query('update customer_viewing set asked_by = $2 where id = $1', [
      late,
      people.zhao.id,
    ])
    expect(await give('viewing.decide', people.zhao, answer(late))).toMatchObject(
      rejected('viewing.own'),
    )
  })
})

describe('afterwards', () => {
  test('every opening counts and is audited, with whether the look stood', async () => {
    const id = await asked()
    await give('viewing.decide', people.zhao, answer(id))
    expect(await give('viewing.open', people.wang, named(id))).toMatchObject({ outcome: 'applied' })
    expect(await give('viewing.open', people.li, named(id))).toMatchObject({
      outcome: 'quarantined',
      code: 'viewing.malformed',
    })
    expect(await give('viewing.end', people.li, named(id))).toMatchObject(
      rejected('viewing.notYours'),
    )
    expect(await give('viewing.end', people.zhao, named(id))).toMatchObject({ outcome: 'applied' })
    const after = { ...named(id), atMs: Date.now() + 1_000 }
    expect(await give('viewing.open', people.wang, after)).toMatchObject({ outcome: 'applied' })
    expect(await stored(id)).toMatchObject({ openings: 2, ended_by: people.zhao.id })
    expect(await trace(id)).toMatchObject([
      { action: 'viewing.ask' },
      { action: 'viewing.decide' },
      { action: 'viewing.open', actor: people.wang.staffNo, detail: { inForce: true } },
      { action: 'viewing.end', detail: { state: 'open', byAsker: false } },
      { action: 'viewing.open', detail: { inForce: false } },
    ])
  })

  test('of a customer who moved nothing is asked, and an opening stays on record', async () => {
    await desk.office.pool.query(
      'update customer_directory set branch_id = $2 where customer_id = $1',
      [zhou.id, branchB],
    )
    expect(await give('viewing.ask', people.wang, request())).toMatchObject(
      rejected('customer.moved'),
    )
    const gone = uuidV7(Date.now())
    expect(await give('viewing.open', people.wang, named(gone))).toMatchObject({
      outcome: 'applied',
    })
    expect(await trace(gone)).toMatchObject([{ detail: { inForce: false } }])
  })
})
