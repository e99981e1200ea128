import type { EnrolRequest } from '#contract/sync/enrol.ts'
import { addDays, type Day } from '#domain/time/day.ts'
import { openBusinessDay } from '#head-office/business-day/open-business-day.ts'
import { createEnrolmentCode, enrolDevice } from '#head-office/devices/enrolment.ts'
import { readDatabaseInfo } from '#head-office/database/info.ts'
import { openMasterKey } from '#head-office/keys/master-key.ts'
import { openChunkStore } from '#head-office/scopes/chunk-store.ts'
import { keepHouse } from '#head-office/server/housekeeping.ts'
import { revokeStaff } from '#head-office/staff/revocation.ts'
import { resendMs } from '#main/sync/device/opened.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { generateSealingKeys } from '#platform/crypto/cipher.ts'
import { generateSigningKeys } from '#platform/crypto/signature.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { all } from '#db/connection/statements.ts'
import { anchors, branchA, branchB, movers, people } from './bank.ts'
import type { Databases } from './cluster.ts'
import type { Given } from './desk.ts'
import { unwatched } from './disk.ts'
import { type FaultKind, type Faults, worldFaults } from './faults.ts'
import type { Machine } from './machine.ts'
import type { Office } from './office.ts'
import { branchOf, changeAnchors, loadInBulk, moveCustomer } from './rows.ts'
import { beginning, type Schedule } from './schedule.ts'

/** What misfortune works on. */
export interface ChaosParts {
  schedule: Schedule
  random: Chance
  faults: Faults
  office: Office
  officeFolder: string
  machines: readonly Machine[]
  given: ReadonlyMap<string, Given>
  databases: Databases
  /** Database as it was before the schedule. */
  template: string
  newFolder: () => string
  note: (text: string) => void
  /** So much time passed at once. */
  passed: (ms: number) => void
}

/** A copy of head office's database, and the moment it was made. */
interface DatabaseCopy {
  database: string
  atMs: number
}

const hourMs = 3_600_000
const yearMs = 365 * 24 * hourMs

/** Everything that befalls terminals and head office by itself, one at a time. */
export class Chaos {
  readonly #parts: ChaosParts
  #changes = 0
  #databaseBackup: DatabaseCopy | null = null
  #diskBackup: { machine: Machine; folder: string; ids: Set<string> } | null = null
  readonly #revoked = new Set<string>()

  constructor(parts: ChaosParts) {
    this.#parts = parts
  }

  /** People who may not act any more. */
  get revoked(): ReadonlySet<string> {
    return this.#revoked
  }

