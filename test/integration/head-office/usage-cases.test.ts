import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerKeyContext } from '#contract/sync/ledger.ts'
import {
  type UsageCaseFile,
  usageCaseReplySchema,
  usageCasesReplySchema,
} from '#contract/sync/usage-cases.ts'
import { dayOfInstant, monthStart } from '#domain/time/day.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import {
  branchA,
  branchB,
  joinStaff,
  people,
  person,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { chainOf, type ChainStart, uploadOf } from '#test/support/ledger-chain.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const { li, zhao, line, secondLine } = people
/** Line manager over branch B alone. */
const ofB = person('3300', '冯远', 'B', 'line_manager')
const minute = 60_000
let office: TestHeadOffice
let atA: TestDevice
let atB: TestDevice
const grants = new Map<string, string>()

function startOf({ identity, sealing }: TestDevice): ChainStart {
  const { deviceId, ledgerId, deviceEpoch: epoch, sealedLedgerKey = '' } = identity
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  const wallMs = Date.now() - 20 * minute
  return { ledgerId, epoch, first: unseal(sealing.privateKey, sealedLedgerKey, context), wallMs }
}

async function sends(device: TestDevice, upload: ReturnType<typeof uploadOf>): Promise<void> {
  const response = await device.send('POST', '/v1/ledger', { ...upload, wallMs: Date.now() })
  if (!response.ok) throw new Error(await response.text())
}

/** Six records of a PC, of which some are changed before they are sealed. */
function chain(start: ChainStart, over: (seq: number) => Partial<UsageRecord>) {
  return chainOf(start, 6, (seq) => ({ actor: '', session: '', ...over(seq) }))
}

const inSession = (staff: TestStaff): Partial<UsageRecord> => {
  return { actor: staff.id, session: `s-${staff.staffNo}`, type: 'action' }
}

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await joinStaff(office.pool, [ofB])
  atA = await TestDevice.of(office, branchA, 'PC-A1')
  atB = await TestDevice.of(office, branchB, 'PC-B1')
  for (const staff of [li, zhao, line, secondLine]) {
    grants.set(staff.id, (await atA.login(staff)).grant)
  }
  grants.set(ofB.id, (await atB.login(ofB)).grant)
  // At A a record that does not follow the one before, written while two people were logged in one after
  // the other; then another record of a number that was held already.
  const start = startOf(atA)
  const told = chain(start, (seq) => ({
    ...(seq === 3 && inSession(li)),
    ...(seq === 4 && { ...inSession(li), prev: 'b'.repeat(64) }),
    ...(seq === 5 && inSession(secondLine)),
  }))
  await sends(atA, uploadOf(start, told))
  const other = chain(start, (seq) => (seq === 5 ? inSession(secondLine) : {}))
  await sends(atA, uploadOf(start, other.slice(4, 5), { headSeq: 6 }))
  // At B two records are missing.
  const startB = startOf(atB)
  const whole = chain(startB, () => ({}))
  await sends(atB, uploadOf(startB, [...whole.slice(0, 2), ...whole.slice(4)]))
})
afterAll(() => office.close())

async function ask(staff: TestStaff, path: string, body: object, device = atA) {
  const response = await device.send('POST', path, { grant: grants.get(staff.id), ...body })
  const reply = (await response.json()) as { error?: { code: string } }
  return { reply, code: reply.error?.code }
}
const list = async (staff: TestStaff, group: 'open' | 'decided' = 'open', device = atA) =>
  usageCasesReplySchema.parse((await ask(staff, '/v1/ledger/cases', { group }, device)).reply)

async function caseOf(device: string): Promise<UsageCaseFile> {
  const { items } = await list(line)
  const caseId = items.find((one) => one.device === device)?.id
  const { reply } = await ask(line, '/v1/ledger/case', { caseId })
  const { case: file } = usageCaseReplySchema.parse(reply)
  if (!file) throw new Error('no case')
  return file
}

const audited = async (action: string) => {
  const { rows } = await office.pool.query<{ actor: string; object: string }>(
    'select actor, object from audit_log where action = $1 order by at',
    [action],
  )
  return rows
}

async function decide(staff: TestStaff, payload: object, device = atA) {
  const grant = grants.get(staff.id) ?? ''
  const command = device.command('assessment.decideCase', staff.id, grant, payload)
  const [result] = (await device.push([command])).results
  return { outcome: result?.outcome, code: result?.code }
}

