import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction, isPassingFailure } from '#head-office/store/transaction.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
let pool: ReturnType<typeof openPool>
beforeAll(() => (pool = openPool(database.url)))
afterAll(() => pool.end())

test('a connection that is lost between two statements passes, as one lost during a statement does', async () => {
  const during = inTransaction(pool, 'write', (client) =>
    client.query('select pg_terminate_backend(pg_backend_pid())'),
  )
  const between = inTransaction(pool, 'write', async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const gone = new Promise((resolve) => client.once('error', resolve))
    await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await gone
    await client.query('select')
  })
  // Both are watched at once: either may fail first.
  for (const ended of await Promise.allSettled([during, between])) {
    const error: unknown = ended.status === 'rejected' ? ended.reason : null
    expect(isPassingFailure(error), String(error)).toBe(true)
  }
})

test('a pool that was ended under a request passes as well: its terminal asks again', async () => {
  const ended = openPool(database.url)
  await ended.end()
  const error: unknown = await inTransaction(ended, 'write', () => Promise.resolve()).then(
    () => null,
    (failure: unknown) => failure,
  )
  expect(isPassingFailure(error), String(error)).toBe(true)
})
