import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  ledgerKeyContext,
  ledgerOpeningSchema,
  type LedgerReceipt,
  ledgerReceiptSchema,
  type LedgerReply,
  ledgerReplySchema,
  type LedgerUpload,
} from '#contract/sync/ledger.ts'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { checkpointText } from '#domain/usage/chain.ts'
import { migrate } from '#head-office/database/migrate.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { openSignedJson, signText } from '#platform/crypto/signature.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { branchA, branchB, people } from '#test/support/branch-data.ts'
import { RefusedError, TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { chainOf, type ChainStart, sealed, uploadOf } from '#test/support/ledger-chain.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const emptyDatabase = withDatabase()
let office: TestHeadOffice
const startMs = Date.UTC(2026, 10, 23, 2)
let nowMs = startMs
const clock: Clock = { now: () => nowMs, monotonic: () => nowMs }

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
})
afterAll(() => office.close())

let device: TestDevice
let start: ChainStart & { first: Buffer }
let pcs = 0

function startOf(of: TestDevice): ChainStart & { first: Buffer } {
  const { deviceId, ledgerId, deviceEpoch: epoch, sealedLedgerKey = '' } = of.identity
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  const first = unseal(of.sealing.privateKey, sealedLedgerKey, context)
  if (!first) throw new Error('no first key')
  return { ledgerId, epoch, first, wallMs: nowMs }
}

async function send(upload: LedgerUpload, by = device): Promise<LedgerReply> {
  nowMs = Math.max(nowMs, upload.wallMs)
  const response = await by.send('POST', '/v1/ledger', upload)
  const reply: unknown = await response.json()
  if (!response.ok) throw new RefusedError(response.status, refusalSchema.parse(reply))
  return ledgerReplySchema.parse(reply)
}

const receiptOf = ({ receipt }: LedgerReply): LedgerReceipt =>
  ledgerReceiptSchema.parse(openSignedJson(device.identity.grantKey, receipt ?? ''))

async function findings(): Promise<[string, number][]> {
  const { rows } = await office.pool.query<{ code: string; seq: string }>(
    `select code, seq from usage_finding where branch_id = $1 and ledger_id = $2
     order by epoch, seq, code`,
    [branchA, start.ledgerId],
  )
  return rows.map(({ code, seq }) => [code, Number(seq)])
}

async function stored(where = 'not fork'): Promise<number[]> {
  const { rows } = await office.pool.query<{ seq: string }>(
    `select seq from usage_record where branch_id = $1 and ledger_id = $2 and epoch = $3 and ${where}
     order by seq`,
    [branchA, start.ledgerId, start.epoch],
  )
  return rows.map(({ seq }) => Number(seq))
}

beforeEach(async () => {
  device = await TestDevice.of(office, branchA, `PC-L${(pcs += 1)}`)
  start = startOf(device)
})

