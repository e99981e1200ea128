import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { type DemoUser, fillDemo } from '#head-office/demo/fill.ts'
import { freePort } from '#head-office/postgres/server.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import { setPasswords } from '#head-office/staff/credentials.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { SimulationCluster } from '#tools/simulate/engine/cluster.ts'

/** scrypt cost of the one who logs in: low, because that happens in every round. */
const cheap = 2 ** 10

/** The database that all rounds begin with. */
const template = 'bank'

/** Head office and its PostgreSQL: one address, on a fresh copy of one database as often as wanted. */
export class ProofHeadOffice {
  readonly url: string
  readonly user: DemoUser
  /** Refuses commands, so that a terminal with what waits can be looked at. */
  holdsPush = false
  readonly #cluster: SimulationCluster
  readonly #folder: string
  readonly #port: number
  #app: FastifyInstance | null = null
  #pool: pg.Pool | null = null
  #database = ''

  private constructor(parts: {
    cluster: SimulationCluster
    folder: string
    port: number
    user: DemoUser
  }) {
    this.#cluster = parts.cluster
    this.#folder = parts.folder
    this.#port = parts.port
    this.user = parts.user
    this.url = `http://127.0.0.1:${parts.port}`
  }

  /** Starts PostgreSQL below a folder and fills a small demo bank. */
  static async prepare(folder: string): Promise<ProofHeadOffice> {
    const cluster = await SimulationCluster.start(folder)
    await cluster.create(template)
    const databaseUrl = cluster.url(template)
    const size = { branches: 1, customers: 80, days: 35 }
    const { users } = await fillDemo({ databaseUrl, size })
    const user = users.find(({ role }) => role === 'customer_manager')
    if (!user) throw new Error('the demo bank has no customer manager')
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
    const { rows } = await pool.query<{ id: string }>(
      'select id::text from staff where staff_no = $1',
      [user.staffNo],
    )
    const { staffNo, password, branchId } = user
    await setPasswords(pool, [{ staffId: rows[0]?.id ?? '', staffNo, branchId, password }], cheap)
    await pool.end()
    return new ProofHeadOffice({ cluster, folder, port: await freePort(), user })
  }

  /** Connections to the database it serves. */
  get pool(): pg.Pool {
    if (!this.#pool) throw new Error('head office is not open')
    return this.#pool
  }

  /** Opens on the template itself (its changes last) or on a copy of it. */
  async open(on: 'template' | 'copy'): Promise<void> {
    this.#database = on === 'copy' ? await this.#cluster.copy(template) : template
    const pool = new pg.Pool({ connectionString: this.#cluster.url(this.#database), max: 6 })
    pool.on('error', () => {})
    this.#pool = pool
    const dataDir = join(this.#folder, 'head-office')
    mkdirSync(dataDir, { recursive: true })
    const app = await createHeadOffice({ pool, dataDir, clock: systemClock, logger: silentLogger })
    app.addHook('onRequest', (request, _reply, done) => {
      const held = this.holdsPush && request.url.startsWith('/v1/commands')
      done(held ? new AppError('request.invalid') : undefined)
    })
    await app.listen({ host: '127.0.0.1', port: this.#port })
    this.#app = app
  }

  /** Closes it; a copy is dropped. */
  async close(): Promise<void> {
    await this.#app?.close()
    await this.#pool?.end()
    this.#app = null
    this.#pool = null
    if (this.#database !== template) this.#cluster.drop(this.#database)
  }

  /** Ends everything. */
  async end(): Promise<void> {
    await this.close()
    await this.#cluster.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
