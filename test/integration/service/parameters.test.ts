import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noFilter } from '#contract/ipc/no-filter.ts'
import { parameterKeys, parameters } from '#domain/administration/parameters.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { parameterInForce } from '#head-office/parameters/in-force.ts'
import {
  approveParameter,
  proposeParameter,
  rejectParameter,
  waitingProposals,
} from '#head-office/parameters/proposals.ts'
import {
  aCustomer,
  aManager,
  branchA,
  idOf,
  loadRecords,
  people,
  testDay,
} from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { publishParameter } from '#test/support/publish-parameter.ts'
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
    contact: [
      {
        branch_id: branchA,
        id: idOf('contact', 'zhou'),
        customer_id: zhou.id,
        staff_id: people.li.id,
        at: Date.UTC(2026, 8, 21, 2),
        channel: 'phone',
        outcome: 'done',
        summary: '',
        next_on: null,
        duration_minutes: 5,
        origin: 'import',
      },
    ],
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

const listed = async () =>
  (
    await terminal.call('customers.list', {
      filter: noFilter,
      sort: 'aum',
      descending: true,
      offset: 0,
      limit: 5,
    })
  ).rows[0]

/** How many customers each view of the product holds. */
const counts = async () =>
  Object.fromEntries(
    (await terminal.call('customers.views')).views.map(({ key, count }) => [key, count]),
  )

test('every database holds the product’s own value of every parameter', async () => {
  const { rows } = await office.pool.query<{ key: string }>(
    'select key from parameter where version = 0 order by key',
  )
  expect(rows.map(({ key }) => key)).toEqual([...parameterKeys].sort())
  for (const key of parameterKeys) {
    expect(await parameterInForce(office.pool, key, testDay)).toEqual(parameters[key].fallback)
  }
})

describe('four eyes', () => {
  const { line, secondLine } = people
  const proposal = {
    key: 'lock.idle_minutes',
    value: 4,
    effectiveFrom: nextDay,
    reason: '安全检查意见',
  } as const
  const propose = (over: object = {}, by = line.id) =>
    proposeParameter(office.pool, { ...proposal, ...over }, by, Date.now())
  const approve = (id: string, by = secondLine.id) =>
    approveParameter(office.pool, id, by, Date.now())
  const inForce = () => parameterInForce(office.pool, 'lock.idle_minutes', nextDay)

  test('a value that does not fit, or a day that has begun, is not even proposed', async () => {
    await expect(propose({ value: 0 })).rejects.toThrow()
    await expect(propose({ effectiveFrom: testDay })).rejects.toThrow('parameter.dateNotAhead')
    expect(await waitingProposals(office.pool)).toEqual([])
  })

  test('one proposes, another one decides; administrators and outlets do neither', async () => {
    for (const other of [people.admin, people.zhao, { id: idOf('staff', 'nobody') }, { id: "'" }]) {
      await expect(propose({}, other.id)).rejects.toThrow('request.forbidden')
    }
    const id = await propose()
    expect(await waitingProposals(office.pool)).toMatchObject([
      { id, key: 'lock.idle_minutes', value: '4', effectiveFrom: nextDay, proposedBy: line.id },
    ])
    await expect(approve(id, line.id)).rejects.toThrow('parameter.sameHand')
    await expect(approve(id, people.zhao.id)).rejects.toThrow('request.forbidden')
    await expect(rejectParameter(office.pool, id, line.id, '', Date.now())).rejects.toThrow(
      'parameter.sameHand',
    )
    expect(await inForce()).toBe(5)

    await rejectParameter(office.pool, id, secondLine.id, '依据不足', Date.now())
    await expect(approve(id)).rejects.toThrow('parameter.notWaiting')
    expect(await inForce()).toBe(5)
  })

  test('a unit that is not above every outlet decides nothing', async () => {
    const outlet = { id: idOf('unit', 'X'), code: 'X', name: '别处网点', level: 5 }
    const unit = { ...outlet, parent_id: idOf('unit', 'C1'), valid_from: '2000-01-01' }
    await loadRecords(office.pool, { org_unit: [{ ...unit, valid_to: null }] })
    await expect(propose()).rejects.toThrow('request.forbidden')
    await office.pool.query('delete from org_unit where id = $1', [outlet.id])
  })

  test('two checkers at once make one version, and every step is in the audit log', async () => {
    const id = await propose({ value: 5 })
    const two = await Promise.allSettled([approve(id), approve(id)])
    expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await waitingProposals(office.pool)).toEqual([])
    const { rows } = await office.pool.query<{ actor: string; action: string }>(
      `select actor, action from audit_log where action like 'parameter.%' order by at, id`,
    )
    expect(rows).toEqual([
      { actor: '3001', action: 'parameter.propose' },
      { actor: '3002', action: 'parameter.reject' },
      { actor: '3001', action: 'parameter.propose' },
      { actor: '3002', action: 'parameter.approve' },
    ])
  })
})

