import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  aCustomer,
  aManager,
  branchA,
  idOf,
  loadRecords,
  people,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
let grant: string
const zhou = aCustomer('周海华')
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
  grant = (await device.login(people.li)).grant
})
afterAll(() => office.close())

const contact = (over: object = {}) => ({
  contactId: uuidV7(Date.now()),
  customerId: zhou.id,
  atMs: Date.now(),
  channel: 'phone',
  outcome: 'interested',
  summary: '谈到期理财',
  nextOn: null,
  durationMinutes: 5,
  ...over,
})

const logContact = (payload: object = {}, over: object = {}) =>
  device.command('contact.log', people.li.id, grant, contact(payload), over)

async function one(command: object): Promise<CommandResult | undefined> {
  return (await device.push([command])).results[0]
}

async function contactsCounted(): Promise<number> {
  const { rows } = await office.pool.query<{ n: number }>('select count(*)::int as n from contact')
  return rows[0]?.n ?? 0
}

describe('each command is answered once, in order', () => {
  test('a push of several is answered one by one and recorded for ever', async () => {
    const commands = [logContact(), logContact(), logContact()]
    const { results, epoch } = await device.push(commands)
    expect(epoch).toBe(device.identity.epoch)
    expect(results.map(({ seq, outcome, code }) => [seq, outcome, code])).toEqual([
      [1, 'applied', null],
      [2, 'applied', null],
      [3, 'applied', null],
    ])
    expect((await device.openSession()).lastSeq).toBe(3)
    const { rows } = await office.pool.query<{ request: string }>(
      'select request from command where device_id = $1 order by seq',
      [device.identity.deviceId],
    )
    expect(rows.map(({ request }) => JSON.parse(request) as unknown)).toEqual(commands)
  })

  test('many of a push share few transactions', async () => {
    const { results } = await device.push(Array.from({ length: 120 }, () => logContact()))
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(120).fill('applied'))
    const { rows } = await office.pool.query<{ n: number }>(
      'select count(distinct xmin::text)::int as n from command where device_id = $1',
      [device.identity.deviceId],
    )
    expect(rows[0]?.n).toBeGreaterThanOrEqual(3)
    expect(rows[0]?.n).toBeLessThan(40)
  })

  test('what is beside one that cannot be decided now is decided; it and what follows wait', async () => {
    await office.pool.query(`
      create function no_room() returns trigger language plpgsql as $$
        begin raise exception 'no room' using errcode = '53100'; end $$;
      create trigger no_room before insert on contact for each row
        when (new.summary = '没有空间') execute function no_room()`)
    const commands = [
      logContact(),
      logContact({ summary: '\u0000' }),
      logContact({ summary: '没有空间' }),
      logContact(),
    ]
    const outcomes = (results: readonly CommandResult[]) => results.map(({ outcome }) => outcome)
    const first = await device.push(commands)
    expect(outcomes(first.results)).toEqual(['applied', 'quarantined', 'retry', 'retry'])
    expect((await device.openSession()).lastSeq).toBe(2)
    await office.pool.query('drop trigger no_room on contact; drop function no_room')
    const second = await device.push(commands)
    expect(outcomes(second.results)).toEqual(['applied', 'quarantined', 'applied', 'applied'])
    expect(second.results.slice(0, 2)).toEqual(first.results.slice(0, 2))
  })

  test('a replay gets the stored answer and has no second effect', async () => {
    const commands = [logContact(), logContact()]
    const first = await device.push(commands)
    const counted = await contactsCounted()
    const replays = await Promise.all(Array.from({ length: 8 }, () => device.push(commands)))
    for (const { results } of replays) expect(results).toEqual(first.results)
    expect(await contactsCounted()).toBe(counted)
  })

  test('a replay with a renewed grant and another clock is still the same command', async () => {
    const command = logContact()
    const first = await one(command)
    const { grant: renewed } = await device.login(people.li)
    const again = { ...command, grant: renewed, deviceTimeMs: 1, clockOffsetMs: 99 }
    expect(await one(again)).toEqual(first)
  })

  test('one push sent twice at the same time takes effect once', async () => {
    const commands = Array.from({ length: 10 }, () => logContact())
    const counted = await contactsCounted()
    const replies = await Promise.all([device.push(commands), device.push(commands)])
    expect(replies[0]?.results).toEqual(replies[1]?.results)
    expect(await contactsCounted()).toBe(counted + 10)
  })

  test('a gap is refused, and what came before it stays decided', async () => {
    const first = logContact()
    logContact()
    const third = logContact()
    await expect(device.push([first, third])).rejects.toMatchObject({
      status: 409,
      refusal: { error: { code: 'command.gap', data: { expected: 2 } } },
    })
    expect((await device.openSession()).lastSeq).toBe(1)
  })

  test('another command at an answered place is an incident, and nothing of it takes effect', async () => {
    await one(logContact())
    const counted = await contactsCounted()
    const clone = { ...logContact(), seq: 1 }
    await expect(device.push([clone])).rejects.toMatchObject({
      status: 409,
      message: 'command.cloned',
    })
    expect(await contactsCounted()).toBe(counted)
    const { rows } = await office.pool.query<{ detail: string }>(
      `select detail from incident where device_id = $1 and kind = 'command.cloned'`,
      [device.identity.deviceId],
    )
    expect(rows.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([clone])
    await expect(device.push([logContact()])).rejects.toMatchObject({
      status: 403,
      message: 'device.incident',
    })
    await device.changes('national')
  })

  test('one id for two commands is a clone as well', async () => {
    const first = logContact()
    await one(first)
    const second = { ...logContact(), commandId: first.commandId }
    await expect(device.push([second])).rejects.toThrow('command.cloned')
  })

  test('a command pushed again after a new enrolment counts once', async () => {
    const command = logContact()
    const first = await one(command)
    const counted = await contactsCounted()
    const again = await TestDevice.of(office, branchA, `PC-${count}`)
    expect(again.identity.deviceEpoch).toBe(2)
    const reply = await again.push([command])
    expect(reply.results).toEqual([first])
    expect(await contactsCounted()).toBe(counted)
    expect((await again.openSession()).lastSeq).toBe(1)
  })

  test('a command that gets another number at a new enrolment counts once', async () => {
    await one(logContact())
    const command = logContact()
    const first = await one(command)
    const counted = await contactsCounted()
    const again = await TestDevice.of(office, branchA, `PC-${count}`)
    const reply = await again.push([{ ...command, seq: 1 }])
    expect(reply.results).toEqual([{ ...first, seq: 1 }])
    expect(await contactsCounted()).toBe(counted)
  })

  test('a refusal that was dealt with only fills its number', async () => {
    const counted = await contactsCounted()
    const result = await one({ ...logContact(), dealtWith: true })
    expect(result).toMatchObject({ outcome: 'rejected', code: 'command.dealtWith', revs: {} })
    expect(await contactsCounted()).toBe(counted)
  })

  test('a push meant for another database is refused, whole', async () => {
    const counted = await contactsCounted()
    const { deviceEpoch } = device.identity
    const body = { deviceEpoch, epoch: 'a former one', commands: [logContact()] }
    const reply = await device.send('POST', '/v1/commands', body)
    expect(reply.status).toBe(409)
    expect(await contactsCounted()).toBe(counted)
  })

  test('the push of another device epoch is refused', async () => {
    const body = { deviceEpoch: 7, commands: [logContact()] }
    expect((await device.send('POST', '/v1/commands', body)).status).toBe(400)
  })
})

