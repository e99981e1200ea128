import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { protocolVersion } from '#contract/sync/protocol.ts'
import { aCustomer, aManager, branchA, loadRecords, people } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const zhou = aCustomer('周海华')
let office: TestHeadOffice
let device: TestDevice
let grant: string
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
  })
})
beforeEach(async () => {
  count += 1
  device = await TestDevice.of(office, branchA, `PC-${count}`)
  grant = (await device.login(people.teller)).grant
})
afterAll(() => office.close())

interface Visit1 {
  visitId: string
  openedAtMs: number
  endedAtMs: number | null
  acts: string[]
  state: string
  cutOff?: string
}

/** Visits as programs gave them before `station` was there, of a customer of this bank. */
const recorded = readFileSync('test/fixtures/commands/counter.recordVisit.1.ndjson', 'utf8')
  .trim()
  .split('\n')
  .map((line) => ({ ...(JSON.parse(line) as Visit1), customerId: zhou.id }))

const visit = (payload: object, version: number) =>
  device.command('counter.recordVisit', people.teller.id, grant, payload, { version })

describe('a terminal of an earlier version', () => {
  test('may push what it has, which takes the effect it had then; only pulling asks for an upgrade', async () => {
    await device.openSession({ protocol: protocolVersion - 1 })
    const visits = recorded.filter(
      (own, index) => !recorded.slice(index + 1).some(({ visitId }) => visitId === own.visitId),
    )
    expect(visits.length).toBeGreaterThan(8)
    const commands = visits.map((own) => visit(own, 1))
    const { results } = await device.push(commands)
    expect(new Set(results.map(({ outcome, code }) => `${outcome} ${code}`))).toEqual(
      new Set(['applied null']),
    )
    for (const own of visits) {
      const { rows } = await office.pool.query<object>(
        `select acts, state, cut_off, opened_at, ended_at from counter_visit where id = $1`,
        [own.visitId],
      )
      expect(rows).toEqual([
        {
          acts: own.acts.join(','),
          state: own.state,
          cut_off: own.cutOff ?? null,
          opened_at: new Date(own.openedAtMs),
          ended_at: own.endedAtMs === null ? null : new Date(own.endedAtMs),
        },
      ])
    }
    // The answer is kept with the request as it came, and given again to the same request.
    expect((await device.push(commands)).results).toEqual(results)
    await expect(device.changes('national')).rejects.toMatchObject({
      status: 426,
      message: 'headOffice.upgradeRequired',
    })
  })

  test('and one of today report the same visit together', async () => {
    const [own] = recorded.filter(({ state }) => state === 'open')
    if (!own) throw new Error('no open visit')
    const { visitId, openedAtMs } = own
    const same = { visitId, customerId: zhou.id, openedAtMs, foundBy: 'id_number', suggested: 1 }
    const station = { state: 'ended', endedAtMs: openedAtMs + 5, cutOff: 'locked' }
    const { results } = await device.push([
      visit(own, 1),
      visit({ ...same, acts: ['referred'], station }, 2),
      visit(own, 1),
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
    const { rows } = await office.pool.query<object>(
      'select state, cut_off from counter_visit where id = $1',
      [visitId],
    )
    expect(rows).toMatchObject([{ state: 'ended' }])
  })
})

describe('a terminal of a newer version', () => {
  test('may push: what nobody knows here is kept for a supervisor, the rest takes effect', async () => {
    await device.openSession({ protocol: protocolVersion + 1 })
    const [own] = recorded
    const { results } = await device.push([
      visit({ whatever: 'comes' }, 3),
      device.command('campaign.respond', people.teller.id, grant, {}, { version: 1 }),
      visit(own ?? {}, 1),
    ])
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['quarantined', 'command.unknown'],
      ['quarantined', 'command.unknown'],
      ['applied', null],
    ])
    const { rows } = await office.pool.query<{ request: string }>(
      `select c.request from command c join quarantine q using (branch_id, command_id)
       where c.device_id = $1 order by c.seq`,
      [device.identity.deviceId],
    )
    expect(JSON.parse(rows[0]?.request ?? '')).toMatchObject({ payload: { whatever: 'comes' } })
    await expect(device.changes('national')).rejects.toThrow('headOffice.upgradeRequired')
  })
})