  /** The next misfortune. */
  async strike(): Promise<void> {
    const { random, faults, machines, office } = this.#parts
    const drawn = random.weighted<FaultKind | null>([[null, 1], ...faults.weighted(worldFaults)])
    const machine = random.pick(machines)
    await this.#keepBackups(machine)
    if (!drawn) return
    const atOffice = /^(office|rows|day|customer|staff)/.test(drawn)
    if (atOffice && !office.isUp) return
    const whom = atOffice || drawn === 'time.passes' ? 'head office' : machine.state.name
    if (!this.#possible(drawn, machine) || !faults.strikes(drawn, whom)) return
    await this.#befall(drawn as (typeof worldFaults)[number], machine)
  }

  /** A silent change is found within a business day: opens the next one. */
  async nextDay(): Promise<void> {
    const { office } = this.#parts
    const info = await readDatabaseInfo(office.pool)
    if (!info) return
    const day: Day = addDays(info.businessDate, 1)
    await openBusinessDay(office.pool, day)
  }

  /** Gives up what was kept. */
  close(): void {
    if (this.#databaseBackup) this.#parts.databases.drop(this.#databaseBackup.database)
  }

  /** Now and then somebody keeps a copy of the database, or of the files of a PC. */
  async #keepBackups(machine: Machine): Promise<void> {
    const { random, faults, office, given, newFolder } = this.#parts
    const [ofDatabase, ofDisk] = [random.hit(0.15), random.hit(0.3)]
    const weights = new Map<FaultKind, number>(
      faults.weighted(['office.restored', 'terminal.restored']),
    )
    const wanted = (kind: FaultKind) => (weights.get(kind) ?? 0) > 0
    if (ofDatabase && wanted('office.restored') && office.isUp) {
      this.#parts.note('the database is backed up')
      this.close()
      this.#databaseBackup = { database: await office.backUp(), atMs: this.#parts.schedule.now }
    }
    if (ofDisk && wanted('terminal.restored') && !this.#diskBackup && machine.life?.ready) {
      this.#parts.note(`${machine.state.name} is backed up`)
      const folder = newFolder()
      machine.disk.copyTo(folder)
      const ids = new Set(journalIds(machine))
      // Given, but not kept on disk yet: it may be in the copy or not.
      for (const { commandId, acknowledged } of given.values())
        if (!acknowledged) ids.add(commandId)
      this.#diskBackup = { machine, folder, ids }
    }
  }

  #possible(kind: FaultKind, machine: Machine): boolean {
    if (kind === 'terminal.restored') return this.#diskBackup !== null
    if (kind === 'terminal.setUpAnew') return !machine.usedItsCode && machine.life !== null
    if (kind === 'terminal.namesake') return machine.canEnrolAnew && this.#parts.office.isUp
    if (kind === 'staff.revoked') return this.#revoked.size === 0
    const needsLife = ['terminal.killed', 'terminal.killedAtStatement', 'terminal.powerCut']
    if (needsLife.includes(kind) || kind.startsWith('cache.') || kind === 'disk.full') {
      return machine.life?.ready === true
    }
    return true
  }

