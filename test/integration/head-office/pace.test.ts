import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalSchema } from '#contract/sync/envelope.ts'
import { branchA, branchB, people } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let monotonicMs = 0
let office: TestHeadOffice
let a: TestDevice
let b: TestDevice

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    clock: { now: () => Date.now(), monotonic: () => monotonicMs },
    limits: {
      push: { perSecond: 1, burst: 3 },
      pull: { perSecond: 1, burst: 2 },
      arrivals: { calmPerMinute: 2, perSecond: 1 },
    },
  })
  a = await TestDevice.of(office, branchA)
  b = await TestDevice.of(office, branchB, 'PC-B')
})
afterAll(() => office.close())

test('a branch that pushes too fast is told for how long to wait; the other is not concerned', async () => {
  const { grant } = await a.login(people.li)
  const bad = () => a.command('contact.log', people.li.id, grant, {})
  const commands = [bad(), bad(), bad(), bad()]
  const body = { deviceEpoch: a.identity.deviceEpoch, commands: commands.slice(0, 2) }
  expect((await a.send('POST', '/v1/commands', body)).status).toBe(200)
  const refused = await a.send('POST', '/v1/commands', { ...body, commands: commands.slice(2) })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  const refusal = refusalSchema.parse(await refused.json())
  expect(refusal).toMatchObject({ error: { code: 'headOffice.busy' } })
  const { rows } = await office.pool.query<{ epoch: string }>(
    'select epoch::text from database_info',
  )
  expect(refusal.epoch).toBe(rows[0]?.epoch)
  const other = await b.login(people.other)
  await b.push([b.command('contact.log', people.other.id, other.grant, {})])

  monotonicMs += 1_000
  const { results } = await a.push(commands.slice(2))
  expect(results.map(({ seq }) => seq)).toEqual([3, 4])
})

test('the same for pages of changes', async () => {
  const scope = `branch:${branchA}`
  await a.changes(scope)
  await a.changes('national')
  await expect(a.changes(scope)).rejects.toMatchObject({
    status: 429,
    refusal: { error: { code: 'headOffice.busy', data: { retryAfterSeconds: 1 } } },
  })
  monotonicMs += 1_000
  await a.changes(scope)
})

test('where many open sessions at once, the later ones are asked to spread', async () => {
  monotonicMs += 120_000
  const spreads: number[] = []
  for (let n = 0; n < 4; n += 1) spreads.push((await a.openSession()).spreadMs)
  expect(spreads).toEqual([0, 0, 1_000, 2_000])
  monotonicMs += 60_000
  expect((await a.openSession()).spreadMs).toBe(0)
})
