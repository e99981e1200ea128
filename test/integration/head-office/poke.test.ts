import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { PokeReply } from '#contract/sync/poke.ts'
import { deviceTokenHeader } from '#contract/sync/protocol.ts'
import { pokeLimits } from '#head-office/server/pokes.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { nationalId, stampBranch } from '#head-office/store/scope-version.ts'
import type { Logger } from '#platform/log/logger.ts'
import { branchA, branchB, people } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const logged: string[] = []
const logger: Logger = { log: (_level, event) => void logged.push(event) }
let office: TestHeadOffice
const offices: TestHeadOffice[] = []
const scopeA = `branch:${branchA}`

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, logger })
})
afterEach(async () => {
  for (const other of offices.splice(0)) await other.app.close()
})
afterAll(() => office.close())

/** Another process at the same database, with limits that are soon reached. */
async function another(poke: Partial<typeof pokeLimits>): Promise<TestHeadOffice> {
  const { createHeadOffice } = await import('#head-office/server/app.ts')
  const { systemClock } = await import('#platform/clock/clock.ts')
  const { pool, dataDir } = office
  const limits = { poke: { ...pokeLimits, ...poke } }
  const app = await createHeadOffice({ pool, dataDir, clock: systemClock, logger, limits })
  const other = { ...office, app, url: await app.listen({ host: '127.0.0.1', port: 0 }) }
  offices.push(other)
  return other
}

let count = 0
const newDevice = (at = office, branchId = branchA): Promise<TestDevice> =>
  TestDevice.of(at, branchId, `PC-${(count += 1)}`)

/** How far scopes are now. */
async function heads(...scopes: string[]): Promise<Record<string, number>> {
  const device = await newDevice()
  const { heads: known } = await device.poke(Object.fromEntries(scopes.map((own) => [own, 0])), 0)
  return known
}

/** A change of a branch, as another process commits it. */
const change = (branchId: string) =>
  inTransaction(office.pool, 'write', (client) => stampBranch(client, branchId))

const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms))

/** How long something takes, ms. */
async function timed<Result>(work: Promise<Result>): Promise<[Result, number]> {
  const started = performance.now()
  const result = await work
  return [result, Math.round(performance.now() - started)]
}

