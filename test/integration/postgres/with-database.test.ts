import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { testClusterUrl, withDatabase } from '#test/support/postgres.ts'

describe('withDatabase', () => {
  const mine = withDatabase()
  const other = withDatabase()
  let client: pg.Client

  beforeAll(async () => {
    client = new pg.Client({ connectionString: mine.url })
    await client.connect()
    return () => client.end()
  })

  test('gives an empty database of its own', async () => {
    await client.query('create table t (n int)')
    const { rows } = await client.query('select current_database() as name')
    expect(rows).toEqual([{ name: mine.name }])
    expect(other.name).not.toBe(mine.name)
    expect(await testClusterUrl()).toMatch(/\/postgres$/)
  })
})
