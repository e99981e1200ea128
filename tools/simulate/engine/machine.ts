import { join } from 'node:path'
import { AppError } from '#contract/errors.ts'
import { cacheKeyContext } from '#contract/sync/login.ts'
import type { CacheState } from '#main/sync/writing/cache-operations.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { deriveKey } from '#platform/crypto/hash.ts'
import { describeError } from '#platform/log/logger.ts'
import { password, type Person } from './bank.ts'
import { copyFolder, Disk } from './disk.ts'
import { Life } from './life.ts'
import type { SimulatedLine } from './network.ts'
import { beginning, clockOf, type Schedule } from './schedule.ts'

/** What a person's password opens on a PC: the keys that a login left there. */
export interface Slot {
  grant: string
  cacheKey: Buffer
  version: number
}

/** A PC as it stands before a schedule. */
export interface MachineState {
  name: string
  branchId: string
  people: readonly Person[]
  secret: Buffer
  /** Code with which it may enrol. */
  code: string
  /** Another one, with which it may be set up anew. */
  spareCode: string
  /** Its files; empty before the first start. */
  folder: string
  slots: Map<string, Slot>
}

/** What a machine lives in. */
export interface MachineParts {
  schedule: Schedule
  random: Chance
  /** Makes an empty folder. */
  newFolder: () => string
  line: SimulatedLine
  note: (text: string) => void
  broken: (what: string) => void
  differed: (tables: string) => void
}

/** A PC of a branch: its files, who works there, and the program that runs now and then. */
export class Machine {
  readonly state: MachineState
  readonly parts: MachineParts
  disk: Disk
  life: Life | null = null
  /** Who is logged in. */
  person: Person | null = null
  wallOffsetMs = 0
  otherVersion = false
  downUntil = 0
  /** Somebody is on the way to log in. */
  #arriving: Life | null = null
  /** The cache may lag behind the journal until it is opened anew: there was no room. */
  behind = false
  /** What the cache held may be older than what was seen: a power cut, a damaged file. */
  setBack = false
  /** Its files were put back to an older state. */
  restored = false
  /** It was set up anew, with nothing of what it had. */
  isNew = false
  /** Another PC was enrolled under its name. */
  hasNamesake = false
  /** Code that made it known the last time. */
  #usedCode = ''
  /** Bits of its cache were turned over, since the last start or ever. */
  flipped = false
  wasFlipped = false

  constructor(state: MachineState, parts: MachineParts) {
    this.state = state
    this.parts = parts
    const folder = parts.newFolder()
    copyFolder(state.folder, folder)
    this.disk = new Disk(folder)
  }

  /** Time of head office, ms UTC. */
  get serverNow(): number {
    return beginning + this.parts.schedule.now
  }

  /** Key of the journal. */
  get journalKey(): Buffer {
    return deriveKey(this.state.secret, Buffer.alloc(0), 'ocrm-journal')
  }

  /** Path of the journal. */
  get journalPath(): string {
    return join(this.disk.folder, 'journal.db')
  }

  /** Starts the program, unless it runs. */
  start(): void {
    if (this.life) return
    const { schedule, random, note, broken, differed, line } = this.parts
    const { state } = this
    const life: Life = new Life({
      schedule,
      random: random.fork(`life ${schedule.steps}`),
      folder: this.disk.folder,
      journalKey: this.journalKey,
      deviceName: state.name,
      enrolmentCode: state.code,
      clock: clockOf(schedule, () => this.wallOffsetMs),
      carrier: (own) => line.carrier(own),
      note,
      enrolled: () => this.#enrolled(),
      revoked: (staffIds) => this.#revoked(staffIds),
      broken,
      differed,
    })
    this.life = life
    this.behind = false
    note('starts')
    life.start().catch((error: unknown) => {
      note(`does not start: ${describeError(error)}`)
      const full = error instanceof AppError && error.code === 'storage.full'
      if (!full) broken(`the terminal does not start: ${describeError(error)}`)
    })
  }

  /** Ends the program at this instant; it goes on later with the files as they are now. */
  kill(prepare: (disk: Disk) => void = () => {}, afterMs?: number): void {
    const { schedule, random, newFolder, note } = this.parts
    const { disk } = this
    if (!this.life) return
    const copy = newFolder()
    disk.copyTo(copy)
    this.#end()
    this.disk = new Disk(copy)
    prepare(this.disk)
    note('is dead')
    schedule.after(afterMs ?? random.int(200, 9_000), null, 'start', () => this.start())
  }