describe('an honest ledger', () => {
  test('is kept, and every upload gets a receipt that quotes the one before', async () => {
    const chain = chainOf(start, 10)
    const first = await send(uploadOf(start, chain.slice(0, 6)))
    expect(receiptOf(first)).toMatchObject({ seq: 6, head: chain[5]?.hash, serverSeq: 1 })
    const second = await send(uploadOf(start, chain.slice(6)))
    expect(receiptOf(second)).toMatchObject({
      seq: 10,
      head: chain[9]?.hash,
      serverSeq: 2,
      prevReceiptHash: sha256Hex(first.receipt ?? ''),
    })
    expect([second.next, await findings(), await stored()]).toEqual([
      null,
      [],
      chain.map(({ record }) => record.seq),
    ])
  })

  test('the same records again are harmless and get the same receipt', async () => {
    const upload = uploadOf(start, chainOf(start, 5))
    const once = await send(upload)
    expect(await send(upload)).toEqual(once)
    expect([await findings(), await stored()]).toEqual([[], [1, 2, 3, 4, 5]])
  })

  test.each([
    ['ten minutes', 600_000],
    ['as long as a session lives', 11.5 * 3_600_000],
  ])('an upload %s on its way is no finding', async (_what, ms) => {
    const records = chainOf(start, 10)
    await send(uploadOf(start, records.slice(0, 5)))
    nowMs = start.wallMs + 10 * 60_000 + ms
    await send(uploadOf(start, records.slice(5)))
    device = await TestDevice.of(office, branchA, `PC-L${(pcs += 1)}`)
    start = startOf(device)
    const first = chainOf(start, 5)
    nowMs = start.wallMs + 5 * 60_000 + ms
    await send(uploadOf(start, first))
    const { rows } = await office.pool.query(
      `select from usage_finding where code like 'CLOCK%'
      and ledger_id = any($1)`,
      [[records, first].map(([one]) => one?.record.ledger_id)],
    )
    expect(rows).toEqual([])
  })

  test('the records of a day without the line, all at once, are no finding', async () => {
    const minutes = 24 * 60
    const records = chainOf(start, 100, (seq) => {
      const at = (seq * minutes * 60_000) / 100
      return { mono_ms: at, wall_ms: start.wallMs + at }
    })
    nowMs = start.wallMs + 86_400_000
    await device.openSession()
    await send(uploadOf(start, records))
    expect([await findings(), (await stored()).length]).toEqual([[], 100])
  })

  test('an upload that a later one overtook is harmless', async () => {
    const records = chainOf(start, 10)
    const late = uploadOf(start, records.slice(0, 6))
    await send(uploadOf(start, records))
    nowMs += 600_000
    expect(await send(late)).toMatchObject({ seq: 10 })
    const again = chainOf(start, 12, (seq) => (seq > 10 ? { boot_id: 'boot-2', mono_ms: seq } : {}))
    await send(uploadOf(start, again.slice(10)))
    await send(late)
    expect(await findings()).toEqual([])
  })

  test('starts again and again without a finding', async () => {
    const chain = chainOf(start, 9, (seq) => ({
      boot_id: `boot-${Math.ceil(seq / 3)}`,
      mono_ms: ((seq - 1) % 3) * 60_000,
    }))
    await send(uploadOf(start, chain))
    expect(await findings()).toEqual([])
  })

  test('head office that knows less than the terminal believes asks to begin further back', async () => {
    const chain = chainOf(start, 5)
    await send(uploadOf(start, chain.slice(0, 2)))
    expect(await send(uploadOf(start, chain.slice(4)))).toMatchObject({ seq: 2, receipt: null })
    expect(await stored()).toEqual([1, 2])
  })

  test('bodies are kept where their records vouch for them', async () => {
    const [salt, body] = ['aa', '{"module":"customers"}']
    const chain = chainOf(start, 2, () => ({ body_hash: sha256Hex(`${salt}\u0000${body}`) }))
    const bodies = [
      { seq: 1, salt, body },
      { seq: 2, salt, body: '{"module":"other"}' },
    ]
    await send(uploadOf(start, chain, { bodies }))
    const { rows } = await office.pool.query(
      'select seq::int, body from usage_body where ledger_id = $1',
      [start.ledgerId],
    )
    expect([rows, await findings()]).toEqual([[{ seq: 1, body }], [['BODY', 2]]])
  })
})

