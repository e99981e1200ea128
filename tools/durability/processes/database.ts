import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openJobPool } from '#head-office/database/job-pool.ts'
import { fillDemo, type DemoUser } from '#head-office/demo/fill.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#head-office/postgres/embedded.ts'
import { isAlive } from '#head-office/postgres/pid-file.ts'

const template = 'bank'

/** Longest time until the server notices a backend that was killed, ms. */
const noticedMs = 10_000

/** A branch small enough that a terminal is filled in a moment, with work for everybody. */
const size = { branches: 1, customers: 160, days: 35, seed: 20_260_101 }

/**
 * The PostgreSQL of a run, as it is shipped (a power cut must not hurt it), and the databases of its
 * rounds: copies of one small demo bank.
 */
export class RoundDatabases {
  readonly #dataDir: string
  readonly #started: (pid: number) => void
  #postgres!: EmbeddedPostgres
  #count = 0
  users: DemoUser[] = []

  private constructor(dataDir: string, started: (pid: number) => void) {
    this.#dataDir = dataDir
    this.#started = started
  }

  /** Starts it in a folder and fills the bank; what an earlier run left there is removed. */
  static async open(folder: string, started: (pid: number) => void): Promise<RoundDatabases> {
    const databases = new RoundDatabases(join(folder, 'postgres'), started)
    await databases.#start()
    for (const name of await databases.#leftOver()) await databases.drop(name)
    await databases.#postgres.createDatabase(template)
    const { users } = await fillDemo({ databaseUrl: databases.url(template), size })
    databases.users = users
    return databases
  }

  url(name: string): string {
    return this.#postgres.url(name)
  }

  /** A fresh copy of the bank, or of another database nobody is connected to any more. */
  async copy(of: string = template): Promise<string> {
    this.#count += 1
    const name = `life_${this.#count}`
    await this.#asOwner(async (client) => {
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
        [of],
      )
      await client.query(`create database ${name} template ${of}`)
    })
    return name
  }

  drop(name: string): Promise<void> {
    return this.#postgres.dropDatabase(name)
  }

  /** Kills the postmaster: with it, every backend goes. */
  async killPostmaster(): Promise<void> {
    const { pid } = this.#postgres
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await pause(10)
  }

  /** Starts the server after it was killed: it recovers what was committed. */
  restart(): Promise<void> {
    return this.#start(this.#postgres.port)
  }

  /**
   * Kills a backend of head office, if there is one; the server then ends all others and restarts
   * itself. Returns once it has begun to: before, it still answers.
   */
  async killBackend(): Promise<boolean> {
    return this.#asOwner(async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'zhike-head-office'
         order by (state = 'active') desc, state_change desc limit 1`,
      )
      const found = rows[0]?.pid
      if (found === undefined) return false
      const ended = new Promise<void>((done) => client.once('end', done))
      try {
        process.kill(found, 'SIGKILL')
      } catch {
        return false
      }
      await Promise.race([ended, pause(noticedMs)])
      return true
    })
  }

  /** Waits until the server answers again. */
  async answers(withinMs = 30_000): Promise<void> {
    const end = performance.now() + withinMs
    for (;;) {
      try {
        await this.#asOwner((client) => client.query('select'))
        return
      } catch (error) {
        if (performance.now() > end) throw error
        await pause(50)
      }
    }
  }

  /** Runs work over a pool of its own on a database. */
  async using<Result>(name: string, work: (pool: pg.Pool) => Promise<Result>): Promise<Result> {
    const pool = openJobPool(this.url(name))
    try {
      return await work(pool)
    } finally {
      await pool.end()
    }
  }

  async close(): Promise<void> {
    await this.#postgres.stop()
    await rm(this.#postgres.folder, { recursive: true, force: true })
    await rm(this.#dataDir, { recursive: true, force: true })
  }

  async #start(port?: number): Promise<void> {
    this.#postgres = await startEmbeddedPostgres({
      dataDir: this.#dataDir,
      ...(port === undefined ? {} : { port }),
      settings: { max_connections: 100, max_wal_size: '256MB' },
    })
    this.#started(this.#postgres.pid)
  }

  async #leftOver(): Promise<string[]> {
    return this.#asOwner(async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select datname as name from pg_database where datname = $1 or datname like 'life\\_%'`,
        [template],
      )
      return rows.map(({ name }) => name)
    })
  }

  async #asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: this.url('postgres') })
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
