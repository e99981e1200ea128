import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterEach(() => desk.remove())

const minute = 60_000

const reveal = (field: 'mobile' | 'id_no' | 'name' = 'mobile', customerId: string = ids.zhou) =>
  desk.call(callers.lin, 'customers.reveal', { customerId, field, reason: 'call' })

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: Error) => error.message,
  )

const recorded = () =>
  desk.journal((db) => {
    const rows = db.prepare(`SELECT count(*) AS n FROM usage_record WHERE type = 'reveal'`).get()
    return (rows as { n: number }).n
  })

describe('revealing a field', () => {
  test('gives the full value for thirty seconds and leaves a record', async () => {
    expect(await reveal('mobile')).toEqual({ value: '19912346021', seconds: 30 })
    expect(await reveal('id_no')).toEqual({ value: '990000198003280328', seconds: 30 })
    expect(recorded()).toBe(2)
  })

  test('where there is no value nothing is counted', async () => {
    const request = { customerId: ids.qian, field: 'mobile', reason: 'call' } as const
    const none = await desk.call(callers.head, 'customers.reveal', request)
    expect(none.value).toBeNull()
    expect(recorded()).toBe(0)
  })

  test('a field that is not masked is not revealed', async () => {
    expect(await code(reveal('name'))).toBe('request.invalid')
    expect(recorded()).toBe(0)
  })

  test('thirty an hour; the hour slides', async () => {
    for (let n = 0; n < 30; n += 1) {
      expect(await code(reveal())).toBe('ok')
      desk.clock.wallMs += minute
    }
    expect(await code(reveal())).toBe('reveal.quotaHour')
    desk.clock.wallMs += 30 * minute
    expect(await code(reveal())).toBe('ok')
    expect(await code(reveal())).toBe('reveal.quotaHour')
    expect(recorded()).toBe(31)
  })

  test('two hundred a day, counted from the journal and so beyond a restart', async () => {
    const day = Array.from({ length: 200 }, (_, n) => ({
      ...desk.record(ids.lin, 'reveal'),
      wall_ms: desk.clock.now() - 2 * 60 * minute - n,
    }))
    desk.testify(day)
    expect(await code(reveal())).toBe('reveal.quotaDay')
    const others = desk.call(callers.head, 'customers.reveal', {
      customerId: ids.zhou,
      field: 'mobile',
      reason: 'verification',
    })
    expect(await code(others)).toBe('ok')
  })

  test('a clock set back does not forget records dated ahead', async () => {
    for (let n = 0; n < 30; n += 1) await reveal()
    desk.clock.wallMs -= 5 * 60 * minute
    expect(await code(reveal())).toBe('reveal.quotaHour')
  })

  test('forty at once: thirty values, thirty records', async () => {
    const codes = await Promise.all(Array.from({ length: 40 }, () => code(reveal())))
    expect(codes.filter((each) => each === 'ok')).toHaveLength(30)
    expect(codes.filter((each) => each === 'reveal.quotaHour')).toHaveLength(10)
    expect(recorded()).toBe(30)
  })
})
