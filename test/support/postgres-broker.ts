import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import type { EmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { startTestCluster } from './postgres-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address that answers with the test cluster's connection string, starting it when asked first. */
    postgresBroker: string
  }
}

/**
 * Global set-up of vitest: one PostgreSQL for all files of a run, started by the first that asks
 * and owned by the main process, which also stops it. Runs without a database start none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<EmbeddedPostgres> | undefined
  const path = `/${randomKey(16).toString('hex')}`
  const server = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end()
      return
    }
    cluster ??= startTestCluster()
    cluster.then(
      (running) => response.end(running.url('postgres')),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide(
    'postgresBroker',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
  )
  return async () => {
    server.closeAllConnections()
    server.close()
    await (await cluster?.catch(() => undefined))?.stop()
  }
}
