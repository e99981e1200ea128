import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ledgerKeyContext } from '#contract/sync/ledger.ts'
import { defaultAnomalyRule } from '#domain/anomalies/rule.ts'
import { instantOfDay } from '#domain/time/day.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { keepSigns } from '#head-office/assessment/keep-signs.ts'
import { decideCase, openCases } from '#head-office/ledger/cases.ts'
import { findSilences } from '#head-office/ledger/silences.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { branchA, people } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { chainOf, type ChainStart, uploadOf } from '#test/support/ledger-chain.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const minute = 60_000
const eight = instantOfDay('2026-11-23') + 8 * 60 * minute
let office: TestHeadOffice
let nowMs = eight
// Each test begins the same morning again: only the wall clock goes back for that.
const clock: Clock = { now: () => nowMs, monotonic: () => performance.now() }
let devices: TestDevice[] = []
let pcs = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
})
afterAll(() => office.close())
beforeEach(async () => {
  nowMs = eight - minute
  await office.pool.query('delete from device_session')
  await office.pool.query('delete from usage_ledger')
  devices = []
  for (const n of [1, 2, 3]) devices.push(await TestDevice.of(office, branchA, `PC-C${(pcs += n)}`))
})

function startOf({ identity, sealing }: TestDevice): ChainStart {
  const { deviceId, ledgerId, deviceEpoch: epoch, sealedLedgerKey = '' } = identity
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  return { ledgerId, epoch, first: unseal(sealing.privateKey, sealedLedgerKey, context), wallMs: 0 }
}

type At = [minutes: number, over?: Partial<UsageRecord>]

/** A PC writes records at minutes after eight, in one boot unless told otherwise, and sends them at `sentAt`. */
async function writes(device: TestDevice | undefined, sentAt: number, ...list: At[]) {
  if (!device) throw new Error('no device')
  const chain = chainOf(startOf(device), list.length, (seq) => {
    const [minutes, over = {}] = list[seq - 1] ?? [0]
    const clocks = { wall_ms: eight + minutes * minute, mono_ms: minutes * minute }
    return { ...clocks, actor: '', session: '', ...over }
  })
  nowMs = eight + sentAt * minute
  await device.openSession()
  const upload = uploadOf(startOf(device), chain, { wallMs: nowMs, monoMs: sentAt * minute })
  const response = await device.send('POST', '/v1/ledger', upload)
  if (!response.ok) throw new Error(await response.text())
}

const beats = (from: number, to: number): At[] =>
  Array.from({ length: (to - from) / 5 + 1 }, (_, n): At => [from + 5 * n])
const again = { boot_id: 'boot-2' }

async function findings(device: TestDevice | undefined) {
  const { rows } = await office.pool.query<{ code: string; seq: number; detail: string }>(
    'select code, seq::int as seq, detail from usage_finding where device_id = $1 order by seq',
    [device?.identity.deviceId],
  )
  return rows.map(({ code, seq }) => [code, seq])
}
const caseOf = async (device: TestDevice | undefined) =>
  (await openCases(office.pool, branchA)).filter(
    ({ deviceId }) => deviceId === device?.identity.deviceId,
  )

const killed = (): At[] => [...beats(0, 20), [60, again], [65, again]]

describe('a PC that is silent while others are not', () => {
  test('is a finding at the record that ended it, and a case, once', async () => {
    const [a, b, c] = devices
    await writes(a, 70, ...killed())
    await writes(b, 70, ...beats(0, 70))
    await writes(c, 70, ...beats(0, 70))
    expect(await findSilences({ pool: office.pool, clock })).toBe(1)
    expect(await findSilences({ pool: office.pool, clock })).toBe(0)
    expect([await findings(a), await findings(b)]).toEqual([[['SILENCE', 6]], []])
    const [own] = await caseOf(a)
    expect(own?.findings).toMatchObject([
      {
        code: 'SILENCE',
        detail: { fromMs: eight + 20 * minute, toMs: eight + 60 * minute, peers: 2 },
      },
    ])
  })

  test('is found as well where the others’ records come days later', async () => {
    const [a, b, c] = devices
    await writes(a, 70, ...killed())
    await writes(b, 70, ...beats(0, 70))
    await findSilences({ pool: office.pool, clock })
    expect(await findings(a)).toEqual([])
    await writes(c, 3 * 24 * 60, ...beats(0, 70))
    await findSilences({ pool: office.pool, clock })
    expect(await findings(a)).toEqual([['SILENCE', 6]])
  })

  test('a proper stop, or a clock set while it runs, is none', async () => {
    const [a, b, c] = devices
    await writes(a, 70, ...beats(0, 20), [22, { type: 'app.stop' }], [60, again])
    const set: At[] = beats(25, 70).map(([at]) => [at, { wall_ms: eight + (at + 300) * minute }])
    await writes(b, 70, ...beats(0, 20), ...set)
    await writes(c, 70, ...beats(0, 70))
    await findSilences({ pool: office.pool, clock })
    expect([await findings(a), await findings(b)]).toEqual([[], [['CLOCK_JUMP', 6]]])
  })
})

