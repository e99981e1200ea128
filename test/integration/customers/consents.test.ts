import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ConsentPurpose } from '#domain/customers/consent.ts'
import { addDays } from '#domain/time/day.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, customerRecord, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

const consent = (own: object = {}) => ({
  branch_id: ids.branch,
  id: '00000000-0000-7000-8000-000000000301',
  customer_id: ids.zhou,
  purpose: 'marketing_call',
  channel: 'mobile',
  given_on: '2026-01-01',
  withdrawn_on: null,
  text_version: '2024-11',
  way: null,
  given_at: null,
  given_by: null,
  withdrawn_channel: null,
  withdrawn_at: null,
  withdrawn_by: null,
  ...own,
})

/** Money to talk about. */
const idleTask = {
  branch_id: ids.branch,
  id: '00000000-0000-7000-8000-000000000053',
  customer_id: ids.zhou,
  staff_id: ids.lin,
  kind: 'idle_cash',
  priority: 2,
  due_on: addDays(today, 20),
  amount_fen: 10_000_000,
  evidence: JSON.stringify({ amountFen: 10_000_000, days: 15 }),
  rule_version: 'idle-1',
  state: 'open',
  created_at: 0,
  completed_at: null,
  completed_by: null,
  outcome: null,
  note: null,
  not_before: null,
  reason: null,
}

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
})
afterEach(() => desk.remove())

type Who = keyof typeof callers
const show = (who: Who = 'lin', customerId: string = ids.zhou) =>
  desk.call(callers[who], 'customers.consents', { customerId })
const record = (own: object = {}, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.recordConsent', {
    customerId: ids.zhou,
    purpose: 'profiling',
    channel: 'counter',
    way: 'signed',
    textVersion: '2024-11',
    ...own,
  })
const withdraw = (purpose: ConsentPurpose, who: Who = 'lin') =>
  desk.call(callers[who], 'customers.withdrawConsent', {
    customerId: ids.zhou,
    purpose,
    channel: 'phone',
  })
const of = async (purpose: ConsentPurpose) =>
  (await show()).purposes.find((each) => each.purpose === purpose)
const silence = async () =>
  (await desk.call(callers.lin, 'customers.consumption', { customerId: ids.zhou })).silence

describe('授权 on this PC', () => {
  test('a consent opens what it is for at once, and its withdrawal closes it at once', async () => {
    expect(await of('profiling')).toMatchObject({ inForce: false, latest: null })
    expect(await silence()).toBe('noConsent')
    await record()
    expect(await of('profiling')).toMatchObject({
      inForce: true,
      latest: { way: 'signed', channel: 'counter', givenByName: '林晓彤', queued: true },
    })
    expect(await silence()).not.toBe('noConsent')
    await withdraw('profiling')
    expect(await of('profiling')).toMatchObject({
      inForce: false,
      latest: { withdrawnOn: today, withdrawnChannel: 'phone', withdrawnByName: '林晓彤' },
    })
    expect(await silence()).toBe('withdrawn')
    expect((await show()).history).toHaveLength(1)
  })

  test('the gate of the next best action follows', async () => {
    const gates = async () => {
      const { ranked, blocked } = await desk.call(callers.lin, 'customers.nextActions', {
        customerId: ids.zhou,
      })
      return [...ranked, ...blocked].flatMap(({ gates: all }) => all.map(({ gate }) => gate))
    }
    desk.cache.put('task', idleTask)
    desk.cache.put('consent', consent())
    expect(await gates()).not.toContain('noConsent')
    await withdraw('marketing_call')
    expect(await gates()).toContain('noConsent')
    await record({ purpose: 'marketing_call', way: 'recorded', channel: 'phone' })
    expect(await gates()).not.toContain('noConsent')
  })

  test('a withdrawal ends one purpose and everything that stood for it', async () => {
    desk.cache.put(
      'consent',
      consent(),
      consent({ id: '00000000-0000-7000-8000-000000000302', channel: 'counter' }),
      consent({ id: '00000000-0000-7000-8000-000000000303', purpose: 'marketing_sms' }),
    )
    await withdraw('marketing_call')
    const { history, purposes } = await show()
    expect(history.filter(({ withdrawnOn }) => withdrawnOn === null)).toMatchObject([
      { purpose: 'marketing_sms' },
    ])
    expect(purposes.filter(({ inForce }) => inForce)).toHaveLength(1)
  })

  test('what does not fit is refused before anything is written', async () => {
    await expect(record({ textVersion: '1999' })).rejects.toThrow('request.invalid')
    await expect(record({ way: 'guardian' })).rejects.toThrow('consent.guardian')
    desk.cache.put(
      'customer',
      customerRecord({ id: ids.zhou, name: '周敏华', deceased_on: '2026-01-02' }),
    )
    await expect(record()).rejects.toThrow('consent.deceased')
    expect((await show()).deceased).toBe(true)
    expect((await show()).history).toEqual([])
  })

  test('nobody sees or changes those of somebody else’s customer', async () => {
    for (const attempt of [show('teller'), record({}, 'teller'), withdraw('profiling', 'admin')]) {
      await expect(attempt).rejects.toThrow('request.forbidden')
    }
    await expect(show('lin', ids.zhao)).rejects.toThrow('customer.notYours')
    await expect(record({ customerId: ids.zhao })).rejects.toThrow('customer.notYours')
  })
})
