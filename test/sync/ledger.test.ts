import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openFile } from '#db/connection/open.ts'
import { all, first, run } from '#db/connection/statements.ts'
import { selectUsage, type UsageRow } from '#db/journal/usage-rows.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { branchA, branchB, people } from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

// Real processes, started several times each.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const database = withDatabase()
let office: TestHeadOffice
let pc: TestTerminal
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())

beforeEach(async () => {
  count += 1
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId: branchA })
  const deviceName = `PC-L${count}`
  pc = new TestTerminal({ headOfficeUrl: office.url, enrolmentCode, deviceName })
  await pc.start()
  await pc.login(people.li)
})
afterEach(() => pc.remove())

/** The terminal's journal, while it does not run. */
function journal<Result>(act: (db: ReturnType<typeof openFile>) => Result): Result {
  const secret = Buffer.from(pc.deviceSecret, 'base64url')
  const key = deriveKey(secret, Buffer.alloc(0), 'ocrm-journal')
  const db = openFile(join(pc.dataDir, 'journal.db'), key, { mode: 'write', kind: 'lasting' })
  try {
    return act(db)
  } finally {
    db.close()
  }
}

interface Row {
  epoch: number
  seq: number
  hash: string
}

async function atHeadOffice(): Promise<Row[]> {
  const { rows } = await office.pool.query<Row>(
    `select r.epoch, r.seq::int as seq, r.hash from usage_record r
     join usage_ledger l using (branch_id, ledger_id, epoch) join device d on d.id = l.device_id
     where d.name = $1 order by r.epoch, r.seq`,
    [`PC-L${count}`],
  )
  return rows
}

async function findings(): Promise<[string, number][]> {
  const { rows } = await office.pool.query<{ code: string; seq: number }>(
    `select f.code, f.seq::int as seq from usage_finding f join device d on d.id = f.device_id
     where d.name = $1 order by f.epoch, f.seq, f.code`,
    [`PC-L${count}`],
  )
  return rows.map(({ code, seq }) => [code, seq])
}

/** Waits until head office holds so many records, of so many epochs. */
const arrived = (least: number, epochs = 1) =>
  pc.until('the ledger at head office', async () => {
    const rows = await atHeadOffice()
    const distinct = new Set(rows.map(({ epoch }) => epoch)).size
    return rows.length >= least && distinct >= epochs ? rows : null
  })

const held = ({ epoch, seq, hash }: UsageRow): Row => ({ epoch, seq, hash })

const head = () =>
  journal((db) =>
    all<UsageRow>(db, `${selectUsage} ORDER BY usage_record.seq DESC LIMIT 1`).map(held).at(0),
  )

test('records of a day come to head office as they are here, and the terminal keeps the receipt', async () => {
  await pc.stop()
  await pc.start()
  const rows = await arrived(head()?.seq ?? 0)
  await pc.stop()
  const own = journal((db) =>
    all<UsageRow>(db, `${selectUsage} ORDER BY usage_record.place`).map(held),
  )
  expect(own.slice(0, rows.length)).toEqual(rows)
  const receipt = journal((db) =>
    first<{ seq: number }>(
      db,
      `SELECT value ->> 'seq' AS seq FROM setting WHERE key = 'ledgerReceipt'`,
    ),
  )
  expect(receipt?.seq).toBeGreaterThanOrEqual(rows.length - 1)
  expect(await findings()).toEqual([])
})

test('kills and restarts are no finding', async () => {
  for (let kill = 0; kill < 2; kill += 1) {
    await pc.kill()
    await pc.start()
  }
  await arrived(head()?.seq ?? 0)
  expect(await findings()).toEqual([])
})

test('a record edited in the file is found at its number, and a new epoch goes on', async () => {
  await office.app.close()
  await pc.call('session.lock')
  await pc.stop()
  const edited = head()?.seq ?? 0
  journal((db) => run(db, `UPDATE usage_record SET actor = 'nobody' WHERE seq = ?`, edited))
  await office.restart()
  await pc.start()
  await arrived(edited + 1)
  await pc.stop()
  await pc.start()
  const rows = await arrived(edited + 2, 2)
  expect(await findings()).toEqual([['HASH', edited]])
  expect(new Set(rows.map(({ epoch }) => epoch)).size).toBe(2)
})