  /** Plans a kill before one of the next statements of its files. */
  killAtStatement(statements: number): void {
    const { disk } = this
    disk.left = statements
    disk.onCut = () => this.kill()
  }

  /** Puts older files in the place of the present ones. */
  replaceFiles(folder: string): void {
    const copy = this.parts.newFolder()
    copyFolder(folder, copy)
    this.#end()
    this.disk = new Disk(copy)
    this.restored = true
    this.setBack = true
    this.parts.schedule.after(1_000, null, 'start', () => this.start())
  }

  /** Loses everything, and is set up anew under its name. */
  setUpAnew(): void {
    this.isNew = true
    this.setBack = true
    this.state.slots.clear()
    this.#end()
    this.disk = new Disk(this.parts.newFolder())
    this.parts.schedule.after(1_000, null, 'start', () => this.start())
  }

  /** Whether it may need another code than it has to become known again. */
  get usedItsCode(): boolean {
    return this.isNew || this.hasNamesake
  }

  /** Whether it has a session, and a code with which it may enrol once more. */
  get canEnrolAnew(): boolean {
    const { life } = this
    if (this.isNew || this.restored || !life?.ready || !life.link.session) return false
    return life.enrolmentCode !== this.#usedCode
  }

  /** Whether it waits for somebody to look at it: it was restored or copied, and says so. */
  get isHalted(): boolean {
    const { life } = this
    if (!life?.ready) return false
    // A copy of a PC that was set up anew meanwhile is not let in any more.
    const refused = this.usedItsCode && life.engine.problem === 'device.codeInvalid'
    return this.restored && (refused || life.memory.get('incident') !== null)
  }

  /** Ends the program; whatever it still waited for never comes. */
  halt(): void {
    const { life } = this
    if (life) {
      life.alive = false
      this.parts.schedule.drop(life)
    }
    this.life = null
    this.person = null
  }

  /** Ends it for ever on these files. */
  #end(): void {
    const { disk } = this
    this.halt()
    // Not now: a statement may be in its middle.
    this.parts.schedule.after(0, null, 'abandon', () => disk.abandon())
  }

  /** Somebody comes to the desk, where nobody is: with the keys left here, or asking head office. */
  arrive(staff: Person, online: boolean): void {
    const { life } = this
    if (!life?.ready || this.person || this.#arriving === life) return
    this.#arriving = life
    const slot = online ? undefined : this.state.slots.get(staff.id)
    const arrived = slot ? this.#unlock(life, staff, slot) : this.#login(life, staff)
    arrived
      .catch((error: unknown) => {
        this.parts.note(`login ${describeError(error)}`)
        if (!(error instanceof AppError)) this.parts.broken(`login: ${describeError(error)}`)
      })
      .finally(() => (this.#arriving = null))
  }

  /** Locks the screen: the cache is closed, the person comes back with the password. */
  async leave(): Promise<void> {
    const { life } = this
    if (!life || !this.person) return
    this.person = null
    await life.cache.lock()
  }

  async #login(life: Life, staff: Person): Promise<void> {
    const request = { staffNo: staff.staffNo, password }
    const reply = await life.link.login(request, new AbortController().signal)
    const device = life.memory.get('device')
    const keys = life.memory.get('deviceKeys')
    if (!device || !keys) throw new Error('a login without a device')
    const context = cacheKeyContext(device.deviceId, reply.cacheKeyVersion)
    const cacheKey = unseal(keys.sealing.privateKey, reply.sealedCacheKey, context)
    if (!cacheKey) throw new Error('the cache key does not open')
    const slot = { grant: reply.grant, cacheKey, version: reply.cacheKeyVersion }
    this.state.slots.set(staff.id, slot)
    await this.#unlock(life, staff, slot)
  }

  async #unlock(life: Life, staff: Person, slot: Slot): Promise<void> {
    this.person = staff
    const state: CacheState = await life.cache.unlock(slot.version, Buffer.from(slot.cacheKey))
    this.behind = false
    this.parts.note(`${staff.name} is here, the cache is ${state}`)
    life.engine.wake()
  }

  /** Grants and keys of an earlier enrolment are worth nothing: people log in again. */
  #enrolled(): void {
    this.parts.note('enrolled')
    this.#usedCode = this.life?.enrolmentCode ?? ''
    this.state.slots.clear()
    void this.leave()
  }

  #revoked(staffIds: readonly string[]): void {
    const { life } = this
    for (const staffId of staffIds) this.state.slots.delete(staffId)
    if (!life || !this.person || !staffIds.includes(this.person.id)) return
    this.parts.note(`${this.person.name} was revoked`)
    void this.leave()
    void life.keeper.stop()
  }
}