test('a line manager sees the cases of all branches below, without names, and nobody else any', async () => {
  const reply = await list(line)
  expect(reply.items.map(({ device, codes }) => [device, codes])).toEqual([
    ['PC-A1', ['LINK', 'FORK']],
    ['PC-B1', ['GAP', 'LINK']],
  ])
  const [a, b] = reply.items
  expect([a?.branchName, a?.seq, a?.records, b?.seq, b?.records]).toEqual(['东门网点', 4, 2, 3, 3])
  expect((b?.toMs ?? 0) - (b?.fromMs ?? 0)).toBe(3 * minute)
  expect(reply.counts).toEqual({ open: 2, decided: 0 })
  for (const { name, id } of [li, secondLine]) {
    expect([JSON.stringify(reply).includes(name), JSON.stringify(reply).includes(id)]).toEqual([
      false,
      false,
    ])
  }
  expect((await list(ofB, 'open', atB)).items.map(({ device }) => device)).toEqual(['PC-B1'])
  for (const staff of [li, zhao]) {
    expect((await ask(staff, '/v1/ledger/cases', { group: 'open' })).code).toBe('request.forbidden')
  }
})

test('an opened case names who was logged in at its records, and stands in the audit log', async () => {
  const file = await caseOf('PC-A1')
  expect(file.findings.map(({ code, seq }) => [code, seq])).toEqual([
    ['LINK', 4],
    ['FORK', 5],
  ])
  expect(file.nearby.map(({ seq, place, who }) => [seq, place, who])).toEqual([
    [3, 'before', li.name],
    [4, 'found', li.name],
    [5, 'found', secondLine.name],
    [5, 'other', secondLine.name],
  ])
  const month = monthStart(dayOfInstant(Date.now() - 16 * minute))
  expect(file.people).toMatchObject([
    { staffNo: li.staffNo, month, logins: 1, state: null },
    { staffNo: secondLine.staffNo, month, logins: 1 },
  ])
  const read = await audited('ledger.case.read')
  expect(read.at(-1)).toEqual({ actor: line.staffNo, object: atA.identity.deviceId })
})

test('the records on both sides of a gap are shown', async () => {
  const { nearby } = await caseOf('PC-B1')
  expect(nearby.map(({ seq, place, type }) => [seq, place, type])).toEqual([
    [2, 'before', 'heartbeat'],
    [5, 'found', 'heartbeat'],
  ])
})

test('a case elsewhere is refused with a trace; one that does not exist is none', async () => {
  const { id } = await caseOf('PC-A1')
  const before = (await audited('reading.refused')).length
  expect((await ask(ofB, '/v1/ledger/case', { caseId: id }, atB)).code).toBe('request.forbidden')
  expect((await audited('reading.refused')).length).toBe(before + 1)
  const { reply } = await ask(line, '/v1/ledger/case', { caseId: 'nothing' })
  expect(usageCaseReplySchema.parse(reply).case).toBeNull()
})

test('it is decided once, above its branch, never by whoever was logged in there', async () => {
  const { id: caseId } = await caseOf('PC-A1')
  const said = { caseId, confirmed: true, reason: '两人当面核对，均未改动；硬盘检测报错' }
  expect(await decide(zhao, said)).toMatchObject({ code: 'request.forbidden' })
  expect(await decide(ofB, said, atB)).toMatchObject({ code: 'request.forbidden' })
  expect(await decide(secondLine, said)).toMatchObject({ code: 'assessment.own' })
  expect(await decide(line, { ...said, reason: ' ' })).toMatchObject({
    code: 'assessment.reasonMissing',
  })
  expect(await audited('assessment.refused')).toHaveLength(3)
  expect(await decide(line, said)).toMatchObject({ outcome: 'applied', code: null })
  expect(await decide(line, said)).toMatchObject({ code: 'assessment.notFound' })
  expect(await audited('ledger.case.confirmed')).toEqual([
    { actor: line.staffNo, object: atA.identity.deviceId },
  ])
  const reply = await list(line, 'decided')
  expect(reply.items).toMatchObject([
    { id: caseId, decision: 'confirmed', codes: ['LINK', 'FORK'] },
  ])
  expect(reply.counts).toEqual({ open: 1, decided: 1 })
  const { reply: opened } = await ask(line, '/v1/ledger/case', { caseId })
  expect(usageCaseReplySchema.parse(opened).case?.end).toMatchObject({
    byName: line.name,
    reason: said.reason,
  })
})

test('what is found later is a case of its own, and remembers the former one', async () => {
  const start = startOf(atA)
  await sends(atA, uploadOf(start, [], { after: 6, headSeq: 2 }))
  const file = await caseOf('PC-A1')
  expect(file.codes).toEqual(['TRUNC'])
  expect(file.earlier).toMatchObject([{ code: 'LINK', findings: 2, decision: 'confirmed' }])
})
