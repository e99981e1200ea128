import { beforeAll, inject } from 'vitest'
import { createDatabase, dropDatabase } from '#head-office/postgres/embedded.ts'
import { randomKey } from '#platform/crypto/hash.ts'

/** A database that belongs to one test file (or one `describe`). */
export interface TestDatabase {
  /** Connection string; may be read from `beforeAll` on, in hooks that follow and in tests. */
  readonly url: string
  /** The database's name. */
  readonly name: string
}

/** Connection string of the run's shared cluster; starts it when nobody did before. */
export async function testClusterUrl(): Promise<string> {
  const response = await fetch(inject('postgresBroker'))
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}

/**
 * Gives the calling test file a fresh empty database in the run's shared PostgreSQL: made before
 * its tests, removed after them with whatever is still connected. Call it at the top of the file or
 * of a `describe`, before the hooks that use `url`.
 */
export function withDatabase(): TestDatabase {
  const name = `test_${randomKey(8).toString('hex')}`
  let admin: string | undefined
  beforeAll(async () => {
    admin = await testClusterUrl()
    await createDatabase(admin, name)
    // Runs after every afterAll and after what later hooks returned, when all have hung up.
    const url = admin
    return () => dropDatabase(url, name)
  })
  return {
    name,
    get url() {
      if (!admin) throw new Error('the test database exists from beforeAll on')
      const url = new URL(admin)
      url.pathname = `/${name}`
      return url.href
    },
  }
}
