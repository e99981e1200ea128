import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#head-office/postgres/embedded.ts'

/** Where the databases of schedules come from and go to. */
export interface Databases {
  /** A new database like another one, which nobody may be connected to. */
  copy(of: string): Promise<string>
  url(name: string): string
  /** Removes a database; nobody waits for that. */
  drop(name: string): void
}

/** Ends a server that is still there when its owner goes; its files go as well. */
function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It was stopped in good order.
  }
}

/** A PostgreSQL of one run, without safety in a power cut: nothing of it outlives the run. */
export class SimulationCluster implements Databases {
  readonly #postgres: EmbeddedPostgres
  readonly #admin: pg.Client
  #count = 0
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(postgres: EmbeddedPostgres, admin: pg.Client) {
    this.#postgres = postgres
    this.#admin = admin
  }

  /** Starts it in a folder. */
  static async start(folder: string): Promise<SimulationCluster> {
    const postgres = await startEmbeddedPostgres({
      dataDir: join(folder, 'postgres'),
      durable: false,
      settings: { max_wal_size: '512MB', autovacuum: 'off' },
    })
    process.once('exit', () => endAtOnce(postgres.pid))
    const admin = new pg.Client({ connectionString: postgres.url('postgres') })
    await admin.connect()
    return new SimulationCluster(postgres, admin)
  }

  /** Makes an empty database. */
  async create(name: string): Promise<void> {
    await this.#postgres.createDatabase(name)
  }

  copy(of: string): Promise<string> {
    this.#count += 1
    const name = `schedule_${this.#count}`
    return this.#serially(async () => {
      await this.#admin.query(`create database ${name} template ${of}`)
      return name
    })
  }

  url(name: string): string {
    return this.#postgres.url(name)
  }

  drop(name: string): void {
    void this.#serially(() => this.#admin.query(`drop database if exists ${name} with (force)`))
  }

  /** Stops it when everything asked for is done. */
  async stop(): Promise<void> {
    await this.#turn
    await this.#admin.end()
    await this.#postgres.stop()
  }

  #serially<Result>(act: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(act)
    this.#turn = result.catch(() => {})
    return result
  }
}
