import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { AppError } from '#contract/errors.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { createHeadOffice } from '#head-office/server/app.ts'
import type { Limits } from '#head-office/server/context.ts'
import type { CarriedAnswer, CarriedRequest } from '#main/sync/transport/carry.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Logger } from '#platform/log/logger.ts'
import type { Databases } from './cluster.ts'

/** What a head office of a schedule is made of. */
export interface OfficeParts {
  databases: Databases
  /** Database to begin with; it belongs to this head office from now on. */
  database: string
  dataDir: string
  clock: Clock
  logger: Logger
  limits: Partial<Limits>
}

/** Where within a request's statements something goes wrong. */
export interface Cut {
  /**
   * The connection ends; the whole process dies with all its connections; or there is no room for
   * what the statement writes.
   */
  kind: 'connection' | 'process' | 'room'
  /** Statements that still get through; a cut at a commit comes before or after it. */
  statements: number
  afterCommit: boolean
}

/** What PostgreSQL says where its disk is full. */
const noRoom = Object.assign(new Error('could not extend file'), { code: '53100' })

type Query = (...args: unknown[]) => unknown

/** Ends a connection as a dead process or network does: the server rolls back what is open. */
function hangUp(client: pg.Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}

/** Head office's real code on a real database, asked without a network between. */
export class Office {
  readonly #parts: OfficeParts
  #database: string
  #pool: pg.Pool | null = null
  #app: FastifyInstance | null = null
  #cut: Cut | null = null
  #dead = false
  /** Whether the armed cut took place. */
  #fell = false

  constructor(parts: OfficeParts) {
    this.#parts = parts
    this.#database = parts.database
  }

  /** Until when it has no room for commands, ms of the schedule. */
  fullUntil = 0

  /** Epoch of the database it serves. */
  epoch = ''

  /** Connections to the database; for those who work at head office. */
  get pool(): pg.Pool {
    if (!this.#pool) throw new Error('head office is not open')
    return this.#pool
  }

  /** Whether it answers. */
  get isUp(): boolean {
    return this.#app !== null
  }

  /** Opens on the database it has. */
  async start(): Promise<void> {
    const { databases, dataDir, clock, logger, limits } = this.#parts
    this.#dead = false
    this.#pool ??= this.#connect(databases.url(this.#database))
    this.#app = await createHeadOffice({ pool: this.#pool, dataDir, clock, logger, limits })
    await this.#app.ready()
    this.epoch = (await readDatabaseInfo(this.#pool))?.epoch ?? ''
  }

  /** Ends the process; the database stays. */
  async stop(): Promise<void> {
    const [app, pool] = [this.#app, this.#pool]
    this.#app = null
    this.#pool = null
    await app?.close()
    await pool?.end()
  }

  /** A copy of the database as it is now. */
  async backUp(): Promise<string> {
    const up = this.isUp
    await this.stop()
    const copy = await this.#parts.databases.copy(this.#database)
    if (up) await this.start()
    return copy
  }

  /** Puts a copy in the database's place: another life, with an epoch of its own. */
  async restore(copy: string): Promise<void> {
    await this.stop()
    this.#parts.databases.drop(this.#database)
    this.#database = await this.#parts.databases.copy(copy)
    const pool = this.#connect(this.#parts.databases.url(this.#database))
    await pool.query('update database_info set epoch = gen_random_uuid()')
    this.#pool = pool
    await this.start()
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.stop()
    this.#parts.databases.drop(this.#database)
  }

  /**
   * Answers a request. With a cut, a connection or the process ends in its middle. Rejects where
   * nobody is there, or nobody any more.
   */
  async answer(request: CarriedRequest, cut: Cut | null = null): Promise<CarriedAnswer> {
    const app = this.#app
    if (!app) throw new AppError('headOffice.unreachable')
    this.#cut = cut
    this.#fell = false
    const { path, method, headers, body } = request
    const payload =
      body === null ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body) }
    const response = await app.inject({ method, url: `/${path}`, headers, ...payload })
    this.#cut = null
    if (cut?.kind === 'process' && this.#fell) {
      await this.stop()
      throw new AppError('headOffice.unreachable')
    }
    return {
      status: response.statusCode,
      header(name) {
        const value = response.headers[name]
        return value === undefined ? null : String(value)
      },
      bytes: response.rawPayload,
    }
  }

  #connect(url: string): pg.Pool {
    /** Before a statement: whether there is room for it. */
    const before = (client: pg.Client): boolean => {
      if (this.#dead) hangUp(client)
      const cut = this.#cut
      if (!cut) return true
      cut.statements -= 1
      if (cut.statements >= 0) return true
      this.#fall()
      if (cut.kind === 'room') return false
      hangUp(client)
      return true
    }
    const fallsAfter = (text: unknown): boolean => {
      const cut = this.#cut
      return text === 'commit' && cut?.statements === 0 && cut.afterCommit && cut.kind !== 'room'
    }
    const fall = () => this.#fall()
    class WatchedClient extends pg.Client {
      readonly #query = super.query.bind(this) as Query

      override query = ((...args: unknown[]): unknown => {
        if (!fallsAfter(args[0])) {
          const told = args.at(-1)
          if (before(this)) return this.#query(...args)
          if (typeof told !== 'function') return Promise.reject(noRoom)
          return void process.nextTick(told, noRoom)
        }
        return (this.#query(...args) as Promise<unknown>).then(() => {
          hangUp(this)
          fall()
          throw new Error('Connection terminated unexpectedly')
        })
      }) as typeof pg.Client.prototype.query
    }
    const pool = new pg.Pool({ connectionString: url, max: 4, Client: WatchedClient })
    const ignore = () => {}
    pool.on('error', ignore)
    pool.on('connect', (client) => void client.on('error', ignore))
    return pool
  }

  #fall(): void {
    if (this.#cut?.kind === 'process') this.#dead = true
    this.#cut = null
    this.#fell = true
  }
}