describe('what cannot be decided is kept and does not block the others', () => {
  async function quarantinedAs(command: object): Promise<string | null> {
    const next = logContact()
    const { results } = await device.push([command, next])
    expect(results.map(({ outcome }) => outcome)).toEqual(['quarantined', 'applied'])
    const { rows } = await office.pool.query<{ code: string; request: string }>(
      `select q.code, c.request from quarantine q join command c using (branch_id, command_id)
       where q.command_id = $1 and q.resolved_at is null`,
      [results[0]?.commandId],
    )
    expect(JSON.parse(rows[0]?.request ?? '')).toEqual(command)
    expect(rows[0]?.code).toBe(results[0]?.code)
    return results[0]?.code ?? null
  }

  test('a payload that does not fit', async () => {
    expect(await quarantinedAs(logContact({ channel: 'pigeon' }))).toBe('contact.malformed')
    expect(await quarantinedAs(logContact({ contactId: 'not-an-id' }))).toBe('contact.malformed')
    expect(await quarantinedAs(logContact({ extra: 1 }))).toBe('contact.malformed')
  })

  test('a contact far in the future', async () => {
    const tomorrow = Date.now() + 25 * 3_600_000
    expect(await quarantinedAs(logContact({ atMs: tomorrow }))).toBe('contact.futureDate')
  })

  test('text that the database cannot hold', async () => {
    expect(await quarantinedAs(logContact({ summary: 'a\u0000b' }))).toBe('request.invalid')
  })

  test('an envelope that does not fit but can be named', async () => {
    const command = { ...logContact(), clockOffsetMs: 'soon', unknownField: true }
    expect(await quarantinedAs(command)).toBe('request.invalid')
  })

  test('a command of a newer terminal', async () => {
    const newer = device.command('campaign.respond', people.li.id, grant, {})
    expect(await quarantinedAs(newer)).toBe('command.unknown')
    expect(await quarantinedAs(logContact({}, { version: 2 }))).toBe('command.unknown')
  })

  test('a grant that head office did not sign for this person on this device', async () => {
    const other = await TestDevice.of(office, branchA, `PC-${count}-other`)
    const { grant: foreign } = await other.login(people.li)
    const { grant: wangs } = await device.login(people.wang)
    const [body, signature] = grant.split('.')
    const forged = `${Buffer.from('{"staffId":"x"}').toString('base64url')}.${signature}`
    for (const bad of [foreign, wangs, forged, `${body}.${'A'.repeat(86)}`, '', 'x.y.z']) {
      expect(await quarantinedAs(logContact({}, { grant: bad }))).toBe('command.grantInvalid')
    }
  })

  test('a fact about a customer nobody knows', async () => {
    expect(await quarantinedAs(logContact({ customerId: idOf('customer', 'nobody') }))).toBe(
      'customer.notFound',
    )
    expect(await quarantinedAs(logContact({ customerId: 'x' }))).toBe('customer.notFound')
  })

  test('a second contact under one id', async () => {
    const first = contact()
    await one(device.command('contact.log', people.li.id, grant, first))
    const second = device.command('contact.log', people.li.id, grant, { ...first, summary: '另' })
    expect(await quarantinedAs(second)).toBe('contact.malformed')
  })

  test('a fact that depends on something rejected', async () => {
    const decision = device.command('task.complete', people.li.id, grant, {
      taskId: idOf('task', 'nothing'),
      customerId: zhou.id,
      outcome: 'done',
      note: null,
      atMs: Date.now(),
    })
    expect(await one(decision)).toMatchObject({ outcome: 'rejected', code: 'task.notFound' })
    const dependent = logContact({}, { dependsOn: decision.commandId })
    expect(await quarantinedAs(dependent)).toBe('command.dependsOnRejected')
  })

  test('a push that cannot even be named is refused whole', async () => {
    const { deviceEpoch } = device.identity
    for (const commands of [[], [{ seq: 1 }], [{ commandId: 'x' }], 'x', [7]]) {
      const response = await device.send('POST', '/v1/commands', { deviceEpoch, commands })
      expect(response.status).toBe(400)
    }
  })
})

