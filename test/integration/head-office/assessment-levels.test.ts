import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type LevelsReply,
  levelsReplySchema,
  monthExportReplySchema,
} from '#contract/sync/assessment.ts'
import { addMonths, dayOfInstant, instantOfDay, monthStart } from '#domain/time/day.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { type SessionOfDevice, takeSessions } from '#head-office/assessment/sessions.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import {
  branchA,
  branchB,
  idOf,
  joinStaff,
  people,
  person,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { verifyMonth } from '#tools/ledger/verify/assessment.ts'

const database = withDatabase()
const { li, zhao, other, line } = people
const headLine = person('3100', '郑省线', 'HQ', 'line_manager')
const month = addMonths(monthStart(dayOfInstant(Date.now())), -1)
const minute = 60_000
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()

/** A session that counts, on the nth day of the month. */
const session = (staffId: string, nth: number): SessionOfDevice => {
  const startMs = instantOfDay(month) + (nth - 1) * 24 * 60 * minute + 9 * 60 * minute
  return {
    staffId,
    sessionId: `${staffId}-${nth}`,
    deviceId: idOf('device', staffId),
    startMs,
    endMs: startMs + 30 * minute,
    activeMs: 30 * minute,
    lockedMs: 0,
    actions: [{ afterMs: minute, module: 'workbench' }],
    offline: false,
  }
}