  async #befall(kind: (typeof worldFaults)[number], machine: Machine): Promise<void> {
    const { schedule, random, office, officeFolder, template } = this.#parts
    const nowMs = beginning + schedule.now
    switch (kind) {
      case 'line.down':
        machine.downUntil = schedule.now + random.int(2_000, 25_000)
        return
      case 'terminal.killed':
        return machine.kill()
      case 'terminal.killedAtStatement':
        return machine.killAtStatement(random.int(1, 120))
      case 'terminal.powerCut':
        machine.setBack = true
        return machine.kill((disk) => disk.loseUnsynced(random))
      case 'terminal.restored':
        return this.#restoreDisk()
      case 'terminal.setUpAnew':
        for (const command of this.#parts.given.values()) {
          if (command.machine === machine.state.name) command.lost = true
        }
        return machine.setUpAnew()
      case 'terminal.namesake':
        return enrolNamesake(office, this.#parts.officeFolder, machine, nowMs)
      case 'terminal.otherVersion':
        machine.otherVersion = !machine.otherVersion
        return machine.kill()
      case 'terminal.clock':
        machine.wallOffsetMs = random.pick([-10 * yearMs, -hourMs, 0, hourMs, 10 * yearMs])
        return
      case 'cache.deleted':
        return machine.kill((disk) => disk.deleteCaches())
      case 'cache.bitFlip':
        return this.#flipBits(machine)
      case 'disk.full':
        machine.disk.setFull(true)
        return void schedule.after(random.int(1_000, 12_000), null, 'room', () =>
          machine.disk.setFull(false),
        )
      case 'office.restarted':
        await office.stop()
        return void this.#startOffice()
      case 'office.full':
        office.fullUntil = schedule.now + random.int(3_000, 12_000)
        return
      case 'office.restored':
        return this.#restoreDatabase(
          this.#databaseBackup && random.hit(0.75)
            ? this.#databaseBackup
            : { database: template, atMs: 0 },
        )
      case 'rows.silent':
        return this.#changeSilently()
      case 'rows.bulk':
        return this.#changeRows()
      case 'day.opened':
        return this.nextDay()
      case 'customer.moved':
        return this.#move(nowMs)
      case 'staff.revoked': {
        const { id } = random.pick([people.wang, people.line])
        this.#revoked.add(id)
        return revokeStaff(office.pool, id, 'admin', nowMs)
      }
      case 'time.passes': {
        const ms = random.pick([13 * hourMs, 8 * 24 * hourMs, 92 * 24 * hourMs])
        schedule.now += ms
        this.#parts.passed(ms)
        if (!office.isUp) return
        const store = await openChunkStore(officeFolder, office.epoch)
        const clock = { now: () => beginning + schedule.now, monotonic: () => schedule.now }
        return keepHouse({ pool: office.pool, clock, logger: silentLogger }, store)
      }
    }
  }

  /** Head office is there again after a while. */
  #startOffice(): void {
    const { schedule, random, office } = this.#parts
    schedule.after(random.int(500, 15_000), null, 'office', async () => {
      if (!office.isUp) await office.start()
    })
  }

  /** Terminals push a week again: nobody puts back a database that is older. */
  async #restoreDatabase({ database, atMs }: DatabaseCopy): Promise<void> {
    const { schedule, office } = this.#parts
    if (schedule.now - atMs < resendMs) await office.restore(database)
  }

  #restoreDisk(): void {
    const backup = this.#diskBackup
    if (!backup) return
    this.#diskBackup = null
    const { machine, folder, ids } = backup
    for (const command of this.#parts.given.values()) {
      if (command.machine === machine.state.name && !ids.has(command.commandId)) command.lost = true
    }
    machine.replaceFiles(folder)
  }

  #flipBits(machine: Machine): void {
    const { random } = this.#parts
    const flip = () => {
      if (!machine.disk.flipBits(random)) return
      machine.flipped = true
      machine.wasFlipped = true
      machine.setBack = true
    }
    if (random.hit(0.6)) machine.kill(flip)
    else flip()
  }

  async #changeSilently(): Promise<void> {
    const { random, office } = this.#parts
    const { id } = random.pick(movers)
    this.#changes += 1
    await office.pool.query('update customer set industry = $2 where id = $1', [
      id,
      `silent ${this.#changes}`,
    ])
  }

  async #changeRows(): Promise<void> {
    const { random, office } = this.#parts
    this.#changes += 1
    const value = `value ${this.#changes}`
    if (random.hit(0.4)) return loadInBulk(office.pool, value)
    await changeAnchors(office.pool, random.pick(Object.keys(anchors)), value)
  }

  async #move(nowMs: number): Promise<void> {
    const { random, office } = this.#parts
    const { id } = random.pick(movers)
    const to = (await branchOf(office.pool, id)) === branchA ? branchB : branchA
    await moveCustomer(office.pool, id, to, nowMs)
  }
}

/**
 * Another PC is enrolled under the name of one, which is not known any more: the code in its settings
 * makes it known again, and at its next start it has a fresh one.
 */
async function enrolNamesake(
  { pool }: Office,
  officeFolder: string,
  machine: Machine,
  nowMs: number,
): Promise<void> {
  const { branchId, name } = machine.state
  machine.hasNamesake = true
  machine.state.code = await createEnrolmentCode(pool, { branchId, nowMs })
  const body: EnrolRequest = {
    code: await createEnrolmentCode(pool, { branchId, nowMs }),
    deviceName: name,
    signingKey: generateSigningKeys().publicKey,
    sealingKey: generateSealingKeys().publicKey,
  }
  const grantKey = generateSigningKeys().publicKey
  const master = await openMasterKey(officeFolder)
  await enrolDevice(pool, { grantKey, master }, body, nowMs)
}

function journalIds(machine: Machine): string[] {
  const { life } = machine
  if (!life) return []
  return unwatched(() =>
    life.journal
      .read((db) => all<{ id: string }>(db, 'SELECT command_id AS id FROM command'))
      .map(({ id }) => id),
  )
}