describe('what a ledger tells of people at work', () => {
  const actor = people.li.id
  const types = ['session.start', 'action', 'action', 'session.end'] as const
  const salt = 'aa'
  const texts = ['', '{"module":"customers"}', 'no JSON at all', '']
  const work = (over: Partial<UsageRecord> = {}) =>
    chainOf(start, 4, (seq) => ({
      actor,
      session: `work-${pcs}`,
      type: types[seq - 1] ?? 'heartbeat',
      body_hash: texts[seq - 1] ? sha256Hex(`${salt}\u0000${texts[seq - 1]}`) : '',
      ...over,
    }))
  const bodies = texts.flatMap((body, at) => (body ? [{ seq: at + 1, salt, body }] : []))
  const sessions = async () => {
    const { rows } = await office.pool.query<Record<string, unknown>>(
      `select staff_id::text as "staffId", active_ms::float8 as "activeMs", action_count as actions, modules
       from staff_session where branch_id = $1 and session_id = $2`,
      [branchA, `work-${pcs}`],
    )
    return rows
  }

  test('is a session of the assessment, which grows as more of it comes', async () => {
    const chain = work()
    await send(uploadOf(start, chain.slice(0, 2), { bodies: bodies.slice(0, 1) }))
    const first = { staffId: actor, activeMs: 60_000, actions: 1, modules: '["customers"]' }
    expect(await sessions()).toEqual([first])
    await send(uploadOf(start, chain.slice(2), { bodies: bodies.slice(1) }))
    expect(await sessions()).toEqual([{ ...first, activeMs: 180_000, actions: 2 }])
    expect(await findings()).toEqual([])
  })

  test('counts for nobody whom the branch does not know, and hinders no record', async () => {
    await send(uploadOf(start, work({ actor: 'nobody' }), { bodies }))
    expect([await sessions(), await stored()]).toEqual([[], [1, 2, 3, 4]])
  })
})

describe('tampering is found at its record', () => {
  const count = 8
  const chain = () => chainOf(start, count)

  test('edited: HASH', async () => {
    const records = chain()
    const [, , third] = records
    if (third) third.record = { ...third.record, actor: 'wang' }
    await send(uploadOf(start, records))
    expect(await findings()).toEqual([['HASH', 3]])
  })

  test('edited and hashed anew: MAC there, LINK at the next', async () => {
    const records = chain()
    const third = records[2]
    if (third) {
      const { mac } = third
      records[2] = { ...sealed({ ...third.record, actor: 'wang' }, start.first), mac }
    }
    await send(uploadOf(start, records))
    expect(await findings()).toEqual([
      ['MAC', 3],
      ['LINK', 4],
    ])
  })

  test('the whole rest chained anew without the key: MAC at the first of it', async () => {
    const changed = (seq: number) => (seq === 5 ? { actor: 'wang' } : {})
    const forged = chainOf({ ...start, first: null }, count, changed)
    const records = chain().map((own, at) =>
      at < 4 ? own : { ...own, ...forged[at], mac: own.mac },
    )
    await send(uploadOf(start, records))
    expect((await findings())[0]).toEqual(['MAC', 5])
  })

  test('deleted: GAP and LINK', async () => {
    const records = chain().filter(({ record }) => record.seq !== 4)
    await send(uploadOf(start, records))
    expect(await findings()).toEqual([
      ['GAP', 4],
      ['LINK', 5],
    ])
  })

  test('cut below a receipt: TRUNC', async () => {
    const records = chain()
    await send(uploadOf(start, records))
    await send(uploadOf(start, [], { after: count, headSeq: 5, wallMs: nowMs }))
    expect(await findings()).toEqual([['TRUNC', 6]])
  })

  test('written anew below a receipt, by whoever has the key: FORK at the first, and both stay', async () => {
    const records = chain()
    await send(uploadOf(start, records))
    const other = chainOf(start, count + 2, (seq) => (seq >= 4 ? { actor: 'wang' } : {}))
    const beyond = other.slice(count)
    const asked = await send(
      uploadOf(start, beyond, { afterHash: other[count - 1]?.hash ?? null, wallMs: nowMs }),
    )
    expect(asked).toMatchObject({ seq: 0, receipt: null })
    await send(uploadOf(start, other, { wallMs: nowMs }))
    expect((await findings())[0]).toEqual(['FORK', 4])
    expect(await stored('fork')).toEqual([4, 5, 6, 7, 8])
  })

  test.each([
    ['an hour back while it runs', -3_600_000, 'CLOCK_JUMP'],
    ['ten years ahead while it runs', 315_360_000_000, 'CLOCK_JUMP'],
  ])('the clock moved %s', async (_what, by, code) => {
    const records = chainOf(start, count, (seq) =>
      seq >= 5 ? { wall_ms: start.wallMs + seq * 60_000 + by } : {},
    )
    await send(uploadOf(start, records, { wallMs: nowMs }))
    expect(await findings()).toEqual([[code, 5]])
  })

  test('the clock moved a day back before a start', async () => {
    const records = chainOf(start, count, (seq) =>
      seq >= 5 ? { boot_id: 'boot-2', wall_ms: start.wallMs + seq * 60_000 - 86_400_000 } : {},
    )
    await send(uploadOf(start, records, { wallMs: nowMs }))
    expect(await findings()).toEqual([['CLOCK_BACK', 5]])
  })

  test('the clock moved ten years ahead before a start: held against head office', async () => {
    const records = chainOf(start, count, (seq) =>
      seq >= 5 ? { boot_id: 'boot-2', wall_ms: start.wallMs + seq * 60_000 + 315_360_000_000 } : {},
    )
    const before = nowMs
    const last = records.at(-1)?.record.wall_ms ?? 0
    const response = await device.send(
      'POST',
      '/v1/ledger',
      uploadOf(start, records, { wallMs: last }),
    )
    expect([response.ok, nowMs]).toEqual([true, before])
    expect(await findings()).toEqual([['CLOCK_JUMP', 5]])
  })

  test.each([
    ['an hour', 3_600_000],
    ['a day', 86_400_000],
  ])('the clock stood %s behind from the start: held against the session', async (_what, ms) => {
    await send(uploadOf(start, chainOf({ ...start, wallMs: start.wallMs - ms }, count)))
    expect(await findings()).toEqual([['CLOCK_BACK', 1]])
  })

  test('the clock set back again and again, a little each time: held against the receipt', async () => {
    const records = chainOf(start, 16, (seq) => ({
      wall_ms: start.wallMs + seq * 60_000 - Math.max(0, seq - 6) * 100_000,
    }))
    nowMs = start.wallMs + 6 * 60_000
    await send(uploadOf(start, records.slice(0, 6)))
    nowMs = start.wallMs + 16 * 60_000
    await send(uploadOf(start, records.slice(6)))
    expect(await findings()).toEqual([['CLOCK_BACK', 16]])
  })

  test('two PCs with one ledger, taking turns: CLONE', async () => {
    const records = chainOf(start, count, (seq) => ({ boot_id: seq === 4 ? 'boot-2' : 'boot-1' }))
    await send(uploadOf(start, records))
    expect(await findings()).toEqual([['CLONE', 5]])
  })

  test('what the terminal found out itself', async () => {
    const records = chainOf(start, 2, (seq) =>
      seq === 2 ? { type: 'ledger.finding', object: 'KEY_ROLLBACK' } : {},
    )
    await send(uploadOf(start, records))
    expect(await findings()).toEqual([['KEY_ROLLBACK', 2]])
  })

  test('findings open one case of the device, which nobody has decided', async () => {
    await send(
      uploadOf(
        start,
        chain().filter(({ record }) => record.seq !== 4),
      ),
    )
    const { rows } = await office.pool.query(
      `select first_code, findings, decided_at from usage_case where branch_id = $1 and device_id = $2`,
      [branchA, device.identity.deviceId],
    )
    expect(rows).toEqual([{ first_code: 'GAP', findings: 2, decided_at: null }])
  })
})

