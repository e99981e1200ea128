import { cpSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { checkpointText } from '#domain/usage/chain.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { freePort } from '#head-office/postgres/server.ts'
import { signText } from '#platform/crypto/signature.ts'
import { branchA, branchB, people } from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

// Real processes and sockets, started several times each.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const database = withDatabase()
let office: TestHeadOffice
let pcs: TestTerminal[] = []
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())
beforeEach(() => {
  count += 1
})
afterEach(async () => {
  for (const pc of pcs) await pc.remove()
  pcs = []
})

async function enrolled(
  name: string,
  branchId = branchA,
  port?: number | null,
): Promise<TestTerminal> {
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId })
  const options = { headOfficeUrl: office.url, enrolmentCode, deviceName: `${name}-${count}` }
  const witness = { host: '127.0.0.1', port: port ?? (await freePort()) }
  const pc = new TestTerminal(port === null ? options : { ...options, witness })
  pcs.push(pc)
  await pc.start()
  await pc.until('a session', () => sessionOf(pc))
  return pc
}

async function sessionOf(pc: TestTerminal): Promise<true | null> {
  const { rowCount } = await office.pool.query(
    'select from device where name = $1 and last_session_at is not null',
    [pc.options.deviceName],
  )
  return rowCount === 1 ? true : null
}

async function findingsOf(pc: TestTerminal) {
  const { rows } = await office.pool.query<{ code: string; seq: number }>(
    `select f.code, f.seq::int as seq from usage_finding f join device d on d.id = f.device_id
     where d.name = $1 order by f.epoch, f.seq, f.code`,
    [pc.options.deviceName],
  )
  return rows
}

/** Heads of a PC that its neighbours brought, with how many records of it are held. */
async function witnessedOf(pc: TestTerminal): Promise<{ seq: number; by: string }[]> {
  const { rows } = await office.pool.query<{ seq: number; by: string }>(
    `select c.seq::int as seq, w.name as by from usage_checkpoint c
     join usage_ledger l using (branch_id, ledger_id, epoch)
     join device d on d.id = l.device_id join device w on w.id = c.witness_id
     where d.name = $1 order by c.seq`,
    [pc.options.deviceName],
  )
  return rows
}

async function heldOf(pc: TestTerminal): Promise<number> {
  const { rows } = await office.pool.query<{ held: number }>(
    `select coalesce(max(r.seq), 0)::int as held from usage_record r
     join usage_ledger l using (branch_id, ledger_id, epoch) join device d on d.id = l.device_id
     where d.name = $1`,
    [pc.options.deviceName],
  )
  return rows[0]?.held ?? 0
}

const sent = (pc: TestTerminal, least: number) =>
  pc.until(`${least} neighbours that have its head`, () => {
    const lines = pc.log.join('').split('\n')
    const told = lines.flatMap((line) => /"witness\.sent".*"count":(\d+)/.exec(line)?.[1] ?? [])
    return Promise.resolve(told.some((text) => Number(text) >= least) ? true : null)
  })

/** Opens their sessions anew, so that each knows all the others. */
async function meet(all: readonly TestTerminal[]): Promise<void> {
  for (const pc of all) await pc.stop()
  for (const pc of all) {
    await pc.start()
    const before = await heldOf(pc)
    await pc.until('its records at head office', async () =>
      (await heldOf(pc)) > before ? true : null,
    )
  }
}

