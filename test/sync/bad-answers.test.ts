import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ChangesReply } from '#contract/sync/changes.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import {
  aCustomer,
  aManager,
  branchA,
  branchB,
  loadRecords,
  people,
  testPassword,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const customers = ['甲', '乙', '丙'].map((name) => aCustomer(`周海${name}`))
let office: TestHeadOffice
let pc: LocalService
/** What befalls answers with changes of the branch on their way; null: nothing. */
let spoil: ((bytes: Buffer) => Buffer) | null = null
let spoilt = 0
let value = 0

beforeAll(async () => {
  office = await startHeadOffice({
    databaseUrl: database.url,
    prepare(app) {
      app.addHook('onSend', ({ url }, _reply, payload, done) => {
        const changes = url.startsWith('/v1/scopes/branch%3A') && url.includes('/changes')
        if (!changes || !spoil || !Buffer.isBuffer(payload)) return done(null, payload)
        spoilt += 1
        done(null, spoil(payload))
      })
    },
  })
  await loadRecords(office.pool, {
    customer: customers,
    customer_manager: customers.map(({ id }) => aManager(id, people.li.id)),
  })
  pc = new LocalService(office.url, await createEnrolmentCode(office.pool, { branchId: branchA }))
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
  const { staffNo } = people.li
  await pc.call('session.login', { staffNo, password: testPassword, offline: false })
  await pc.filled()
})
afterEach(() => {
  spoil = null
})
afterAll(async () => {
  await pc.remove()
  await office.close()
})

/** Employers of all customers, as this terminal shows them. */
const shown = () =>
  Promise.all(
    customers.map(async ({ id }) => {
      const { profile } = await pc.call('customers.open', { customerId: id })
      return profile.find(({ field }) => field === 'employer')?.masked
    }),
  )

/** An answer that is read, changed and packed again. */
const changed = (change: (reply: ChangesReply) => unknown) => (bytes: Buffer) => {
  const reply = JSON.parse(zstdDecompressSync(bytes).toString('utf8')) as ChangesReply
  return zstdCompressSync(JSON.stringify(change(reply) ?? reply))
}

/** The batch of customers in an answer. */
const customersIn = (reply: ChangesReply) => {
  const batch = reply.batches.find(({ table }) => table === 'customer')
  if (!batch) throw new Error('no customers in the answer')
  return batch
}

const ways: [string, (bytes: Buffer) => Buffer][] = [
  ['cut off in its middle', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['of noise', () => Buffer.from('no zstd at all')],
  ['with no JSON inside', () => zstdCompressSync('{"epoch":')],
  ['of another shape', changed(() => ({ epoch: 'e', rows: [] }))],
  ['with a batch of another length', changed((reply) => void (customersIn(reply).count += 1))],
  ['with a column too few', changed((reply) => void customersIn(reply).columns.pop())],
  [
    'with a value of another type, in its last column',
    changed((reply) => void (customersIn(reply).rev = { all: 'many' })),
  ],
  [
    'with rows of another branch after its own',
    changed((reply) => {
      const own = customersIn(reply)
      const foreign = { ...own, columns: [{ all: branchB }, ...own.columns.slice(1)] }
      return { ...reply, batches: [...reply.batches, foreign] }
    }),
  ],
  ['of another question', changed((reply) => ({ ...reply, asked: 'somebody else' }))],
  ['of another scope', changed((reply) => ({ ...reply, scope: `branch:${branchB}` }))],
]

test.each(ways)(
  'an answer %s changes nothing here, and the next good one everything',
  async (_, way) => {
    const before = await shown()
    const next = `单位${(value += 1)}`
    spoilt = 0
    spoil = way
    await loadRecords(office.pool, {
      customer: customers.map((customer) => ({ ...customer, employer: next })),
    })
    await pc.until(() => spoilt > 0)
    await pc.call('sync.retry')
    const once = spoilt
    await pc.until(() => spoilt > once)
    expect(await shown()).toEqual(before)
    spoil = null
    await pc.call('sync.retry')
    await pc.until(async () => (await shown()).every((own) => own === next))
  },
)

test('an answer larger than anything head office sends is not unpacked', async () => {
  const before = await shown()
  spoilt = 0
  const bomb = zstdCompressSync(Buffer.alloc(300 * 1024 * 1024, ' '))
  spoil = () => bomb
  await loadRecords(office.pool, {
    customer: customers.map((customer) => ({ ...customer, employer: '大单位' })),
  })
  await pc.until(() => spoilt > 0)
  expect(await shown()).toEqual(before)
  spoil = null
  await pc.call('sync.retry')
  await pc.until(async () => (await shown()).every((own) => own === '大单位'))
})