describe('what the device signed', () => {
  const checkpoint = (over: object = {}) => {
    const [, second] = chainOf(start, 3)
    const plain = {
      ledgerId: start.ledgerId,
      epoch: start.epoch,
      seq: 2,
      head: second?.hash ?? '',
      wallMs: nowMs,
      monoMs: 1,
      bootId: 'boot-1',
      ...over,
    }
    return { ...plain, signature: signText(device.signing.privateKey, checkpointText(plain)) }
  }

  test('is kept where it holds', async () => {
    await send(uploadOf(start, chainOf(start, 3), { checkpoints: [checkpoint()] }))
    expect(await findings()).toEqual([])
  })

  test('of another record at that number: FORK; signed by nobody: CHECKPOINT', async () => {
    const forged = { ...checkpoint(), seq: 3 }
    const checkpoints = [checkpoint({ head: 'ab'.repeat(32) }), forged]
    await send(uploadOf(start, chainOf(start, 3), { checkpoints }))
    expect(await findings()).toEqual([
      ['FORK', 2],
      ['CHECKPOINT', 3],
    ])
  })
})

describe('a new epoch', () => {
  test('is opened after a chain that does not hold, quotes its head, and has a key of its own', async () => {
    const records = chainOf(start, 4)
    const [, second] = records
    if (second) second.record = { ...second.record, actor: 'wang' }
    const { next } = await send(uploadOf(start, records))
    const opening = ledgerOpeningSchema.parse(
      openSignedJson(device.identity.grantKey, next?.opening ?? ''),
    )
    expect(opening).toMatchObject({
      ledgerId: start.ledgerId,
      epoch: start.epoch + 1,
      previous: { epoch: start.epoch, seq: 4, head: records[3]?.hash },
    })
    const again = await send(uploadOf(start, records))
    expect(again.next?.epoch).toBe(next?.epoch)
    const context = ledgerKeyContext(device.identity.deviceId, start.ledgerId, start.epoch + 1)
    const first = unseal(device.sealing.privateKey, next?.sealedKey ?? '', context)
    expect(first).toHaveLength(32)
    const later = { ...start, epoch: start.epoch + 1, first }
    expect((await send(uploadOf(later, chainOf(later, 3)))).next).toBeNull()
    expect(await findings()).toEqual([['HASH', 2]])
  })

  test('is opened for a chain from before there were keys, without a finding', async () => {
    await office.pool.query('delete from usage_ledger where ledger_id = $1', [start.ledgerId])
    const { next } = await send(uploadOf(start, chainOf({ ...start, first: null }, 3)))
    expect([next?.epoch, await findings()]).toEqual([start.epoch + 1, []])
  })
})

