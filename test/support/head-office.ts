import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { createHeadOffice } from '#head-office/server/app.ts'
import type { Limits } from '#head-office/server/context.ts'
import { type Clock, systemClock } from '#platform/clock/clock.ts'
import { type Logger, silentLogger } from '#platform/log/logger.ts'
import { fillOrganisation } from './branch-data.ts'
import { openPool } from './pool.ts'

/** A head office that listens, on a real database with the test organisation in it. */
export interface TestHeadOffice {
  url: string
  pool: pg.Pool
  app: FastifyInstance
  dataDir: string
  /** Stops the server (not the database) and starts another one on the same database and folder. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** What {@link startHeadOffice} may be told; the clock and hooks are where tests step in. */
export interface TestHeadOfficeOptions {
  databaseUrl: string
  clock?: Clock
  logger?: Logger
  limits?: Partial<Limits>
  /** Adds Fastify hooks before the server listens. */
  prepare?: (app: FastifyInstance) => void
}

/** Fills an empty database with the test organisation and serves it on a free loopback port. */
export async function startHeadOffice(options: TestHeadOfficeOptions): Promise<TestHeadOffice> {
  const pool = openPool(options.databaseUrl)
  await fillOrganisation(pool)
  const dataDir = await mkdtemp(join(tmpdir(), 'head-office-'))

  async function listen(port: number): Promise<{ app: FastifyInstance; url: string }> {
    const app = await createHeadOffice({
      pool,
      dataDir,
      clock: options.clock ?? systemClock,
      logger: options.logger ?? silentLogger,
      ...(options.limits && { limits: options.limits }),
    })
    options.prepare?.(app)
    return { app, url: await app.listen({ host: '127.0.0.1', port }) }
  }

  const first = await listen(0)
  const office: TestHeadOffice = {
    ...first,
    pool,
    dataDir,
    async restart() {
      await office.app.close()
      Object.assign(office, await listen(Number(new URL(office.url).port)))
    },
    async close() {
      await office.app.close()
      await pool.end()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return office
}
