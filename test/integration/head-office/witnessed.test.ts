import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Checkpoint,
  formerText,
  ledgerKeyContext,
  type LedgerReply,
  ledgerReplySchema,
  type LedgerUpload,
} from '#contract/sync/ledger.ts'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { witnessedReplySchema } from '#contract/sync/witness.ts'
import { checkpointText, type SealedRecord } from '#domain/usage/chain.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { findUnsent } from '#head-office/ledger/former.ts'
import type { HeadOffice } from '#head-office/server/context.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { generateSigningKeys, signText } from '#platform/crypto/signature.ts'
import { branchA, branchB } from '#test/support/branch-data.ts'
import { RefusedError, TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { chainOf, type ChainStart, uploadOf } from '#test/support/ledger-chain.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
const startMs = Date.UTC(2026, 10, 23, 2)
const dayMs = 86_400_000
let nowMs = startMs
const clock: Clock = { now: () => nowMs, monotonic: () => nowMs }

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
})
afterAll(() => office.close())

let device: TestDevice
let neighbour: TestDevice
let start: ChainStart & { first: Buffer }
let chain: SealedRecord[]
let pcs = 0

function startOf({ identity, sealing }: TestDevice): ChainStart & { first: Buffer } {
  const { deviceId, ledgerId, deviceEpoch: epoch, sealedLedgerKey = '' } = identity
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  const first = unseal(sealing.privateKey, sealedLedgerKey, context)
  if (!first) throw new Error('no first key')
  return { ledgerId, epoch, first, wallMs: nowMs }
}

beforeEach(async () => {
  device = await TestDevice.of(office, branchA, `PC-W${(pcs += 1)}`)
  neighbour = await TestDevice.of(office, branchA, `PC-W${(pcs += 1)}`)
  start = startOf(device)
  chain = chainOf(start, 10)
})

async function send(upload: LedgerUpload, by = device): Promise<LedgerReply> {
  nowMs = Math.max(nowMs, upload.wallMs)
  const response = await by.send('POST', '/v1/ledger', upload)
  const reply: unknown = await response.json()
  if (!response.ok) throw new RefusedError(response.status, refusalSchema.parse(reply))
  return ledgerReplySchema.parse(reply)
}

/** A head of a chain as its device signs it. */
function headOf(own: readonly SealedRecord[], seq: number, by = device, over = {}): Checkpoint {
  const record = own[seq - 1]
  const plain = {
    ledgerId: start.ledgerId,
    epoch: start.epoch,
    seq,
    head: record?.hash ?? 'a'.repeat(64),
    wallMs: record?.record.wall_ms ?? 0,
    monoMs: record?.record.mono_ms ?? 0,
    bootId: record?.record.boot_id ?? 'boot-1',
    ...over,
  }
  return { ...plain, signature: signText(by.signing.privateKey, checkpointText(plain)) }
}

async function forward(checkpoints: readonly Checkpoint[], by = neighbour, of = device) {
  const { deviceId } = of.identity
  const witnessed = checkpoints.map((checkpoint) => ({ deviceId, checkpoint }))
  const response = await by.send('POST', '/v1/ledger/witnessed', { witnessed })
  return witnessedReplySchema.parse(await response.json()).kept
}

async function findings(): Promise<[string, number][]> {
  const { rows } = await office.pool.query<{ code: string; seq: string }>(
    'select code, seq from usage_finding where ledger_id = $1 order by epoch, seq, code',
    [start.ledgerId],
  )
  return rows.map(({ code, seq }) => [code, Number(seq)])
}

async function openCases(of = device): Promise<number> {
  const { rowCount } = await office.pool.query(
    'select from usage_case where device_id = $1 and decided_at is null',
    [of.identity.deviceId],
  )
  return rowCount ?? 0
}