describe('a poke is answered', () => {
  test('the moment a named scope has a newer head, also where another process changed it', async () => {
    const device = await newDevice()
    const known = await heads('national', scopeA)
    const waiting = timed(device.poke(known))
    await pause(200)
    const version = await change(branchA)
    const [reply, ms] = await waiting
    expect(reply).toMatchObject({ end: 'news', spreadMs: 0, epoch: device.identity.epoch })
    expect(reply.heads).toEqual({ ...known, [scopeA]: version })
    expect(ms).toBeLessThan(2_000)
    // What was not named is not waited for, and who is behind hears at once.
    expect(await device.poke({ [scopeA]: version - 1 })).toMatchObject({ end: 'news' })
    await change(branchA)
    expect(await device.poke({ national: known['national'] ?? 0 }, 300)).toMatchObject({
      end: 'quiet',
    })
  })

  test('not for a change in another branch', async () => {
    const [own, other] = [await newDevice(), await newDevice(office, branchB)]
    const scopeB = `branch:${branchB}`
    const first = await other.poke({ [scopeB]: 0 }, 0)
    const waits = own.poke(await heads(scopeA), 1_500)
    const told = other.poke(first.heads)
    await pause(100)
    await change(branchB)
    expect((await told).end).toBe('news')
    expect((await waits).end).toBe('quiet')
  })

  test('as quiet when its time is over, with signs of life before', async () => {
    const at = await another({ leastMs: 700, mostMs: 900, lookMs: 50, beatMs: 100 })
    const device = await newDevice(at)
    const query = encodeURIComponent(JSON.stringify(await heads(scopeA)))
    const started = performance.now()
    const response = await device.send('GET', `/v1/poke?heads=${query}`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(performance.now() - started).toBeGreaterThan(650)
    expect((JSON.parse(text) as PokeReply).end).toBe('quiet')
    // One comes with the headers, the others after looks.
    expect(/^\s*/.exec(text)?.[0].length).toBeGreaterThan(3)
  })

  test('as ended when the session is: somebody of this PC was revoked', async () => {
    const at = await another({ beatMs: 200 })
    const device = await newDevice(at)
    await device.login(people.zhao)
    const waiting = timed(device.poke(await heads(scopeA)))
    await pause(300)
    await revokeStaff(office.pool, people.zhao.id, 'admin', Date.now())
    const [reply, ms] = await waiting
    expect(reply.end).toBe('ended')
    expect(ms).toBeLessThan(3_000)
    await expect(device.poke({}, 0)).rejects.toThrow('session.required')
    expect((await device.openSession()).revokedStaff).toEqual([people.zhao.id])
  })

  test('when the server stops, which does not wait for it', async () => {
    const at = await another({})
    const device = await newDevice(at)
    const waiting = device.poke(await heads(scopeA))
    await pause(300)
    const [, ms] = await timed(at.app.close())
    expect(await waiting).toMatchObject({ end: 'later', againAfterMs: pokeLimits.laterMs })
    expect(ms).toBeLessThan(2_000)
  })
})

describe('those who wait are bounded', () => {
  test('a device waits once; beyond the most of a process the next one is told to come later', async () => {
    const at = await another({ open: 2, laterMs: 7_000 })
    const devices = [await newDevice(at), await newDevice(at), await newDevice(at)]
    const known = await heads(scopeA)
    const [first, second, third] = devices
    const former = first?.poke(known)
    await pause(100)
    const again = first?.poke(known)
    expect(await former).toMatchObject({ end: 'later' })
    const other = second?.poke(known)
    await pause(100)
    const [refused, ms] = await timed(third?.poke(known) ?? Promise.reject(new Error('none')))
    expect(refused).toMatchObject({ end: 'later', againAfterMs: 7_000 })
    expect(ms).toBeLessThan(1_000)
    await change(branchA)
    expect([(await again)?.end, (await other)?.end]).toEqual(['news', 'news'])
  })

  test('many that are woken together are told over how long to spread', async () => {
    const at = await another({ wakeAtOnce: 1, wakePerSecond: 4, lookMs: 50 })
    const devices = await Promise.all([newDevice(at), newDevice(at), newDevice(at)])
    const known = await heads('national')
    const waiting = devices.map((device) => device.poke(known))
    await pause(200)
    await change(nationalId)
    const spreads = (await Promise.all(waiting)).map(({ spreadMs }) => spreadMs)
    expect(spreads).toEqual([500, 500, 500])
  })

  test('one that is held does not count as a request at work', async () => {
    const { createHeadOffice } = await import('#head-office/server/app.ts')
    const { systemClock } = await import('#platform/clock/clock.ts')
    const app = await createHeadOffice({
      pool: office.pool,
      dataDir: office.dataDir,
      clock: systemClock,
      logger,
      limits: { concurrentRequests: 1 },
    })
    const at = { ...office, app, url: await app.listen({ host: '127.0.0.1', port: 0 }) }
    offices.push(at)
    const [waits, works] = [await newDevice(at), await newDevice(at)]
    const waiting = waits.poke(await heads(scopeA))
    await pause(200)
    expect((await works.poke({}, 0)).end).toBe('quiet')
    await change(branchA)
    expect((await waiting).end).toBe('news')
  })
})

describe('a poke that asks for what is not its own', () => {
  test('a scope of another branch is refused, logged and recorded', async () => {
    const device = await newDevice()
    const before = logged.filter((event) => event === 'scope.refused').length
    const foreign = { [scopeA]: 0, [`branch:${branchB}`]: 0 }
    await expect(device.poke(foreign)).rejects.toMatchObject({
      status: 404,
      message: 'scope.unknown',
    })
    expect(logged.filter((event) => event === 'scope.refused')).toHaveLength(before + 1)
    const { rows } = await office.pool.query<{ object: string }>(
      `select object from audit_log where action = 'scope.refused' and actor = $1`,
      [device.identity.deviceId],
    )
    expect(rows).toEqual([{ object: `branch:${branchB}` }])
  })

  test.each(['[]', '{"national":-1}', '{"national":"x"}', '{', '{"national":1.5}', 'null'])(
    'heads %s are invalid',
    async (text) => {
      const device = await newDevice()
      const path = `/v1/poke?heads=${encodeURIComponent(text)}`
      expect((await device.send('GET', path)).status).toBe(400)
    },
  )

  test('without a session, or from a terminal of another protocol, nobody waits', async () => {
    const response = await fetch(`${office.url}/v1/poke`, { headers: { [deviceTokenHeader]: 'x' } })
    expect(response.status).toBe(401)
    const device = await newDevice()
    await device.openSession({ protocol: 1 })
    await expect(device.poke({})).rejects.toThrow('headOffice.upgradeRequired')
  })
})

describe('what waiting costs', () => {
  test('two hundred terminals that rest ask nothing of the database but the looks of their process', async () => {
    const at = await another({})
    const known = await heads('national', scopeA)
    const devices: TestDevice[] = []
    for (let n = 0; n < 200; n += 1) devices.push(await newDevice(at))
    const giveUp = new AbortController()
    const statements = new Map<string, number>()
    const query = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query')?.value as (
      ...given: unknown[]
    ) => unknown
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const [first] = given
      const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '')
      statements.set(text, (statements.get(text) ?? 0) + 1)
      return query.apply(this, given)
    } as typeof pg.Client.prototype.query
    try {
      /** Whoever is told to come later does: two hundred at once are more than are let in. */
      const waits = async (device: TestDevice): Promise<unknown> => {
        for (;;) {
          try {
            return await device.poke(known, undefined, giveUp.signal)
          } catch (error) {
            if (giveUp.signal.aborted || !String(error).includes('headOffice.busy')) return error
            await pause(500)
          }
        }
      }
      const waiting = devices.map(waits)
      const asked = async (seconds: number): Promise<number> => {
        statements.clear()
        await pause(seconds * 1_000)
        return [...statements.values()].reduce((sum, own) => sum + own, 0)
      }
      // Two hundred come, and each is let in first: on a busy machine that takes a while.
      for (let waited = 0; (await asked(1)) > 10; waited++) expect(waited).toBeLessThan(30)
      const seconds = 5
      const perSecond = (await asked(seconds)) / seconds
      console.log(`200 terminals at rest: ${perSecond.toFixed(1)} statements a second`)
      // Two looks a second, and one look after sessions in five.
      expect(perSecond).toBeGreaterThan(1)
      expect(perSecond).toBeLessThan(4)
      await change(branchA)
      const ends = (await Promise.all(waiting)).map((reply) => (reply as PokeReply).end)
      expect(new Set(ends)).toEqual(new Set(['news']))
    } finally {
      pg.Client.prototype.query = query as typeof pg.Client.prototype.query
      giveUp.abort()
    }
  })
})
