import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerKeyContext } from '#contract/sync/ledger.ts'
import { openGrantKeys } from '#head-office/keys/grant-keys.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { changedRoots, makeDueRoot, rootAsOf, rootsFile } from '#head-office/ledger/roots.ts'
import type { HeadOffice } from '#head-office/server/context.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { merkleLeaf, merkleRoot } from '#platform/crypto/merkle.ts'
import { openSignedJson } from '#platform/crypto/signature.ts'
import { branchA, branchB } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { chainOf, uploadOf } from '#test/support/ledger-chain.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
let nowMs = Date.UTC(2026, 10, 23, 2, 5)
const clock: Clock = { now: () => nowMs, monotonic: () => nowMs }
const hourMs = 3_600_000

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url, clock })
})
afterAll(() => office.close())

async function part(): Promise<HeadOffice> {
  const { pool, dataDir } = office
  const grantKeys = await openGrantKeys(pool, await openMasterKey(dataDir), nowMs)
  return { pool, dataDir, clock, grantKeys } as HeadOffice
}

async function upload(name: string, branchId: string, count: number): Promise<string> {
  const device = await TestDevice.of(office, branchId, name)
  const { deviceId, ledgerId, deviceEpoch: epoch, sealedLedgerKey = '' } = device.identity
  const context = ledgerKeyContext(deviceId, ledgerId, epoch)
  const first = unseal(device.sealing.privateKey, sealedLedgerKey, context)
  const start = { ledgerId, epoch, first, wallMs: nowMs - hourMs }
  const chain = chainOf(start, count)
  const body = uploadOf(start, chain, { wallMs: nowMs, monoMs: count * 60_000 + hourMs })
  const response = await device.send('POST', '/v1/ledger', body)
  expect(response.status).toBe(200)
  return `${branchId}:${ledgerId}:${epoch}:${count}:${chain.at(-1)?.hash ?? ''}`
}

test('roots are those of the vectors', () => {
  const vectors = JSON.parse(readFileSync('docs/ledger/vectors.json', 'utf8')) as {
    records: { hash: string }[]
    merkle: { leaves: number; root: string }[]
  }
  const leaves = vectors.records.map(({ hash }) => hash)
  for (const { leaves: count, root } of vectors.merkle) {
    expect(merkleRoot(leaves.slice(0, count))).toBe(root)
  }
})

test('each hour has one root over the heads of all branches, signed, also outside of the database', async () => {
  const heads = [await upload('PC-1', branchA, 3), await upload('PC-2', branchB, 5)]
  nowMs += hourMs
  const own = await part()
  const root = await makeDueRoot(own)
  expect(root).toBe(merkleRoot(heads.sort().map(merkleLeaf)))
  expect(await makeDueRoot(own)).toBeNull()
  const lines = (await readFile(join(office.dataDir, rootsFile), 'utf8')).trim().split('\n')
  const told = JSON.parse(lines.at(-1) ?? '') as { signed: string; root: string }
  expect(told.root).toBe(root)
  expect(openSignedJson(own.grantKeys.publicKey, told.signed)).toMatchObject({
    ...{ kind: 'usage-root', leaves: 2, root },
  })
})

test('what comes later leaves the roots before as they are; what is changed does not', async () => {
  await upload('PC-3', branchA, 4)
  nowMs += hourMs
  expect(await makeDueRoot(await part())).not.toBeNull()
  const standing = await rootAsOf(office.pool, new Date(Math.floor(nowMs / hourMs) * hourMs))
  expect([standing.leaves, await changedRoots(office.pool)]).toEqual([3, []])
  await office.pool.query('update usage_receipt set head = $1 where seq = 4', ['ab'.repeat(32)])
  expect(await changedRoots(office.pool)).toHaveLength(1)
})