test('what was found of silence and clock is a sign about who was logged in there, and nobody else', async () => {
  const [a, b, c] = devices
  const li = { actor: people.li.id, session: `li-${pcs}` }
  const wang = { actor: people.wang.id, session: `wang-${pcs}` }
  const tenYears = 3_652 * 24 * 60
  const started = (who: object): Partial<UsageRecord> => ({ ...who, type: 'session.start' })
  await writes(a, 70, [0, started(li)], [20, li], [60, again], [65, again])
  const set: At = [30, { ...wang, wall_ms: eight + tenYears * minute }]
  await writes(b, 70, [0, started(wang)], [15, wang], [25, wang], set, [
    45,
    { ...wang, type: 'session.end' },
  ])
  await writes(c, 70, ...beats(0, 70))
  await findSilences({ pool: office.pool, clock })
  await inTransaction(office.pool, 'write', async (client) => {
    const writer = await BranchWriter.lock(client, branchA)
    await keepSigns(client, writer, '2026-11-01', new Map(), defaultAnomalyRule, nowMs)
  })
  const { rows } = await office.pool.query<{ staff: string; kind: string; evidence: string }>(
    `select staff_id::text as staff, kind, evidence from usage_sign where branch_id = $1 and state = 'open'
       and kind in ('silence', 'clock') order by kind`,
    [branchA],
  )
  expect(rows.map(({ staff, kind }) => [staff, kind])).toEqual([
    [people.wang.id, 'clock'],
    [people.li.id, 'silence'],
  ])
  expect(rows.map(({ evidence }): unknown => JSON.parse(evidence))).toMatchObject([
    { deviceId: b?.identity.deviceId, codes: expect.arrayContaining(['CLOCK_JUMP']) as unknown },
    { deviceId: a?.identity.deviceId, peers: 2 },
  ])
})

describe('a case', () => {
  const said = { confirmed: false, reason: '硬盘故障，已更换' }
  const open = async () => {
    const [a] = devices
    await writes(a, 70, ...beats(0, 20), [25, { prev: 'b'.repeat(64) }])
    const [own] = await caseOf(a)
    if (!own) throw new Error('no case')
    return own
  }

  test('is decided by a line manager above the branch, with a reason, and leaves a trace', async () => {
    const { id, findings: found } = await open()
    expect(found.map(({ code }) => code)).toEqual(['LINK'])
    for (const who of [people.teller, people.zhao, people.other]) {
      await expect(decideCase(office.pool, id, said, who.id, nowMs)).rejects.toThrow(
        'request.forbidden',
      )
    }
    const empty = { ...said, reason: ' ' }
    await expect(decideCase(office.pool, id, empty, people.line.id, nowMs)).rejects.toThrow(
      'assessment.reasonMissing',
    )
    await decideCase(office.pool, id, said, people.line.id, nowMs)
    await expect(decideCase(office.pool, id, said, people.line.id, nowMs)).rejects.toThrow(
      'assessment.notFound',
    )
    const { rows } = await office.pool.query(
      `select actor from audit_log where action = 'ledger.case.explained' and object = $1`,
      [devices[0]?.identity.deviceId],
    )
    expect([rows, await caseOf(devices[0])]).toEqual([[{ actor: people.line.staffNo }], []])
  })

  test('that was decided stays so; what is found later is another one', async () => {
    const { id } = await open()
    await decideCase(office.pool, id, { ...said, confirmed: true }, people.secondLine.id, nowMs)
    const [a] = devices
    const start = startOf(a as TestDevice)
    const upload = uploadOf(start, [], { after: 6, headSeq: 3, wallMs: nowMs + 1 })
    nowMs += 1
    await (a as TestDevice).send('POST', '/v1/ledger', upload)
    const [next] = await caseOf(a)
    expect([next?.id === id, next?.findings.map(({ code, seq }) => [code, seq])]).toEqual([
      false,
      [['TRUNC', 4]],
    ])
  })
})