describe('heads that neighbours kept', () => {
  test('agree with an honest chain, whoever comes first', async () => {
    await send(uploadOf(start, chain.slice(0, 4)))
    expect(await forward([headOf(chain, 3), headOf(chain, 8)])).toBe(2)
    await send(uploadOf(start, chain.slice(4)))
    expect(await forward([headOf(chain, 9)])).toBe(1)
    expect([await findings(), await openCases()]).toEqual([[], 0])
  })

  test('a disk put back, and nothing written since: TRUNC at the first that is missing, once', async () => {
    await send(uploadOf(start, chain.slice(0, 4)))
    await forward([headOf(chain, 8)])
    const again = { boot_id: 'boot-2', mono_ms: 0 }
    const restored = chainOf(start, 6, (seq) => (seq > 5 ? again : {}))
    await send(uploadOf(start, restored.slice(4)))
    await send(uploadOf(start, [], { after: 6, headSeq: 7, bootId: 'boot-2', wallMs: nowMs }))
    expect([await findings(), await openCases()]).toEqual([[['TRUNC', 7]], 1])
  })

  test('a disk put back, and written on beyond: FORK at the witnessed head', async () => {
    await send(uploadOf(start, chain.slice(0, 4)))
    await forward([headOf(chain, 8), headOf(chain, 7)])
    const other = chainOf(start, 12, (seq) => (seq > 5 ? { actor: 'wang' } : {}))
    await send(uploadOf(start, other.slice(4)))
    expect([await findings(), await openCases()]).toEqual([[['FORK', 7]], 1])
  })

  test('brought after the other chain came: FORK as well, and a new epoch', async () => {
    const other = chainOf(start, 12, (seq) => (seq > 5 ? { actor: 'wang' } : {}))
    await send(uploadOf(start, other))
    await forward([headOf(chain, 8)])
    const { next } = await send(uploadOf(start, [], { after: 12, headSeq: 12, wallMs: nowMs }))
    expect([await findings(), next?.epoch]).toEqual([[['FORK', 8]], start.epoch + 1])
  })

  test('signed while the upload was on its way is no finding', async () => {
    await forward([headOf(chain, 8)])
    await send(uploadOf(start, chain.slice(0, 6)))
    expect(await findings()).toEqual([])
    await send(uploadOf(start, chain.slice(6)))
    expect(await findings()).toEqual([])
  })

  test('of another branch, another key or another ledger are not kept, and leave a trace', async () => {
    const stranger = await TestDevice.of(office, branchB, `PC-W${(pcs += 1)}`)
    expect(await forward([headOf(chain, 8)], stranger)).toBe(0)
    expect(await forward([headOf(chain, 8, neighbour)])).toBe(0)
    const { ledgerId } = neighbour.identity
    expect(await forward([headOf(chain, 8, device, { ledgerId })])).toBe(0)
    expect(await forward([headOf(chain, 8, device, { epoch: start.epoch + 1 })])).toBe(0)
    await send(uploadOf(start, chain.slice(0, 4)))
    const { rows } = await office.pool.query<{ actor: string }>(
      `select actor from audit_log where action = 'ledger.witnessRefused' and actor = any($1)`,
      [[stranger.identity.deviceId, neighbour.identity.deviceId]],
    )
    expect([await findings(), rows.length]).toEqual([[], 4])
  })

  test('each PC hears of the others of its branch, their keys and where they listen', async () => {
    const witnessAt = [{ host: '10.1.2.3', port: 8351 }]
    await neighbour.openSession({ witnessAt })
    const { peers } = await device.openSession()
    const { deviceId, ledgerId } = neighbour.identity
    const signingKey = neighbour.signing.publicKey
    expect(peers).toContainEqual({ deviceId, ledgerId, signingKey, witnessAt })
    expect(peers.map((peer) => peer.deviceId)).not.toContain(device.identity.deviceId)
    const stranger = await TestDevice.of(office, branchB, `PC-W${(pcs += 1)}`)
    const { peers: others } = await stranger.openSession()
    expect(others.map((peer) => peer.deviceId)).not.toContain(deviceId)
  })
})

describe('the ledger of a former enrolment', () => {
  let anew: TestDevice
  const enrolAgain = async (branchId = branchA) => {
    anew = new TestDevice(office)
    const name = `PC-W${pcs - 1}`
    await anew.enrol(await createEnrolmentCode(office.pool, { branchId, nowMs }), name)
    await anew.openSession()
  }
  const rest = (from: number, keys = device.signing, over: Partial<LedgerUpload> = {}) => {
    const upload = uploadOf(start, chain.slice(from), over)
    const signature = signText(keys.privateKey, formerText(upload, anew.identity.deviceId))
    return { ...upload, former: { deviceId: device.identity.deviceId, signature } }
  }
  const finished = async () => {
    const { rows } = await office.pool.query<{ done: boolean }>(
      'select finished_at is not null as done from usage_ledger where ledger_id = $1',
      [start.ledgerId],
    )
    return rows[0]?.done
  }
  const unsent = () => findUnsent({ pool: office.pool, clock } as HeadOffice)

  test.each([
    ['the same branch', branchA],
    ['another branch', branchB],
  ])('is brought to its end by the PC in %s, with the old key', async (_where, branchId) => {
    await send(uploadOf(start, chain.slice(0, 4)))
    await enrolAgain(branchId)
    const half = await send(rest(4, device.signing, { records: chain.slice(4, 7) }), anew)
    expect([half.seq, half.next, await finished()]).toEqual([7, null, false])
    const whole = await send(rest(7), anew)
    expect([whole.seq, whole.next, await finished()]).toEqual([10, null, true])
    expect(await findings()).toEqual([])
  })

  test('is taken from nobody without the proof of its key', async () => {
    await send(uploadOf(start, chain.slice(0, 4)))
    await enrolAgain()
    await expect(send(uploadOf(start, chain.slice(4)), anew)).rejects.toThrow('scope.unknown')
    await expect(send(rest(4, generateSigningKeys()), anew)).rejects.toThrow('scope.unknown')
    await expect(send({ ...rest(4), headSeq: 11 }, anew)).rejects.toThrow('scope.unknown')
    expect(await finished()).toBe(false)
  })

  test('that did not come is a case after a day; one that had ended, or came whole, is none', async () => {
    await send(uploadOf(start, chain.slice(0, 4)))
    await enrolAgain()
    nowMs += dayMs / 2
    await unsent()
    expect(await findings()).toEqual([])
    nowMs += dayMs
    await unsent()
    await unsent()
    expect([await findings(), await openCases()]).toEqual([[['UNSENT', 5]], 1])
  })

  test('that ended in good order is finished without a case, unless something was signed beyond', async () => {
    const ended = chainOf(start, 5, (seq) => (seq === 5 ? { type: 'app.stop' } : {}))
    await send(uploadOf(start, ended))
    await enrolAgain()
    nowMs += 2 * dayMs
    await unsent()
    expect([await finished(), await findings()]).toEqual([true, []])
  })

  test('of which a neighbour kept more than came is a case', async () => {
    const ended = chainOf(start, 5, (seq) => (seq === 5 ? { type: 'app.stop' } : {}))
    await send(uploadOf(start, ended))
    await forward([headOf(chain, 9)])
    await enrolAgain()
    nowMs += 2 * dayMs
    await unsent()
    expect(await findings()).toEqual([['UNSENT', 6]])
  })
})