describe('a decision that depends on another one', () => {
  const decision = (taskId: string, over: object = {}) =>
    device.command(
      'task.complete',
      people.li.id,
      grant,
      { taskId, customerId: zhou.id, outcome: 'done', note: null, atMs: Date.now() },
      over,
    )

  test('is rejected with it', async () => {
    const first = decision(idOf('task', 'nothing'))
    const second = decision(idOf('task', 'nothing'), { dependsOn: first.commandId })
    const { results } = await device.push([first, second])
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['rejected', 'task.notFound'],
      ['rejected', 'command.dependsOnRejected'],
    ])
  })

  test('waits for a person where the other one does', async () => {
    const first = logContact({ channel: 'pigeon' })
    const second = decision(idOf('task', 'nothing'), { dependsOn: first.commandId })
    const { results } = await device.push([first, second])
    expect(results[1]).toMatchObject({ outcome: 'quarantined', code: 'command.dependsOnRejected' })
  })
})

describe('who gave the command', () => {
  test('a person revoked meanwhile: kept for a supervisor, others go on', async () => {
    const wang = (await device.login(people.wang)).grant
    const command = device.command('contact.log', people.wang.id, wang, contact())
    await revokeStaff(office.pool, people.wang.id, 'admin', Date.now())
    await device.openSession()
    const { results } = await device.push([command, logContact()])
    expect(results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['quarantined', 'command.grantRevoked'],
      ['applied', null],
    ])
  })
})

