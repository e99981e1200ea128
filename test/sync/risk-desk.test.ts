import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import { findRiskClues } from '#head-office/risk/night.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import {
  branchA,
  people,
  testDay,
  testPassword,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'
import { fillRiskFlows, officers } from '#test/support/risk-flows.ts'

const database = withDatabase()
let office: TestHeadOffice
let desk: LocalService
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await fillRiskFlows(office.pool)
  await findRiskClues(office.pool, testDay, Date.now())
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
})
beforeEach(async () => {
  count += 1
  await office.pool.query('delete from risk_case_entry')
  await office.pool.query(
    `update risk_case set state = 'new', officer_id = null, recovered_fen = 0, false_alarm = false`,
  )
  desk = await open(officers.whole)
})
afterEach(() => desk.remove())
afterAll(() => office.close())

async function open(staff: TestStaff): Promise<LocalService> {
  const code = await createEnrolmentCode(office.pool, { branchId: branchA })
  const pc = new LocalService(office.url, code, `PC-${count}`)
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  await logIn(pc, staff)
  await pc.filled()
  return pc
}

const logIn = (pc: LocalService, staff: TestStaff) =>
  pc.call('session.login', { staffNo: staff.staffNo, password: testPassword, offline: false })

const query = { group: 'open', kind: null, order: 'score' } as const
const list = () => desk.call('risk.cases', query)

async function ringId(): Promise<string> {
  const found = (await list()).list?.items.find(({ kind }) => kind === 'ring')
  if (!found) throw new Error('no ring')
  return found.id
}

const act = (
  caseId: string,
  given: Pick<Request<'risk.act'>, 'act'> & Partial<Request<'risk.act'>>,
) =>
  desk.call('risk.act', {
    caseId,
    text: '已核实',
    measure: null,
    fen: null,
    entryId: null,
    ...given,
  })
const answered = () => desk.until(async () => (await desk.call('app.status')).pending === 0)

test('an officer takes a case and works it; what is done shows at once and after the answer', async () => {
  const caseId = await ringId()
  expect(await desk.call('risk.open', { caseId })).toMatchObject({
    acts: ['take'],
    own: false,
    waiting: [],
    live: true,
  })
  await act(caseId, { act: 'take', text: null })
  await answered()
  const taken = await desk.call('risk.open', { caseId })
  expect(taken).toMatchObject({ own: true, waiting: [], file: { state: 'checking' } })
  expect(taken.acts).toEqual(['release', 'note', 'measure', 'recover', 'false_alarm'])
  await expect(act(caseId, { act: 'handle' })).rejects.toThrow('riskCase.measureMissing')
  await expect(act(caseId, { act: 'recover', fen: taken.leftFen + 1 })).rejects.toThrow(
    'riskCase.recoveredTooMuch',
  )
  await act(caseId, { act: 'recover', fen: taken.leftFen })
  await answered()
  expect(await desk.call('risk.open', { caseId })).toMatchObject({
    leftFen: 0,
    file: { recoveredFen: taken.leftFen },
  })
  expect((await list()).list?.recoveredYearFen).toBe(taken.leftFen)
})

test('without the line the desk shows what was read in this session, and an act waits', async () => {
  const caseId = await ringId()
  await desk.call('risk.open', { caseId })
  await office.app.close()
  await desk.until(async () => (await desk.call('app.status')).connection === 'offline')
  const stale = await list()
  expect(stale).toMatchObject({ live: false, list: { counts: { open: 2 } } })
  expect(stale.loadedAtMs).toBeGreaterThan(0)
  expect(await desk.call('risk.cases', { ...query, order: 'due' })).toEqual({
    list: null,
    loadedAtMs: null,
    live: false,
  })
  await act(caseId, { act: 'take', text: null })
  await act(caseId, { act: 'note', text: '先行登记' })
  const waiting = await desk.call('risk.open', { caseId })
  expect(waiting).toMatchObject({ own: true, live: false, file: { state: 'new' } })
  expect(waiting.waiting.map((each) => each.act)).toEqual(['take', 'note'])
  await office.restart()
  await answered()
  const done = await desk.call('risk.open', { caseId })
  expect(done.file?.entries.map((each) => each.act)).toEqual(['take', 'note'])
  expect(done.waiting).toEqual([])
})

test('a case that was put back is taken again before the desk reads it anew', async () => {
  const caseId = await ringId()
  await desk.call('risk.open', { caseId })
  await act(caseId, { act: 'take', text: null })
  await answered()
  await desk.call('risk.open', { caseId })
  await act(caseId, { act: 'release', text: null })
  await answered()
  await act(caseId, { act: 'take', text: null })
  await answered()
  const view = await desk.call('risk.open', { caseId })
  expect(view).toMatchObject({ own: true, refused: [] })
  expect(view.file?.entries.map((each) => each.act)).toEqual(['take', 'release', 'take'])
})

test('an act that somebody was faster with comes back refused, and says so at the case', async () => {
  const caseId = await ringId()
  await desk.call('risk.open', { caseId })
  await office.app.close()
  await desk.until(async () => (await desk.call('app.status')).connection === 'offline')
  await act(caseId, { act: 'take', text: null })
  await office.pool.query(`update risk_case set state = 'checking', officer_id = $1`, [
    officers.second.id,
  ])
  await office.restart()
  await desk.until(async () => (await desk.call('app.status')).rejected > 0)
  const view = await desk.call('risk.open', { caseId })
  expect(view).toMatchObject({ own: false, waiting: [], acts: ['take'] })
  expect(view.refused).toMatchObject([{ act: 'take', code: 'riskCase.moved' }])
  expect(view.file?.officerName).toBe(officers.second.name)
})

test('nobody else may ask, and nothing an officer read is there for who comes after', async () => {
  const caseId = await ringId()
  await desk.call('risk.open', { caseId })
  await desk.call('session.logout')
  for (const staff of [people.li, people.zhao, people.teller]) {
    await logIn(desk, staff)
    await expect(list()).rejects.toThrow('request.forbidden')
    await expect(desk.call('risk.open', { caseId })).rejects.toThrow('request.forbidden')
    await expect(act(caseId, { act: 'take' })).rejects.toThrow('request.forbidden')
    await desk.call('session.logout')
  }
  await office.app.close()
  await desk.until(async () => (await desk.call('app.status')).connection === 'offline')
  await desk.call('session.login', {
    staffNo: officers.whole.staffNo,
    password: testPassword,
    offline: true,
  })
  expect(await list()).toEqual({ list: null, loadedAtMs: null, live: false })
  await office.restart()
})

test('a number is shown to the officer who has the case, and stands in the own ledger before', async () => {
  const caseId = await ringId()
  const phone = () => desk.call('risk.phone', { caseId, party: 'p1', reason: 'warn' })
  await expect(phone()).rejects.toThrow('riskCase.notYours')
  await desk.call('risk.open', { caseId })
  await act(caseId, { act: 'take', text: null })
  await answered()
  expect(await phone()).toMatchObject({ seconds: 30 })
})
