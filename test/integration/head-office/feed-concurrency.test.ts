import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { batchRows, columnValues } from '#contract/sync/rows/batch.ts'
import { BranchWriter } from '#head-office/store/branch-writer.ts'
import { inTransaction } from '#head-office/store/transaction.ts'
import {
  aCustomer,
  aTask,
  branchA,
  loadRecords,
  people,
  withoutBranch,
} from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let office: TestHeadOffice
const scope = `branch:${branchA}`
const writers = 16
const writesEach = 25

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
})
afterAll(() => office.close())

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Writes tasks one by one; holds some transactions open, rolls some back. Returns what it committed. */
async function write(writer: number): Promise<string[]> {
  const committed: string[] = []
  for (let index = 0; index < writesEach; index += 1) {
    const task = aTask(`${writer}/${index}`, people.li.id, people.li.id)
    const gaveUp = (writer + index) % 11 === 0
    try {
      await inTransaction(office.pool, 'write', async (client) => {
        const branch = await BranchWriter.lock(client, branchA)
        await branch.insert('task', task.id, withoutBranch(task))
        if ((writer * 7 + index) % 5 === 0) await pause(3)
        if (gaveUp) throw new Error('gave up')
      })
      committed.push(task.id)
    } catch (error) {
      if (!gaveUp) throw error
    }
  }
  return committed
}

describe('sixteen writers and three readers', () => {
  test('every reader sees every committed row exactly once, and none that was rolled back', async () => {
    const { cursor } = await (await TestDevice.of(office)).snapshot(scope)
    let writing = true
    const read = async (name: string) => {
      const device = await TestDevice.of(office, branchA, name)
      const seen: string[] = []
      let at = cursor
      let lastVersion = 0
      for (;;) {
        const finished = !writing
        const page = await device.changes(scope, at)
        for (const batch of page.batches) {
          seen.push(...batchRows(batch).map((row) => String(row[1])))
        }
        const versions = page.batches.flatMap(({ ver, count }) =>
          columnValues(ver, count).map(Number),
        )
        for (const version of versions) expect(version).toBeGreaterThan(lastVersion)
        lastVersion = Math.max(lastVersion, ...versions)
        at = page.next
        if (finished && !page.more) return seen
      }
    }
    const readers = ['a', 'b', 'c'].map(read)
    const committed = await Promise.all(Array.from({ length: writers }, (_, n) => write(n)))
    writing = false
    const expected = committed.flat().sort()
    expect(expected.length).toBeGreaterThan(300)
    for (const seen of await Promise.all(readers)) expect([...seen].sort()).toEqual(expected)
  })

  test('versions of a branch have no holes and no doubles', async () => {
    const { rows } = await office.pool.query<{ n: number; low: number; high: number; v: number }>(
      `select count(distinct ver)::int as n, min(ver)::int as low, max(ver)::int as high,
         (select v::int from scope_version where branch_id = $1) as v
       from task where branch_id = $1`,
      [branchA],
    )
    const [found] = rows
    expect(found?.high).toBe(found?.v)
    expect((found?.high ?? 0) - (found?.low ?? 0) + 1).toBe(found?.n)
  })
})

describe('bulk loads beside commands', () => {
  test('neither loses the other’s changes, whichever comes first', async () => {
    const customers = Array.from({ length: 40 }, (_, index) => aCustomer(`并发${index}`))
    await loadRecords(office.pool, { customer: customers })
    await Promise.all([
      ...customers.map((customer) =>
        inTransaction(office.pool, 'write', async (client) => {
          const branch = await BranchWriter.lock(client, branchA)
          await branch.update('customer', customer.id, { email: 'command@example.cn' })
        }),
      ),
      ...[1, 2, 3].map((round) =>
        loadRecords(office.pool, {
          customer: [aCustomer(`批量${round}`)],
          task: customers.map(({ id }) => aTask(`批量${round}/${id}`, id, people.li.id)),
        }),
      ),
    ])
    const { rows } = await office.pool.query(
      `select count(*)::int as n from customer where email = 'command@example.cn' and rev = 2`,
    )
    expect(rows).toEqual([{ n: 40 }])
  })
})
