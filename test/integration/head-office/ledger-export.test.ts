import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ledgerKeyContext, ledgerReplySchema } from '#contract/sync/ledger.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { chainsOf, exportLedger } from '#head-office/ledger/export.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { branchA } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { chainOf, type ChainStart, uploadOf } from '#test/support/ledger-chain.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { verifyLedger } from '#tools/ledger/verify/verify.ts'

const database = withDatabase()
let office: TestHeadOffice
let device: TestDevice
let start: ChainStart
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())

beforeEach(async () => {
  device = await TestDevice.of(office, branchA, `PC-X${(count += 1)}`)
  const { deviceId, ledgerId, deviceEpoch: epoch, sealedLedgerKey = '' } = device.identity
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  const first = unseal(device.sealing.privateKey, sealedLedgerKey, context)
  start = { ledgerId, epoch, first, wallMs: Date.now() - 3_600_000 }
})

async function send(records: ReturnType<typeof chainOf>) {
  const upload = uploadOf(start, records, { wallMs: Date.now() })
  const response = await device.send('POST', '/v1/ledger', upload)
  return ledgerReplySchema.parse(await response.json())
}

async function exported() {
  const master = await openMasterKey(office.dataDir)
  const { publicKey, privateKey } = await openGrantKeys(office.pool, master, Date.now())
  const [chain] = await chainsOf(office.pool, `PC-X${count}`)
  if (!chain) throw new Error('no chain')
  const keys = { master, privateKey }
  const made = await exportLedger(office.pool, keys, chain, 'os:audit', Date.now())
  return { ...made, publicKey }
}

test('the independent verifier finds nothing in the export of an honest ledger', async () => {
  const chain = chainOf(start, 30)
  await send(chain.slice(0, 12))
  await send(chain.slice(12))
  const { text, publicKey, firstKey, records } = await exported()
  expect([records, firstKey]).toEqual([30, Buffer.from(start.first ?? []).toString('hex')])
  expect(verifyLedger(text, publicKey, firstKey)).toMatchObject({
    ...{ ledgerId: start.ledgerId, epoch: start.epoch, records: 30, receipts: 2, sealed: true },
    found: [],
  })
  const { rows } = await office.pool.query<{ actor: string; detail: string }>(
    `select actor, detail from audit_log where action = 'ledger.exported' and object = $1`,
    [start.ledgerId],
  )
  expect(rows).toMatchObject([{ actor: 'os:audit' }])
})

test('what head office found at its door the verifier finds in the file, at the same records', async () => {
  const chain = chainOf(start, 30, (seq) => (seq >= 20 ? { boot_id: 'boot-2', mono_ms: seq } : {}))
  const own = chain[10]
  if (own) own.record = { ...own.record, actor: 'nobody' }
  chain.splice(14, 1)
  await send(chain)
  const { rows } = await office.pool.query<{ code: string; seq: number }>(
    `select code, seq::int as seq from usage_finding where ledger_id = $1 order by seq, code`,
    [start.ledgerId],
  )
  const { text, publicKey, firstKey } = await exported()
  const { found } = verifyLedger(text, publicKey, firstKey)
  expect(rows.length).toBeGreaterThan(2)
  const sorted = found.sort((a, b) => a.seq - b.seq || (a.code < b.code ? -1 : 1))
  expect(sorted.map(({ code, seq }) => ({ code, seq }))).toEqual(rows)
})

test('a record changed in head office’s own database is found by the export that follows', async () => {
  await send(chainOf(start, 10))
  await office.pool.query(`update usage_record set actor = 'x' where ledger_id = $1 and seq = 4`, [
    start.ledgerId,
  ])
  const { text, publicKey, firstKey } = await exported()
  const { found } = verifyLedger(text, publicKey, firstKey)
  expect(found.map(({ code, seq }) => [code, seq])).toEqual([['HASH', 4]])
})