describe('a command in place of another one', () => {
  const place = async (commandId: string) => {
    const { rows } = await office.pool.query<{ by: string | null; resolution: string | null }>(
      `select c.superseded_by as by, q.resolution from command c
       left join quarantine q on q.branch_id = c.branch_id and q.command_id = c.command_id
       where c.command_id = $1`,
      [commandId],
    )
    return rows[0]
  }

  test.each([
    ['its payload does not fit', { channel: 'pigeon' }],
    ['no database holds its text', { summary: 'a\u0000b' }],
  ])('repairs one that is quarantined because %s', async (_why, over) => {
    const wrong = logContact(over)
    expect(await one(wrong)).toMatchObject({ outcome: 'quarantined' })
    const right = logContact({}, { supersedes: wrong.commandId })
    expect(await one(right)).toMatchObject({ outcome: 'applied' })
    expect(await place(wrong.commandId)).toEqual({ by: right.commandId, resolution: 'superseded' })
    // However often it is pushed, the answer and the link are the same.
    expect(await one(right)).toMatchObject({ outcome: 'applied' })
    const second = logContact({}, { supersedes: wrong.commandId })
    expect(await one(second)).toMatchObject({ outcome: 'rejected', code: 'command.notRejected' })
    expect(await place(wrong.commandId)).toMatchObject({ by: right.commandId })
  })

  test('leaves it as it stands where it is refused itself; one that is accepted repairs both', async () => {
    const first = logContact({ channel: 'pigeon' })
    const again = logContact({ channel: 'owl' }, { supersedes: first.commandId })
    const { results } = await device.push([first, again])
    expect(results.map(({ outcome }) => outcome)).toEqual(['quarantined', 'quarantined'])
    expect(await place(first.commandId)).toEqual({ by: null, resolution: null })
    const last = logContact({}, { supersedes: again.commandId })
    expect(await one(last)).toMatchObject({ outcome: 'applied' })
    const repaired = { by: last.commandId, resolution: 'superseded' }
    expect(await place(first.commandId)).toEqual(repaired)
    expect(await place(again.commandId)).toEqual(repaired)
  })

  test('marks nothing where today’s rules reject it: a supervisor still has the other one', async () => {
    const wrong = logContact({ channel: 'pigeon' })
    expect(await one(wrong)).toMatchObject({ outcome: 'quarantined' })
    const refused = device.command(
      'task.complete',
      people.li.id,
      grant,
      {
        taskId: uuidV7(Date.now()),
        customerId: zhou.id,
        outcome: 'done',
        note: null,
        atMs: Date.now(),
      },
      { supersedes: wrong.commandId },
    )
    expect(await one(refused)).toMatchObject({ outcome: 'rejected', code: 'task.notFound' })
    expect(await place(wrong.commandId)).toEqual({ by: null, resolution: null })
    const { rows } = await office.pool.query(
      'select from quarantine where command_id = $1 and resolved_at is null',
      [wrong.commandId],
    )
    expect(rows).toHaveLength(1)
  })

  test('is rejected, without effect, where the other one took effect or is not its author’s', async () => {
    const before = await contactsCounted()
    const applied = logContact()
    const late = logContact({}, { supersedes: applied.commandId })
    const foreign = logContact({ channel: 'pigeon' })
    const { results } = await device.push([applied, late, foreign])
    expect(results[1]).toMatchObject({ outcome: 'rejected', code: 'command.alreadyApplied' })
    const theirs = device.command(
      'contact.log',
      people.zhao.id,
      (await device.login(people.zhao)).grant,
      contact(),
      { supersedes: foreign.commandId },
    )
    expect(await one(theirs)).toMatchObject({ outcome: 'rejected', code: 'request.forbidden' })
    expect(await place(foreign.commandId)).toEqual({ by: null, resolution: null })
    expect(await contactsCounted()).toBe(before + 1)
  })

  test('stands by itself where the other one never left its terminal', async () => {
    const own = logContact({}, { supersedes: uuidV7(Date.now()) })
    expect(await one(own)).toMatchObject({ outcome: 'applied' })
  })
})