test('a whole disk put back is found by what two neighbours kept while the line was cut', async () => {
  const [suspect, one, two] = [
    await enrolled('PC-S'),
    await enrolled('PC-1'),
    await enrolled('PC-2'),
  ]
  await suspect.login(people.li)
  await meet([one, two, suspect])
  await suspect.stop()
  const kept = `${suspect.dataDir}-kept`
  cpSync(suspect.dataDir, kept, { recursive: true })

  await office.app.close()
  await suspect.start()
  await suspect.login(people.li, true)
  await suspect.call('session.lock')
  await sent(suspect, 2)
  await suspect.stop()
  rmSync(suspect.dataDir, { recursive: true })
  cpSync(kept, suspect.dataDir, { recursive: true })
  rmSync(kept, { recursive: true })

  await office.restart()
  const witnessed = await one.until('the heads that neighbours brought', async () => {
    const heads = await witnessedOf(suspect)
    return heads.length > 0 ? heads : null
  })
  const last = witnessed.at(-1)?.seq ?? 0
  expect(last).toBeGreaterThan(await heldOf(suspect))
  expect(await findingsOf(suspect)).toEqual([])
  await suspect.start()
  const found = await suspect.until('a finding', async () => {
    const findings = await findingsOf(suspect)
    return findings.length > 0 ? findings : null
  })
  expect(['FORK', 'TRUNC']).toContain(found[0]?.code)
  expect(found[0]?.seq).toBeLessThanOrEqual(last)
  const { rows } = await office.pool.query<{ cases: number }>(
    `select count(*)::int as cases from usage_case c join device d on d.id = c.device_id
     where d.name = $1 and c.decided_at is null`,
    [suspect.options.deviceName],
  )
  expect(rows).toEqual([{ cases: 1 }])
  expect([await findingsOf(one), await findingsOf(two)]).toEqual([[], []])
})

test('an honest cut leaves no finding, whoever comes back first', async () => {
  const [one, two] = [await enrolled('PC-1'), await enrolled('PC-2')]
  await meet([one, two])
  await office.app.close()
  await one.until(
    'the line is cut',
    async () => (await one.call('app.status')).connection === 'offline',
  )
  await sent(one, 1)
  await one.stop()
  await office.restart()
  await two.until('its neighbour’s head', async () =>
    (await witnessedOf(one)).length > 0 ? true : null,
  )
  const last = (await witnessedOf(one)).at(-1)?.seq ?? 0
  await one.start()
  await one.until('its records', async () => ((await heldOf(one)) >= last ? true : null))
  expect([await findingsOf(one), await findingsOf(two)]).toEqual([[], []])
})

test('a PC keeps what a neighbour signed, and nothing of another branch, another ledger or nobody', async () => {
  const neighbour = await TestDevice.of(office, branchA, `PC-N-${count}`)
  const stranger = await TestDevice.of(office, branchB, `PC-F-${count}`)
  const port = await freePort()
  const pc = await enrolled('PC-1', branchA, port)
  const signed = ({ identity, signing }: TestDevice, over = {}) => {
    const { deviceId, ledgerId, deviceEpoch: epoch } = identity
    const clocks = { wallMs: 1, monoMs: 1, bootId: 'b' }
    const plain = { ledgerId, epoch, seq: 5, head: 'a'.repeat(64), ...clocks, ...over }
    const signature = signText(signing.privateKey, checkpointText(plain))
    return { deviceId, checkpoint: { ...plain, signature } }
  }
  const post = async (body: unknown, path = '/v1/witness') => {
    const url = `http://127.0.0.1:${port}${path}`
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status
  }
  const right = signed(neighbour)
  expect(await post(signed(stranger))).toBe(403)
  expect(await post({ ...right, deviceId: stranger.identity.deviceId })).toBe(403)
  expect(await post(signed(neighbour, { ledgerId: stranger.identity.ledgerId }))).toBe(403)
  expect(await post({ ...right, checkpoint: { ...right.checkpoint, seq: 6 } })).toBe(403)
  expect(await post({ hello: 1 })).toBe(400)
  expect(await post({ ...right, more: 'x'.repeat(5_000) })).toBe(400)
  expect(await post(right, '/v1/ledger')).toBe(404)
  expect(await post(right)).toBe(200)
  expect(await post(signed(neighbour, { seq: 6 }))).toBe(429)
  // The line stands: it goes on to head office with the next round.
  await pc.until('its neighbour’s head at head office', async () => {
    const { rowCount } = await office.pool.query(
      'select from usage_checkpoint where ledger_id = $1 and seq = 5 and witness_id is not null',
      [neighbour.identity.ledgerId],
    )
    return rowCount === 1
  })
})

test('a PC that IT gave no port opens none, and tells of none', async () => {
  const pc = await enrolled('PC-Q', branchA, null)
  const { rows } = await office.pool.query('select witness_at from device where name = $1', [
    pc.options.deviceName,
  ])
  expect(rows).toEqual([{ witness_at: null }])
  await office.app.close()
  await pc.until(
    'the line is cut',
    async () => (await pc.call('app.status')).connection === 'offline',
  )
  await office.restart()
  expect(pc.log.join('')).not.toContain('witness.')
})
