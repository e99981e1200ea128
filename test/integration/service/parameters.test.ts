import { afterAll, beforeAll, expect, test } from 'vitest'
import { parameterKeys, parameters } from '#domain/administration/parameters.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { parameterInForce } from '#head-office/parameters/in-force.ts'
import { publishParameter } from '#head-office/parameters/publish.ts'
import {
  aCustomer,
  aManager,
  branchA,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const nextDay = '2026-11-21'
const dayMs = 86_400_000
let office: TestHeadOffice
let terminal: TestTerminal
const zhou = aCustomer('周海华', { tier: 'gold' })

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
  await openBusinessDay(office.pool, testDay, { loaded: true })
  terminal = new TestTerminal({
    headOfficeUrl: office.url,
    enrolmentCode: await createEnrolmentCode(office.pool, { branchId: branchA }),
  })
  await terminal.start()
  await terminal.status('enrolment', ({ enrolled }) => enrolled)
  await terminal.login(people.li)
  await terminal.filled()
})
afterAll(async () => {
  await terminal.remove()
  await office.close()
})

test('every database holds the product’s own value of every parameter', async () => {
  const { rows } = await office.pool.query<{ key: string }>(
    'select key from parameter where version = 0 order by key',
  )
  expect(rows.map(({ key }) => key)).toEqual([...parameterKeys].sort())
  for (const key of parameterKeys) {
    expect(await parameterInForce(office.pool, key, testDay)).toEqual(parameters[key].fallback)
  }
})

test('a value that does not fit is not published', async () => {
  const wrong = {
    key: 'lock.idle_minutes',
    value: 0,
    effectiveFrom: nextDay,
    actor: '9001',
  } as const
  await expect(publishParameter(office.pool, wrong, Date.now())).rejects.toThrow()
  expect(await parameterInForce(office.pool, 'lock.idle_minutes', nextDay)).toBe(5)
})

test('a version of a coming day changes nothing before it, and everything from it on', async () => {
  const { pool } = office
  const from = { effectiveFrom: nextDay, actor: '9001' }
  const rule = parameters['usage.effective'].fallback
  const cycle = parameters['contact.cycle_days'].fallback
  const limits = parameters['reveal.limits'].fallback
  await publishParameter(pool, { ...from, key: 'lock.idle_minutes', value: 2 }, Date.now())
  await publishParameter(pool, { ...from, key: 'lease.scope_days', value: 3 }, Date.now())
  await publishParameter(
    pool,
    { ...from, key: 'usage.effective', value: { ...rule, loginsAMonth: 20 } },
    Date.now(),
  )
  await publishParameter(
    pool,
    { ...from, key: 'contact.cycle_days', value: { ...cycle, gold: 45 } },
    Date.now(),
  )
  expect(
    await publishParameter(
      pool,
      { ...from, key: 'reveal.limits', value: { ...limits, perHour: 1, shownSeconds: 9 } },
      Date.now(),
    ),
  ).toBe(1)
  await terminal.until('the published versions', async () => {
    const { tables } = await terminal.call('sync.freshness')
    return tables.find(({ table }) => table === 'parameter')?.rows === parameterKeys.length + 5
  })

  const before = await terminal.call('app.status')
  expect(before).toMatchObject({ idleLockMinutes: 5, usage: { target: 12 } })
  expect(await parameterInForce(pool, 'lease.scope_days', testDay)).toBe(7)
  expect(await terminal.call('customers.open', { customerId: zhou.id })).toMatchObject({
    contactCycleDays: 90,
  })

  await openBusinessDay(pool, nextDay)
  const after = await terminal.status(
    'the next day',
    ({ businessDate }) => businessDate === nextDay,
  )
  expect(after).toMatchObject({ idleLockMinutes: 2, usage: { target: 20 } })
  expect(await terminal.call('customers.open', { customerId: zhou.id })).toMatchObject({
    contactCycleDays: 45,
  })
  const look = { customerId: zhou.id, field: 'mobile' as const, reason: 'call' as const }
  expect(await terminal.call('customers.reveal', look)).toMatchObject({ seconds: 9 })
  expect(await terminal.reply('customers.reveal', look)).toMatchObject({
    ok: false,
    error: { code: 'reveal.quotaHour', data: { limit: 1 } },
  })

  await terminal.stop()
  await terminal.start()
  const again = await terminal.status('a new session', ({ connection }) => connection === 'online')
  const leaseDays = ((again.scopeLeaseUntilMs ?? 0) - Date.now()) / dayMs
  expect(leaseDays).toBeGreaterThan(2.9)
  expect(leaseDays).toBeLessThan(3.1)
})
