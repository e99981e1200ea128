import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandResult } from '#contract/sync/commands.ts'
import {
  type RiskCaseFile,
  riskCaseReplySchema,
  type RiskCasesReply,
  riskCasesReplySchema,
} from '#contract/sync/risk.ts'
import { tables } from '#contract/sync/rows/tables.ts'
import type { RiskAct } from '#domain/risk-clues/case.ts'
import { addDays } from '#domain/time/day.ts'
import { findRiskClues } from '#head-office/risk/night.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { branchA, idOf, people, testDay, type TestStaff } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { fillRiskFlows, officers } from '#test/support/risk-flows.ts'

const database = withDatabase()
const clock = { now: () => now, monotonic: () => 0 }
let now = Date.UTC(2026, 10, 20, 18)
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
  await fillRiskFlows(office.pool)
  await findRiskClues(office.pool, testDay, now)
  device = await TestDevice.of(office)
  for (const staff of [
    ...Object.values(officers),
    people.li,
    people.zhao,
    people.teller,
    people.line,
  ]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
beforeEach(async () => {
  await office.pool.query('delete from risk_case_entry')
  await office.pool.query(
    `update risk_case set state = 'new', officer_id = null, recovered_fen = 0, false_alarm = false`,
  )
  await office.pool.query('delete from audit_log')
})
afterAll(() => office.close())

async function post(path: string, body: object): Promise<unknown> {
  const response = await device.send('POST', path, body)
  const reply = (await response.json()) as { error?: { code: string } }
  return response.ok ? reply : (reply.error?.code ?? null)
}

const query = { group: 'all', kind: null, order: 'score' }
const askCases = (staff: TestStaff, over: object = {}) =>
  post('/v1/risk/cases', { grant: grants.get(staff.id), ...query, ...over })
const casesOf = async (staff = officers.whole, over: object = {}): Promise<RiskCasesReply> =>
  riskCasesReplySchema.parse(await askCases(staff, over))

async function idOfCase(kind: string): Promise<string> {
  const found = (await casesOf()).items.find((one) => one.kind === kind)
  if (!found) throw new Error(`no ${kind}`)
  return found.id
}

const askCase = async (kind: string, staff: TestStaff) =>
  post('/v1/risk/case', { grant: grants.get(staff.id), caseId: await idOfCase(kind) })
const fileOf = async (kind: string, staff = officers.whole): Promise<RiskCaseFile> =>
  riskCaseReplySchema.parse(await askCase(kind, staff)).case

interface Over {
  text?: string
  measure?: string
  fen?: number | null
  reverses?: string | null
  seenOfficerId?: string | null
  entryId?: string
}

async function give(
  kind: string,
  act: RiskAct,
  over: Over = {},
  staff: TestStaff = officers.whole,
): Promise<CommandResult> {
  now += 1000
  const { officerId } = await fileOf(kind)
  const payload = {
    caseId: await idOfCase(kind),
    entryId: uuidV7(now),
    act,
    text: act === 'take' ? null : '已核实，资金回流',
    measure: act === 'measure' ? 'phone_check' : null,
    fen: null,
    reverses: null,
    seenOfficerId: officerId,
    ...over,
  }
  const grant = grants.get(staff.id) ?? ''
  const [result] = (await device.push([device.command('riskCase.act', staff.id, grant, payload)]))
    .results
  if (!result) throw new Error('no result')
  return result
}

async function audited(): Promise<string[]> {
  const { rows } = await office.pool.query<{ line: string }>(
    `select actor || ' ' || action || ' ' || object as line from audit_log
     where action not in ('riskCases.read', 'riskCase.open') order by at, id`,
  )
  return rows.map(({ line }) => line)
}

describe('who may see cases', () => {
  test('a risk officer alone; asking is refused to others, and audited', async () => {
    const id = await idOfCase('ring')
    await office.pool.query('delete from audit_log')
    for (const staff of [people.li, people.zhao, people.teller, people.line]) {
      expect(await askCases(staff)).toBe('request.forbidden')
      const body = { grant: grants.get(staff.id), caseId: id }
      expect(await post('/v1/risk/case', body)).toBe('request.forbidden')
    }
    expect(await audited()).toEqual(
      [people.li, people.zhao, people.teller, people.line].flatMap(({ staffNo }) => [
        `${staffNo} reading.refused riskCases`,
        `${staffNo} reading.refused riskCase`,
      ]),
    )
  })

  test('an officer over one outlet sees the case, the other outlet’s customer nameless, and cannot act', async () => {
    const own = await fileOf('ring', officers.outletA)
    expect(own.covered).toBe(false)
    expect(own.partyList.map(({ kind, name, branchName }) => [kind, name, branchName])).toEqual([
      ['customer', 'a*', '东门网点'],
      ['outside', null, '西门网点'],
      ['customer', 'a*', '东门网点'],
    ])
    const text = JSON.stringify(own)
    expect(text).not.toContain(idOf('customer', 'b1'))
    expect(text).not.toContain(idOf('customer', 'a1'))
    expect(await give('ring', 'take', {}, officers.outletA)).toMatchObject({
      outcome: 'rejected',
      code: 'riskCase.outside',
    })
    expect(await give('pass_through', 'take', {}, officers.outletA)).toMatchObject({
      outcome: 'applied',
    })
  })

  test('accounts at other banks are told by bank and last digits alone', async () => {
    const accounts = (await fileOf('pass_through')).partyList.filter(
      ({ kind }) => kind === 'account',
    )
    expect(accounts.length).toBeGreaterThan(3)
    for (const { bank, accountTail, name, customerNo } of accounts) {
      expect([bank, name, customerNo]).toEqual(['别的银行', null, null])
      expect(accountTail).toMatch(/^\*{4}.{4}$/)
    }
  })

  test('an act of somebody else is refused, audited, and no supervisor hears of it', async () => {
    expect(await give('ring', 'take', {}, people.zhao)).toMatchObject({
      outcome: 'rejected',
      code: 'request.forbidden',
    })
    expect(await audited()).toEqual([`${people.zhao.staffNo} riskCase.refused take`])
    await office.pool.query(
      `update parameter set value = '0' where key = 'supervision.rejection_days'`,
    )
    const waiting = await post('/v1/supervision', { grant: grants.get(people.zhao.id) })
    expect(waiting).toMatchObject({ items: [], more: 0 })
  })

  test('nothing of a case comes into the scope of a branch', async () => {
    const head = async (): Promise<unknown> =>
      (await office.pool.query('select v from scope_version where branch_id = $1', [branchA]))
        .rows[0]
    const before = await head()
    await give('ring', 'take')
    await give('ring', 'measure')
    expect(await head()).toEqual(before)
    expect(tables.filter(({ name }) => /^risk_c|^risk_night/.test(name))).toEqual([])
  })
})

describe('a case', () => {
  test('goes its way with its reports, and every step is recorded', async () => {
    expect(await give('ring', 'handle')).toMatchObject({ code: 'riskCase.moved' })
    await give('ring', 'take')
    expect(await give('ring', 'note', { text: ' ' })).toMatchObject({
      code: 'riskCase.textMissing',
    })
    await give('ring', 'note', { text: '三人同日开户，资金回流' })
    expect(await give('ring', 'handle')).toMatchObject({ code: 'riskCase.measureMissing' })
    await give('ring', 'measure', { measure: 'freeze_request' })
    await give('ring', 'handle')
    await give('ring', 'close')
    expect(await give('ring', 'reopen')).toMatchObject({ code: 'riskCase.moved' })
    const file = await fileOf('ring')
    expect(file).toMatchObject({ state: 'closed', officerName: officers.whole.name })
    expect(file.entries.map(({ act, byName }) => [act, byName])).toEqual(
      ['take', 'note', 'measure', 'handle', 'close'].map((act) => [act, officers.whole.name]),
    )
    expect(file.entries[1]?.text).toBe('三人同日开户，资金回流')
    const id = await idOfCase('ring')
    expect(await audited()).toEqual(
      ['take', 'note', 'measure', 'handle', 'close'].map((act) => `7001 riskCase.${act} ${id}`),
    )
  })

  test('is taken over only from whom it was seen with', async () => {
    await give('ring', 'take')
    const late = await give('ring', 'take', { seenOfficerId: null }, officers.second)
    expect(late).toMatchObject({ outcome: 'rejected', code: 'riskCase.moved' })
    expect(late.conflicts[0]).toMatchObject({ current: 'checking', changedBy: officers.whole.name })
    expect(await give('ring', 'note', {}, officers.second)).toMatchObject({
      code: 'riskCase.notYours',
    })
    expect(await give('ring', 'take', {}, officers.second)).toMatchObject({ outcome: 'applied' })
    expect(await give('ring', 'note')).toMatchObject({ code: 'riskCase.notYours' })
  })

  test('brings back no more than it is about, and the year’s sum follows the ledger', async () => {
    const { amountFen } = await fileOf('ring')
    await give('ring', 'take')
    await give('ring', 'recover', { fen: 1_000_000 })
    const over = await give('ring', 'recover', { fen: amountFen })
    expect(over).toMatchObject({ outcome: 'rejected', code: 'riskCase.recoveredTooMuch' })
    expect(over.conflicts[0]?.current).toBe(String(amountFen - 1_000_000))
    const entryId = (await fileOf('ring')).entries.at(-1)?.id ?? ''
    await give('ring', 'recover', { fen: amountFen - 1_000_000 })
    expect(await casesOf()).toMatchObject({ recoveredYearFen: amountFen })
    await give('ring', 'reverse', { reverses: entryId })
    expect(await fileOf('ring')).toMatchObject({ recoveredFen: amountFen - 1_000_000 })
    expect(await casesOf()).toMatchObject({ recoveredYearFen: amountFen - 1_000_000 })
    expect(await give('ring', 'false_alarm')).toMatchObject({ code: 'riskCase.recoveredStands' })
    await office.pool.query(`update risk_case_entry set at = at - interval '1 year'`)
    expect(await casesOf()).toMatchObject({ recoveredYearFen: 0 })
  })

  test('given twice is taken once', async () => {
    await give('ring', 'take')
    const grant = grants.get(officers.whole.id) ?? ''
    const payload = {
      caseId: await idOfCase('ring'),
      entryId: uuidV7(now),
      act: 'recover',
      text: '原路退回',
      measure: null,
      fen: 500,
      reverses: null,
      seenOfficerId: officers.whole.id,
    }
    const command = device.command('riskCase.act', officers.whole.id, grant, payload)
    await device.push([command])
    await device.push([command])
    expect(await fileOf('ring')).toMatchObject({ recoveredFen: 500 })
  })
})

test('the list tells counts, what is overdue, and what was asked for in its order', async () => {
  await give('ring', 'take')
  const list = await casesOf(officers.whole, { group: 'mine', order: 'amount' })
  expect(list.items.map(({ kind }) => kind)).toEqual(['ring'])
  expect(list.counts).toEqual({
    new: 1,
    checking: 1,
    handled: 0,
    false_alarm: 0,
    closed: 0,
    open: 2,
    mine: 1,
    all: 2,
  })
  expect(list.overdue).toBe(0)
  const all = await casesOf(officers.whole, { order: 'amount' })
  expect(all.items.map(({ amountFen }) => amountFen)).toEqual(
    all.items.map(({ amountFen }) => amountFen).sort((a, b) => b - a),
  )
  expect((await casesOf(officers.whole, { kind: 'fan_in' })).items).toEqual([])
  await office.pool.query('update risk_case set due_on = $1', [addDays(testDay, -1)])
  expect((await casesOf()).overdue).toBe(2)
  expect(
    await post('/v1/risk/cases', { grant: grants.get(officers.whole.id), ...query, group: 'x' }),
  ).toBe('request.invalid')
})

describe('the number of a customer of a case', () => {
  const askPhone = async (staff: TestStaff, party = 'p1', over: object = {}) =>
    post('/v1/risk/phone', {
      grant: grants.get(staff.id),
      caseId: await idOfCase('ring'),
      party,
      reason: 'verify',
      ...over,
    })

  test('is given to whoever has the case in hand, for a reason, written down before', async () => {
    expect(await askPhone(officers.whole)).toBe('riskCase.notYours')
    await give('ring', 'take')
    await office.pool.query('delete from audit_log')
    const { value } = (await askPhone(officers.whole)) as { value: string | null }
    const { rows } = await office.pool.query<{ mobile: string; object: string; detail: string }>(
      `select c.mobile, l.object, l.detail from audit_log l
       join customer c on c.branch_id = l.branch_id and c.id::text = l.object
       where l.action = 'riskPhone.read' and l.actor = $1`,
      [officers.whole.staffNo],
    )
    expect(rows).toHaveLength(1)
    expect(value).toBe(rows[0]?.mobile ?? null)
    expect(JSON.parse(rows[0]?.detail ?? '{}')).toMatchObject({ party: 'p1', reason: 'verify' })
  })

  test('is given to nobody else, of nobody else, and for no other reason', async () => {
    await give('ring', 'take')
    for (const staff of [people.li, people.zhao, people.teller, people.line]) {
      expect(await askPhone(staff)).toBe('request.forbidden')
    }
    for (const party of ['p0', 'p99', 'p1; drop table customer', '']) {
      expect(await askPhone(officers.whole, party)).toMatch(
        /^(riskCase\.outside|request\.invalid)$/,
      )
    }
    expect(await askPhone(officers.whole, 'p1', { reason: 'curious' })).toBe('request.invalid')
    expect(await askPhone(officers.whole, 'p1', { caseId: 'x' })).toBe('riskCase.notFound')
    expect((await audited()).filter((line) => line.includes('riskPhone.read'))).toEqual([])
  })
})