describe('who may add what', () => {
  test('a device adds to its own ledger alone; another one leaves a trace', async () => {
    const other = await TestDevice.of(office, branchB, `PC-L${(pcs += 1)}`)
    await expect(send(uploadOf(start, chainOf(start, 2)), other)).rejects.toThrow('scope.unknown')
    expect(await stored()).toEqual([])
    const { rows } = await office.pool.query<{ object: string }>(
      `select object from audit_log where branch_id = $1 and action = 'ledger.refused'`,
      [branchB],
    )
    expect(rows).toEqual([{ object: start.ledgerId }])
  })

  test.each<[string, (upload: LedgerUpload) => LedgerUpload]>([
    ['records out of order', (own) => ({ ...own, records: [...own.records].reverse() })],
    ['records of another epoch', (own) => ({ ...own, epoch: own.epoch + 1 })],
    ['a hash that is none', (own) => ({ ...own, afterHash: 'x' })],
  ])('%s are refused', async (_what, spoil) => {
    await expect(send(spoil(uploadOf(start, chainOf(start, 3))))).rejects.toThrow('request.invalid')
  })

  test('the role that serves terminals changes and removes no record', async () => {
    const url = new URL(emptyDatabase.url)
    const admin = new pg.Pool({ connectionString: emptyDatabase.url })
    const name = url.pathname.slice(1)
    const role = `keeper_${name.replaceAll(/\W/g, '_')}`.toLowerCase()
    await admin.query(`create role ${role} login password 'p'`)
    await admin.query(`alter database "${name}" owner to ${role}`)
    await admin.query(`alter schema public owner to ${role}`)
    url.username = role
    url.password = 'p'
    const own = new pg.Pool({ connectionString: url.href })
    try {
      await migrate(own)
      for (const table of ['usage_record', 'usage_receipt', 'usage_checkpoint', 'usage_finding']) {
        for (const act of [
          `update ${table} set seq = 1`,
          `delete from ${table}`,
          `truncate ${table}`,
        ]) {
          await expect(own.query(act), act).rejects.toMatchObject({ code: '42501' })
        }
      }
      await own.query('delete from usage_body')
    } finally {
      await own.end()
      await admin.query(`alter database "${name}" owner to current_user`)
      await admin.query(`reassign owned by ${role} to current_user`)
      await admin.query(`drop owned by ${role}`)
      await admin.query(`drop role ${role}`)
      await admin.end()
    }
  })
})