test('a version of a coming day changes nothing before it, and everything from it on', async () => {
  const { pool } = office
  const from = { effectiveFrom: nextDay }
  const rule = parameters['usage.effective'].fallback
  const cycle = parameters['contact.cycle_days'].fallback
  const limits = parameters['reveal.limits'].fallback
  await publishParameter(pool, { ...from, key: 'lock.idle_minutes', value: 2 })
  await publishParameter(pool, { ...from, key: 'lease.scope_days', value: 3 })
  await publishParameter(pool, {
    ...from,
    key: 'usage.effective',
    value: { ...rule, loginsAMonth: 20 },
  })
  await publishParameter(pool, {
    ...from,
    key: 'contact.cycle_days',
    value: { ...cycle, gold: 45 },
  })
  const counter = parameters['counter.limits'].fallback
  await publishParameter(pool, {
    ...from,
    key: 'counter.limits',
    value: { ...counter, lockAfterMs: 90_000 },
  })
  await publishParameter(pool, { ...from, key: 'tier.vip', value: 'gold' })
  const lockout = { beforeWait: 3, waitMinutes: 30, beforeOnline: 10 }
  await publishParameter(pool, { ...from, key: 'lock.failures', value: lockout })
  expect(
    await publishParameter(pool, {
      ...from,
      key: 'reveal.limits',
      value: { ...limits, perHour: 1, shownSeconds: 9 },
    }),
  ).toBe(1)
  await terminal.until('the published versions', async () => {
    const { tables } = await terminal.call('sync.freshness')
    return tables.find(({ table }) => table === 'parameter')?.rows === parameterKeys.length + 9
  })

  const before = await terminal.call('app.status')
  expect(before).toMatchObject({
    idleLockMinutes: 5,
    counter: { lockAfterMs: 180_000 },
    usage: { target: 12 },
  })
  // Contacted 60 days ago: within the cycle of gold, which is 90 days.
  expect(await listed()).toMatchObject({ contactOverdue: false })
  expect(await counts()).toMatchObject({ vip: 0, overdue: 0 })
  expect(await parameterInForce(pool, 'lease.scope_days', testDay)).toBe(7)
  expect(await terminal.call('customers.open', { customerId: zhou.id })).toMatchObject({
    contactCycleDays: 90,
  })

  await openBusinessDay(pool, nextDay)
  const after = await terminal.status(
    'the next day',
    ({ businessDate }) => businessDate === nextDay,
  )
  expect(after).toMatchObject({
    idleLockMinutes: 2,
    counter: { lockAfterMs: 90_000 },
    // A month is judged by what was in force as it began.
    usage: { target: 12 },
  })
  expect(await terminal.call('customers.open', { customerId: zhou.id })).toMatchObject({
    contactCycleDays: 45,
    contactOverdue: true,
  })
  // Record, list, filter and the rule of the work list read the same value.
  expect(await listed()).toMatchObject({ contactOverdue: true })
  expect(await counts()).toMatchObject({ vip: 1, overdue: 1 })
  expect(await terminal.call('workbench.open')).toMatchObject({ facts: { vip: 1 } })
  const { tasks } = await terminal.call('customers.open', { customerId: zhou.id })
  expect(tasks.find(({ kind }) => kind === 'contact_overdue')).toMatchObject({
    evidence: { cycleDays: 45 },
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

test('a terminal knows the limits of wrong passwords before anybody has opened its files', async () => {
  await terminal.login(people.li)
  await terminal.filled()
  await terminal.call('session.logout')
  const wrong = { staffNo: people.li.staffNo, password: 'not-the-password-1', offline: true }
  for (let n = 0; n < 3; n += 1) {
    expect(await terminal.reply('session.login', wrong)).toMatchObject({
      error: { code: 'session.wrongPassword' },
    })
  }
  expect(await terminal.reply('session.login', wrong)).toMatchObject({
    error: { code: 'session.lockedOut', data: { minutes: 30 } },
  })
})
