import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pg from 'pg'
import { tables } from '#contract/sync/rows/tables.ts'
import { addDays } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  aTask,
  branchA,
  loadRecords,
  people,
  testDay,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice

interface Statement {
  text: string
  values: unknown[]
}
const statements = new Map<string, Statement>()
const original = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query')?.value as (
  ...given: unknown[]
) => unknown

/** Notes every statement with values that a client of this process sends. */
function listen(): void {
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first, second] = given
    const text = typeof first === 'string' ? first : (first as { text?: string }).text
    const own = (first as { values?: unknown[] }).values
    const values = Array.isArray(second) ? second : (own ?? [])
    if (text !== undefined) statements.set(text, { text, values: values as unknown[] })
    return original.apply(this, given)
  } as typeof pg.Client.prototype.query
}

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(async () => {
  pg.Client.prototype.query = original as typeof pg.Client.prototype.query
  await office.close()
})

const perBranch = new Set<string>([
  ...tables.filter(({ scope }) => scope === 'branch').map(({ name }) => name),
  ...['command', 'command_place', 'device_cursor', 'quarantine', 'cache_key', 'tombstone'],
  ...['scope_version', 'snapshot_chunk', 'audit_log', 'incident'],
])

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  Filter?: string
  'Recheck Cond'?: string
  Plans?: PlanNode[]
}

function* nodes(plan: PlanNode): Generator<PlanNode> {
  yield plan
  for (const child of plan.Plans ?? []) yield* nodes(child)
}

/** What was refused, read and settled by the branch head, and by its author. */
async function supervised(device: TestDevice, customerId: string) {
  const { li, zhao } = people
  const [own, head] = [(await device.login(li)).grant, (await device.login(zhao)).grant]
  const wrong = device.command('contact.log', li.id, own, { customerId })
  const dismissed = { commandId: wrong.commandId, reason: '已处理' }
  await device.push([wrong, device.command('submission.dismissed', li.id, own, dismissed)])
  const read = await device.send('POST', '/v1/supervision', { grant: head })
  expect(read.status).toBe(200)
  const settled = { commandId: wrong.commandId, resolution: 'noted', reason: '已核实' }
  const { results } = await device.push([
    device.command('submission.settle', zhao.id, head, settled),
  ])
  expect(results[0]?.outcome).toBe('applied')
  const commandIds = [wrong.commandId]
  const heard = await device.send('POST', '/v1/settlements', { grant: own, commandIds })
  expect(heard.status).toBe(200)
}

/** A visit, a referral and its way, a task put off, taken back and given away; a repair. */
async function atCounterAndDesk(device: TestDevice, customerId: string, taskId: string) {
  const atMs = Date.now()
  const id = () => uuidV7(atMs)
  const give = async (staff: TestStaff, name: string, payload: object, over = {}) => {
    const { grant } = await device.login(staff)
    const [result] = (
      await device.push([device.command(name, staff.id, grant, { customerId, ...payload }, over)])
    ).results
    return [result?.outcome, result?.code]
  }
  const done = ['applied', null]
  const { li, teller, zhao, wang } = people
  const [visitId, referralId] = [id(), id()]
  const visit = { visitId, openedAtMs: atMs, foundBy: 'account', suggested: 1, acts: [] }
  expect(
    await give(teller, 'counter.recordVisit', { ...visit, station: { state: 'open' } }),
  ).toEqual(done)
  const referral = { referralId, taskId: id(), visitId, toStaffId: li.id, reason: 'wish', atMs }
  expect(await give(teller, 'referral.create', referral)).toEqual(done)
  const step = { referralId, to: 'accepted', failure: null, feedback: null, atMs }
  expect(await give(li, 'referral.advance', step)).toEqual(done)
  const reopened = { taskIds: [taskId], atMs }
  expect(await give(li, 'task.reopen', reopened)).toEqual(done)
  const later = { taskIds: [taskId], until: addDays(testDay, 5), note: null, atMs }
  expect(await give(li, 'task.postpone', later)).toEqual(done)
  const customers = [{ customerId, allocationId: id(), taskIds: [taskId] }]
  const away = { toStaffId: wang.id, from: testDay, until: addDays(testDay, 9), customers, atMs }
  const moved = { ...away, reason: 'leave', customerId: undefined }
  expect(await give(zhao, 'task.reassign', moved)).toEqual(done)
  const { grant } = await device.login(li)
  const wrong = device.command('contact.log', li.id, grant, { customerId })
  await device.push([wrong])
  const contact = { contactId: id(), atMs, channel: 'visit', outcome: 'again', summary: '' }
  const right = { ...contact, nextOn: null, durationMinutes: null }
  expect(await give(li, 'contact.log', right, { supersedes: wrong.commandId })).toEqual(done)
  await supervised(device, customerId)
}

