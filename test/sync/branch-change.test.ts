import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import { branchA, branchB, people, type TestStaff } from '#test/support/branch-data.ts'
import { TestTerminal } from '#test/support/branch-service.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

// Real processes, started several times each.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const database = withDatabase()
let office: TestHeadOffice
let pcs: TestTerminal[] = []

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())
afterEach(async () => {
  for (const pc of pcs) await pc.remove()
  pcs = []
})

async function seat(deviceName: string, branchId: string): Promise<TestTerminal> {
  const enrolmentCode = await createEnrolmentCode(office.pool, { branchId })
  const pc = new TestTerminal({ headOfficeUrl: office.url, enrolmentCode, deviceName })
  pcs.push(pc)
  await pc.start()
  return pc
}

/** The branches that sessions of a person stand under at head office, oldest first. */
async function sessionsOf(staff: TestStaff): Promise<string[]> {
  const { rows } = await office.pool.query<{ branch: string }>(
    `select branch_id::text as branch from staff_session where staff_id = $1 order by started_at`,
    [staff.id],
  )
  return rows.map(({ branch }) => branch)
}

const arrived = (pc: TestTerminal, staff: TestStaff, count: number) =>
  pc.until('the sessions at head office', async () => (await sessionsOf(staff)).length === count)

const sentHome = (pc: TestTerminal) =>
  pc.until('nobody logged in', async () => (await pc.call('session.current')) === null)

async function findings(): Promise<string[]> {
  const { rows } = await office.pool.query<{ code: string }>('select code from usage_finding')
  return rows.map(({ code }) => code)
}

/** Whatever a terminal asks next, it has to prove anew who it is. */
const askAnew = () => office.pool.query('delete from device_session')

test('a PC that is enrolled in another branch while somebody works: each session counts where it was', async () => {
  const pc = await seat('PC-B1', branchA)
  await pc.login(people.li)
  await arrived(pc, people.li, 1)
  await pc.stop()
  pc.options.enrolmentCode = await createEnrolmentCode(office.pool, { branchId: branchB })
  await pc.start()
  await pc.login(people.li)
  await pc.call('session.lock')
  await office.pool.query(`update device set epoch = epoch + 1 where name = 'PC-B1'`)
  await askAnew()
  await sentHome(pc)
  expect((await pc.login(people.other)).branchId).toBe(branchB)
  await arrived(pc, people.other, 1)
  await arrived(pc, people.li, 2)
  expect(await sessionsOf(people.li)).toEqual([branchA, branchA])
  expect(await sessionsOf(people.other)).toEqual([branchB])
  expect(await findings()).toEqual([])
})

test('a person who is moved while logged in: the session ends, counts where it was, and is due at the new branch', async () => {
  const here = await seat('PC-B2', branchA)
  await here.login(people.wang)
  await arrived(here, people.wang, 1)
  const { id } = people.wang
  for (const [table, column] of [
    ['staff', 'id'],
    ['staff_role', 'staff_id'],
    ['staff_credential', 'staff_id'],
  ] as const) {
    await office.pool.query(`update ${table} set branch_id = $2 where ${column} = $1`, [
      id,
      branchB,
    ])
  }
  await office.pool.query('update staff_role set org_unit_id = $2 where staff_id = $1', [
    id,
    branchB,
  ])
  await office.pool.query('delete from assessment_due')
  await askAnew()
  await sentHome(here)
  // The end of the session goes up with the next round: whoever logs in next begins one.
  await here.login(people.li)
  await here.until('both branches due', async () => {
    const { rows } = await office.pool.query<{ id: string }>(
      'select branch_id::text as id from assessment_due',
    )
    return [branchA, branchB].every((branch) => rows.some((row) => row.id === branch))
  })
  const there = await seat('PC-B3', branchB)
  expect((await there.login(people.wang)).branchId).toBe(branchB)
  await arrived(there, people.wang, 2)
  expect(await sessionsOf(people.wang)).toEqual([branchA, branchB])
  expect(await findings()).toEqual([])
})

test('a person who leaves while logged in is sent home when the branch hears of it, not hours later', async () => {
  const here = await seat('PC-B4', branchA)
  await here.login(people.zhao)
  await here.until('data', async () => (await here.call('app.status')).dataReady)
  await inTransaction(office.pool, 'write', async (client) => {
    const writer = await BranchWriter.lock(client, branchA)
    await writer.update('staff', people.zhao.id, { active: false })
  })
  await sentHome(here)
  await expect(here.login(people.zhao)).rejects.toThrow()
})
