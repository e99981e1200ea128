import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays, instantOfDay } from '#domain/time/day.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { callers, fillSmallBranch, ids, today } from '../../support/small-branch.ts'

let desk: CustomerDesk

beforeEach(async () => {
  desk = await makeCustomerDesk(today, ids.branch)
  fillSmallBranch(desk)
  desk.cache.db.exec('DELETE FROM contact')
})
afterEach(() => desk.remove())

const look = (who: keyof typeof callers = 'lin') =>
  desk.call(callers[who], 'customers.recognition', { customerId: ids.zhou })
const set = (sql: string, ...values: string[]) =>
  desk.cache.db.prepare(`UPDATE customer SET ${sql} WHERE id = ?`).run(...values, ids.zhou)

function promised(daysAgo: number, forDaysAgo: number): void {
  desk.cache.put('contact', {
    branch_id: ids.branch,
    id: ids.zhou.replace(/^./, 'e'),
    customer_id: ids.zhou,
    staff_id: ids.lin,
    at: instantOfDay(addDays(today, -daysAgo)) + 36_000_000,
    channel: 'phone',
    outcome: 'interested',
    summary: '谈到期续存',
    next_on: addDays(today, -forDaysAgo),
    duration_minutes: null,
    origin: 'terminal',
  })
}

test('贵宾 follows the parameter', async () => {
  set("tier = 'gold'")
  expect((await look()).vip).toBe(false)
  set("tier = 'platinum'")
  expect((await look()).vip).toBe(true)
  desk.cache.put('parameter', {
    id: ids.zhou.replace(/^./, 'a'),
    key: 'tier.vip',
    version: 1,
    effective_from: '2020-01-01',
    value: '"private"',
  })
  expect((await look()).vip).toBe(false)
})

test('a broken promise stands first, and a contact logged now takes it away', async () => {
  promised(20, 5)
  const [first] = (await look()).moments
  expect(first).toMatchObject({ kind: 'promiseBroken', count: 5, word: '谈到期续存' })
  await desk.call(callers.lin, 'customers.logContact', {
    customerId: ids.zhou,
    channel: 'phone',
    outcome: 'interested',
    summary: '已道歉',
    nextOn: null,
    durationMinutes: null,
  })
  expect((await look()).moments.filter(({ kind }) => kind === 'promiseBroken')).toEqual([])
})

test('years with the bank; of the dead nothing is said', async () => {
  set('customer_since = ?', `${Number(today.slice(0, 4)) - 30}${today.slice(4)}`)
  expect((await look()).moments).toContainEqual(
    expect.objectContaining({ kind: 'anniversary', count: 30, on: today }),
  )
  set('deceased_on = ?', today)
  expect(await look()).toMatchObject({ silence: 'deceased', moments: [], types: [] })
})

test('types that count stand there with how sure they are; others may not look', async () => {
  desk.cache.put('customer_value', {
    branch_id: ids.branch,
    customer_id: ids.zhou,
    value_score: 5000,
    steady_points: 0,
    matures_on: null,
    types: 'merchant',
    facts: '{"types":[["merchant",[["occupation",null,"个体",null,null]]]]}',
  })
  expect((await look()).types).toEqual([{ type: 'merchant', sureness: 'possible' }])
  await expect(look('chen')).rejects.toThrow('customer.notYours')
})