/** One working day of a terminal: everything that happens thousands of times an hour. */
async function workingDay(): Promise<void> {
  const zhou = aCustomer('周海华')
  const task = aTask('生日', zhou.id, people.li.id)
  await loadRecords(office.pool, {
    customer: [zhou],
    customer_manager: [aManager(zhou.id, people.li.id)],
    task: [task],
  })
  listen()
  const device = await TestDevice.of(office)
  const { grant } = await device.login(people.li)
  for (const scope of ['national', `branch:${branchA}`]) {
    const { cursor } = await device.snapshot(scope)
    await device.changes(scope, cursor)
  }
  const command = (name: string, payload: object) =>
    device.command(name, people.li.id, grant, { customerId: zhou.id, atMs: Date.now(), ...payload })
  const commands = [
    command('contact.log', {
      contactId: uuidV7(Date.now()),
      channel: 'visit',
      outcome: 'again',
      summary: '',
      nextOn: null,
      durationMinutes: null,
    }),
    command('task.complete', { taskId: task.id, outcome: 'done', note: null }),
    command('customer.proposeCorrection', {
      correctionIds: [uuidV7(Date.now())],
      changes: [{ field: 'industry', from: null, to: '教育' }],
      evidence: '名片',
    }),
  ]
  const { results } = await device.push(commands)
  expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied'])
  await device.push(commands)
  await atCounterAndDesk(device, zhou.id, task.id)
  const { cursor, version } = await device.snapshot(`branch:${branchA}`)
  await device.changes(`branch:${branchA}`, cursor)
  await device.digest(`branch:${branchA}`, cursor, [])
  // Held until the process has looked once after everybody who waits.
  await device.poke({ national: 1_000, [`branch:${branchA}`]: version }, 600)
  pg.Client.prototype.query = original as typeof pg.Client.prototype.query
}

describe('every statement of a terminal’s working day', () => {
  test('that touches a table of a branch names that one branch', async () => {
    await workingDay()
    const client = await office.pool.connect()
    const faults: string[] = []
    let looked = 0
    try {
      // Tiny tables would be scanned whole; what matters is whether an index by branch can serve.
      await client.query('set enable_seqscan = off')
      for (const { text, values } of statements.values()) {
        if (!/^\s*(with|select|insert|update|delete)/i.test(text)) continue
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
          `explain (format json) ${text}`,
          values,
        )
        const plan = rows[0]?.['QUERY PLAN'][0].Plan
        for (const node of plan ? nodes(plan) : []) {
          const table = node['Relation Name']
          if (table === undefined || !perBranch.has(table)) continue
          if (/ModifyTable|Bitmap Heap Scan/.test(node['Node Type'])) continue
          looked += 1
          if (!(node['Index Cond'] ?? '').includes('branch_id')) {
            faults.push(
              `${table}: ${node['Node Type']} in ${text.replace(/\s+/g, ' ').slice(0, 90)}`,
            )
          }
        }
      }
    } finally {
      client.release()
    }
    expect(looked).toBeGreaterThan(40)
    expect(faults).toEqual([])
  })
})