async function use(branchId: string, staffId: string, days: number): Promise<void> {
  const sessions = Array.from({ length: days }, (_, nth) => session(staffId, nth + 1))
  await inTransaction(office.pool, 'write', (client) => takeSessions(client, branchId, sessions))
}

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await joinStaff(office.pool, [headLine])
  await office.pool.query('update database_info set opened_day = business_date')
  await use(branchA, li.id, 14)
  await use(branchB, other.id, 5)
  await reckonMonth(office.pool, month, Date.now())
  device = await TestDevice.of(office)
  for (const staff of [li, zhao, line, headLine]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

async function ask(staff: TestStaff, over: Record<string, unknown> = {}) {
  const body = { grant: grants.get(staff.id), month, unitId: null, ...over }
  const response = await device.send('POST', '/v1/assessment/levels', body)
  const reply = (await response.json()) as { error?: { code: string } }
  return { status: response.status, reply, code: reply.error?.code }
}
const levels = async (staff: TestStaff, over: Record<string, unknown> = {}): Promise<LevelsReply> =>
  levelsReplySchema.parse((await ask(staff, over)).reply)

const refusals = async () => {
  const { rows } = await office.pool.query<{ n: number }>(
    `select count(*)::int as n from audit_log
     where action = 'reading.refused' and object = 'assessment.levels'`,
  )
  return rows[0]?.n ?? 0
}

test('a line manager sees sums over all people of the outlets below, and no name', async () => {
  const reply = await levels(line)
  expect(reply.path.map(({ name }) => name)).toEqual(['测试支行'])
  expect(reply.state).toBe('open')
  const [a, b] = reply.units
  expect([a?.name, b?.name]).toEqual(['东门网点', '西门网点'])
  expect([a?.outlets, a?.below, b?.outlets]).toEqual([1, false, 1])
  expect(reply.total.logins).toBe(19)
  expect(reply.total.logins).toBe((a?.score.logins ?? 0) + (b?.score.logins ?? 0))
  expect(reply.total.dutyTenths).toBe((a?.score.dutyTenths ?? 0) + (b?.score.dutyTenths ?? 0))
  // Not the average of two averages: the outlets have different numbers of people.
  const { logins, workingDays, dutyTenths, loginsAHead } = reply.total
  expect(loginsAHead).toBe(Math.round((logins * workingDays * 10 * 100) / dutyTenths))
  expect(loginsAHead).not.toBe(
    Math.round(((a?.score.loginsAHead ?? 0) + (b?.score.loginsAHead ?? 0)) / 2),
  )
  const text = JSON.stringify(reply)
  for (const { name, staffNo, id } of Object.values(people)) {
    expect([text.includes(name), text.includes(`"${staffNo}"`), text.includes(id)]).toEqual([
      false,
      false,
      false,
    ])
  }
})

test('the total is what head office keeps of the branches, joined', async () => {
  const { rows } = await office.pool.query<{ sum: number; n: number }>(
    `select sum(hundredths)::int as sum, count(hundredths)::int as n from assessment_score
     where month = $1 and outcome in ('passed', 'retrain')`,
    [month],
  )
  const { total, trend } = await levels(headLine)
  const { sum, n } = rows[0] ?? { sum: 0, n: 0 }
  expect(n).toBeGreaterThan(0)
  expect(total.meanScore).toBe(Math.floor((2 * sum + n) / (2 * n)))
  const judged = total.people.passed + total.people.retrain
  expect(trend).toEqual([
    { month, state: 'open', passedBp: Math.round((total.people.passed * 10_000) / judged) },
  ])
})

test('from the top it goes down unit by unit to the outlet, where nothing stands below', async () => {
  const names: string[] = []
  let unitId: string | null = null
  for (let level = 1; level <= 5; level += 1) {
    const reply = await levels(headLine, { unitId })
    expect(reply.path).toHaveLength(level)
    names.push(reply.path.at(-1)?.name ?? '')
    unitId = reply.units[0]?.id ?? null
    if (level === 5) expect([reply.units, reply.total.logins]).toEqual([[], 14])
  }
  expect(names).toEqual(['测试银行总行', '测试省分行', '测试市分行', '测试支行', '东门网点'])
})

test('a month that was never begun is empty and says so', async () => {
  const { state, total, units, trend } = await levels(line, { month: '2020-01-01' })
  expect([state, total.loginsAHead, total.meanScore, trend]).toEqual([null, null, null, []])
  expect(units.map(({ outlets }) => outlets)).toEqual([0, 0])
})

test('nobody else reads them, and nobody above the own units; each attempt leaves a trace', async () => {
  const before = await refusals()
  expect((await ask(li)).code).toBe('request.forbidden')
  expect((await ask(zhao)).code).toBe('request.forbidden')
  expect((await ask(line, { unitId: idOf('unit', 'P1') })).code).toBe('request.forbidden')
  expect((await ask(line, { unitId: 'nothing' })).code).toBe('request.forbidden')
  expect(await refusals()).toBe(before + 4)
})

test('a month or a grant that is none is refused', async () => {
  expect((await ask(line, { month: '2026-13-01' })).status).toBe(400)
  expect((await ask(line, { month: '2026-11-15' })).code).toBe('request.invalid')
  expect((await ask(line, { grant: 'forged' })).code).toBe('request.forbidden')
})

test('the signed month of the own branch is for its head and a line manager, under their number', async () => {
  const signed = async (staff: TestStaff, over: Record<string, unknown> = {}) => {
    const body = { grant: grants.get(staff.id), month, ...over }
    const response = await device.send('POST', '/v1/assessment/export', body)
    return (await response.json()) as { error?: { code: string } }
  }
  const { publicKey } = await openGrantKeys(
    office.pool,
    await openMasterKey(office.dataDir),
    Date.now(),
  )
  for (const staff of [zhao, line]) {
    const { text, final } = monthExportReplySchema.parse(await signed(staff))
    expect(final).toBe(false)
    const verdict = verifyMonth(text, publicKey)
    expect(verdict).toMatchObject({ month, branch: 'A 东门网点', final: false, found: [] })
    expect(verdict.watermark).toContain(staff.staffNo)
    expect(text).not.toContain(other.name)
  }
  expect((await signed(li)).error?.code).toBe('request.forbidden')
  expect((await signed(zhao, { month: '2020-01-01' })).error?.code).toBe('assessment.notFound')
  const { rows } = await office.pool.query<{ actor: string }>(
    `select actor from audit_log where action = 'assessment.exported' order by actor`,
  )
  expect(rows.map(({ actor }) => actor)).toEqual([zhao.staffNo, line.staffNo])
})
