import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import type { DemoUser } from '#head-office/demo/fill.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { freePort } from '#head-office/postgres/server.ts'
import { type Heads, headVersions } from '#tools/fleet/slice.ts'
import type { RoundDatabases } from './database.ts'
import { FaultyLine } from './line.ts'
import { OfficeProcess, officeFolder } from './office.ts'
import { FleetTerminal } from './terminal.ts'

/** What a fleet is made of. */
export interface FleetParts {
  databases: RoundDatabases
  folder: string
  terminals: number
  /** More for Node and its environment, for every process of ours. */
  node: { execArgv: readonly string[]; env: Readonly<Record<string, string>> }
  /** Hears of every process that is started. */
  started: (pid: number) => void
}

/** Who sits where: managers at all terminals but the last one, which stands at the counter. */
function seats(users: readonly DemoUser[], terminals: number): DemoUser[] {
  const managers = users.filter(({ role }) => role === 'customer_manager')
  const counter = users.find(({ role }) => role === 'lobby_manager')
  return Array.from({ length: terminals }, (_, index) => {
    const user = index === terminals - 1 ? counter : managers[index % managers.length]
    if (!user) throw new Error('the bank lacks a person for a terminal')
    return user
  })
}

/** A head office, its terminals and the lines between them, all in processes of their own. */
export class Fleet {
  readonly terminals: FleetTerminal[] = []
  readonly lines: FaultyLine[] = []
  readonly office: OfficeProcess
  readonly branchId: string
  database: string
  /** The copy that a failover falls back to. */
  copy: string | null = null
  /** Commands that a failover took from head office. */
  readonly forgotten = new Set<string>()
  /** Commands the copy holds. */
  #copied = 0
  readonly #parts: FleetParts

  private constructor(parts: FleetParts, database: string, port: number, branchId: string) {
    this.#parts = parts
    this.database = database
    this.branchId = branchId
    const dataDir = officeFolder(parts.folder)
    mkdirSync(dataDir, { recursive: true })
    const { node, started } = parts
    const log = join(parts.folder, 'head-office.log')
    this.office = new OfficeProcess({ port, dataDir, log, started, ...node })
  }

  /** Starts all of it on a fresh bank; resolves when every terminal is filled and somebody sits at it. */
  static async open(parts: FleetParts): Promise<Fleet> {
    const { databases, folder, node, started } = parts
    const users = seats(databases.users, parts.terminals)
    const branchId = users[0]?.branchId ?? ''
    const port = await freePort()
    const fleet = new Fleet(parts, await databases.copy(), port, branchId)
    try {
      await fleet.office.start(databases.url(fleet.database))
      for (const [index, user] of users.entries()) {
        const line = await FaultyLine.open(port)
        fleet.lines.push(line)
        const enrolmentCode = await databases.using(fleet.database, (pool) =>
          createEnrolmentCode(pool, { branchId }),
        )
        const options = { headOfficeUrl: line.url, enrolmentCode, deviceName: `PC-${index}` }
        const terminal = new FleetTerminal(index, user, folder, { ...options, ...node }, started)
        fleet.terminals.push(terminal)
      }
      await Promise.all(fleet.terminals.map((terminal) => fleet.#moveIn(terminal)))
      return fleet
    } catch (error) {
      await fleet.close()
      throw error
    }
  }

  async #moveIn(terminal: FleetTerminal): Promise<void> {
    await terminal.start(false)
    await terminal.process.filled()
  }

  /** Where head office stands now. */
  async heads(): Promise<Heads> {
    return this.#parts.databases.using(this.database, async (pool) => {
      const info = await readDatabaseInfo(pool)
      return {
        epoch: info?.epoch ?? '',
        versions: await headVersions(pool, this.branchId),
      }
    })
  }

  /** Starts head office again, as a service manager does: until it serves. */
  async startOffice(): Promise<void> {
    const end = performance.now() + 60_000
    for (;;) {
      try {
        await this.office.start(this.#parts.databases.url(this.database))
        return
      } catch (error) {
        if (performance.now() > end) throw error
        await pause(200)
      }
    }
  }

  /** Makes the copy that a failover falls back to; head office stops for it in good order. */
  async backUp(): Promise<void> {
    await this.office.stop()
    this.copy = await this.#parts.databases.copy(this.database)
    this.#copied = (await this.#received()).length
    await this.startOffice()
  }

  /** Waits until head office has received something that the copy does not hold, or for `withinMs`. */
  async receivedSinceCopy(withinMs: number): Promise<void> {
    const end = performance.now() + withinMs
    while (performance.now() < end && (await this.#received()).length <= this.#copied) {
      await pause(200)
    }
  }

  /** Kills head office and puts the copy in the place of its database: another epoch. */
  async failOver(): Promise<void> {
    const { databases } = this.#parts
    if (this.copy === null) throw new Error('a failover needs a copy')
    await this.office.kill()
    const before = await this.#received()
    await databases.drop(this.database)
    this.database = this.copy
    this.copy = null
    await databases.using(this.database, (pool) =>
      pool.query('update database_info set epoch = gen_random_uuid()'),
    )
    const after = new Set(await this.#received())
    for (const commandId of before) if (!after.has(commandId)) this.forgotten.add(commandId)
    await this.startOffice()
  }

  /** Ends everything and removes the databases. */
  async close(): Promise<void> {
    await Promise.all(this.terminals.map((terminal) => terminal.kill()))
    await Promise.all(this.lines.map((line) => line.close()))
    await this.office.kill()
    const { databases } = this.#parts
    await databases.answers()
    await databases.drop(this.database)
    if (this.copy !== null) await databases.drop(this.copy)
  }

  #received(): Promise<string[]> {
    return this.#parts.databases.using(this.database, async (pool) => {
      const { rows } = await pool.query<{ id: string }>('select command_id as id from command')
      return rows.map(({ id }) => id)
    })
  }
}