test('the tail cut off and the copies of records removed: LOCAL_ROLLBACK, and a gap at head office', async () => {
  await office.app.close()
  await pc.call('session.lock')
  await pc.stop()
  const last = head()?.seq ?? 0
  journal((db) => {
    run(db, 'DELETE FROM usage_record WHERE seq >= ?', last - 1)
    run(db, `DELETE FROM setting WHERE key = 'recordNumber'`)
  })
  for (const copy of ['records', 'records-copy'])
    rmSync(join(pc.dataDir, copy), { recursive: true })
  await office.restart()
  await pc.start()
  await arrived(last - 1)
  const found = await pc.until('findings', async () => {
    const known = await findings()
    return known.some(([code]) => code === 'LOCAL_ROLLBACK') ? known : null
  })
  expect(found).toEqual([
    ['GAP', last - 1],
    ['LOCAL_ROLLBACK', last + 1],
  ])
})

test('a PC that enrols anew brings the rest of its former ledger, under its old key', async () => {
  await arrived(1)
  await office.app.close()
  await pc.call('session.lock')
  await pc.stop()
  const former = head()
  await office.restart()
  // Another PC was set up under its name meanwhile: head office knows this one no more.
  const deviceName = `PC-L${count}`
  await TestDevice.of(office, branchA, deviceName)
  expect((await atHeadOffice()).filter(({ epoch }) => epoch === 1).length).toBeLessThan(
    former?.seq ?? 0,
  )
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId: branchA })
  pc.options = { ...pc.options, enrolmentCode }
  await pc.start()
  const rows = await arrived((former?.seq ?? 0) + 1, 2)
  expect(rows).toContainEqual(former)
  await pc.until('the former ledger finished', async () => {
    const { rowCount } = await office.pool.query(
      `select from usage_ledger l join device d on d.id = l.device_id
       where d.name = $1 and l.epoch = 1 and l.finished_at is not null`,
      [deviceName],
    )
    return rowCount === 1
  })
  expect(await findings()).toEqual([])
  await pc.stop()
  const left = journal((db) =>
    first<{ value: string }>(db, `SELECT value FROM setting WHERE key = 'formerLedgers'`),
  )
  expect(left?.value).toBe('[]')
})

test('a PC that enrols anew in another branch does so as well, under the branch it was in', async () => {
  await office.app.close()
  await pc.call('session.lock')
  await pc.stop()
  const former = head()
  await office.restart()
  await office.pool.query('update device set epoch = epoch + 1 where name = $1', [`PC-L${count}`])
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId: branchB })
  pc.options = { ...pc.options, enrolmentCode }
  await pc.start()
  await pc.until('the former ledger', async () => {
    const { rows } = await office.pool.query<{ seq: number }>(
      `select max(r.seq)::int as seq from usage_record r join usage_ledger l using (branch_id, ledger_id, epoch)
       join device d on d.id = l.device_id where d.name = $1 and r.branch_id = $2`,
      [`PC-L${count}`, branchA],
    )
    return (rows[0]?.seq ?? 0) >= (former?.seq ?? Infinity)
  })
  expect(await findings()).toEqual([])
})

test('an earlier key file put back: KEY_ROLLBACK, while every record still has its seal', async () => {
  await pc.stop()
  const keyFile = join(pc.dataDir, 'ledger.key')
  copyFileSync(keyFile, `${keyFile}.kept`)
  await pc.start()
  await pc.stop()
  await pc.start()
  await pc.stop()
  copyFileSync(`${keyFile}.kept`, keyFile)
  const last = head()?.seq ?? 0
  await pc.start()
  await arrived(last + 1)
  expect(await findings()).toEqual([['KEY_ROLLBACK', last + 1]])
})
