import { beforeEach, describe, expect, test } from 'vitest'
import type { Customer } from '#domain/customers/records.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchB,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { withCommandDesk } from '#test/support/command-desk.ts'

const desk = withCommandDesk([people.li, people.wang])
const { give } = desk
const atMs = Date.UTC(2026, 10, 20, 2)
let count = 0
let zhou: Customer

beforeEach(async () => {
  count += 1
  zhou = aCustomer(`周敏华${count}`, { birth_date: '1974-05-06' })
  await loadRecords(desk.office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
})

const consent = (over: object = {}) => ({
  consentId: uuidV7(Date.now()),
  customerId: zhou.id,
  purpose: 'profiling',
  channel: 'counter',
  way: 'signed',
  textVersion: '2024-11',
  on: testDay,
  atMs,
  ...over,
})
const withdrawal = (over: object = {}) => ({
  customerId: zhou.id,
  purpose: 'profiling',
  channel: 'phone',
  on: testDay,
  atMs: atMs + 1_000,
  ...over,
})

async function rows() {
  const { rows: found } = await desk.office.pool.query<Record<string, unknown>>(
    `select id::text, branch_id::text, purpose, way, given_by::text,
       to_char(given_on, 'YYYY-MM-DD') as given_on,
       to_char(withdrawn_on, 'YYYY-MM-DD') as withdrawn_on, withdrawn_channel, withdrawn_by::text
     from consent where customer_id = $1 order by given_at, id`,
    [zhou.id],
  )
  return found
}

describe('consents at head office', () => {
  test('are kept with how, where and by whom, and leave a trace', async () => {
    const given = consent()
    expect(await give('consent.record', people.li, given)).toMatchObject({ outcome: 'applied' })
    expect(await give('consent.withdraw', people.li, withdrawal())).toMatchObject({
      outcome: 'applied',
    })
    expect(await rows()).toMatchObject([
      {
        id: given.consentId,
        way: 'signed',
        given_by: people.li.id,
        given_on: testDay,
        withdrawn_on: testDay,
        withdrawn_channel: 'phone',
        withdrawn_by: people.li.id,
      },
    ])
    const { rows: trace } = await desk.office.pool.query<{ action: string; detail: object }>(
      'select action, detail::json as detail from audit_log where object = $1 order by id',
      [given.consentId],
    )
    expect(trace).toEqual([
      {
        action: 'consent.record',
        detail: { purpose: 'profiling', channel: 'counter', way: 'signed', text: '2024-11' },
      },
      { action: 'consent.withdraw', detail: { purpose: 'profiling', channel: 'phone' } },
    ])
  })

  test('a withdrawal is a fact: accepted again, from anybody, and without anything to end', async () => {
    expect(await give('consent.withdraw', people.wang, withdrawal())).toMatchObject({
      outcome: 'applied',
    })
    await give('consent.record', people.li, consent())
    for (const staff of [people.wang, people.li]) {
      expect(await give('consent.withdraw', staff, withdrawal())).toMatchObject({
        outcome: 'applied',
      })
    }
    expect(await rows()).toMatchObject([{ withdrawn_by: people.wang.id }])
  })

  test('ends no consent that was given after it', async () => {
    await give('consent.record', people.li, consent())
    await give('consent.record', people.li, consent({ atMs: atMs + 5_000 }))
    await give('consent.withdraw', people.li, withdrawal())
    expect((await rows()).map(({ withdrawn_on: on }) => on)).toEqual([testDay, null])
  })

  test('about a customer who moved it is kept there, and its writer is told', async () => {
    await desk.office.pool.query(
      'update customer_directory set branch_id = $2 where customer_id = $1',
      [zhou.id, branchB],
    )
    expect(await give('consent.record', people.li, consent())).toMatchObject({
      outcome: 'applied_with_changes',
      code: 'customer.moved',
    })
    expect(await rows()).toMatchObject([{ branch_id: branchB }])
  })

  test('what cannot be is kept for a supervisor and opens nothing', async () => {
    for (const [over, code] of [
      [{ way: 'guardian' }, 'consent.guardian'],
      [{ on: '2026-13-01' }, 'consent.malformed'],
      [{ atMs: Date.now() + 3 * 86_400_000 }, 'consent.malformed'],
      [{ way: 'winked' }, 'consent.malformed'],
    ] as const) {
      expect(await give('consent.record', people.li, consent(over))).toMatchObject({
        outcome: 'quarantined',
        code,
      })
    }
    expect(await rows()).toEqual([])
  })

  test('a day that has not begun here counts as today', async () => {
    await give('consent.record', people.li, consent({ on: '2027-01-01' }))
    expect(await rows()).toMatchObject([{ given_on: testDay }])
  })
})
