import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tableNamed } from '#contract/sync/rows/tables.ts'
import { columnWords, type RowBatch, type Tombstone } from '#contract/sync/rows/batch.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { type Chance, chance } from '#platform/chance/chance.ts'
import { silentLogger } from '#platform/log/logger.ts'
import { Chaos } from './chaos.ts'
import type { Databases } from './cluster.ts'
import { Desk, type Given } from './desk.ts'
import { copyFolder } from './disk.ts'
import { type FaultChoice, Faults } from './faults.ts'
import { checkCommands, checkSlice, checkStep, isQuiet, type Seen } from './invariants.ts'
import { Machine, type MachineState } from './machine.ts'
import { SimulatedLine } from './network.ts'
import { Office } from './office.ts'
import { beginning as bankTime, clockOf, Schedule } from './schedule.ts'
import { Trace, ViolationError } from './trace.ts'

/** What every schedule begins with. */
export interface Beginning {
  databases: Databases
  /** Database, and folder of head office, as they are copied. */
  template: string
  officeFolder: string
  machines: readonly MachineState[]
}

/** What came of a schedule. */
export interface EngineOutcome {
  seed: number
  steps: number
  /** How often each kind of fault struck. */
  faults: Record<string, number>
  traceHash: string
  trace: string[]
  violation: { invariant: string; detail: string } | null
}

/** How a schedule is run. */
export interface RunOptions extends FaultChoice {
  /** Steps until nothing goes wrong any more. */
  maxSteps?: number
}

/** How long things go wrong, and how long it may take afterwards until nothing is left to do, ms. */
const chaosMs = 30_000
const healingMs = 15 * 60_000
const mostSteps = 3_000

/** One schedule: a small bank under one seed, from its beginning until nothing is left to do. */
export class Simulation {
  readonly schedule: Schedule
  readonly trace: Trace
  readonly office: Office
  readonly machines: Machine[]
  readonly officeFolder: string
  readonly #seed: number
  readonly #options: RunOptions
  readonly #faults: Faults
  readonly #folder: string
  readonly #given = new Map<string, Given>()
  readonly #desks: Desk[]
  readonly #chaos: Chaos
  readonly #random: Chance
  readonly #seen = new Map<Machine, Seen>()
  #folders = 0
  #broken: ViolationError | null = null
  /** Until when things go wrong. */
  #chaosUntil = chaosMs
  #healed = false

  /** `folder` is made for it, and removed with {@link removeFiles}. */
  constructor(
    seed: number,
    beginning: Beginning,
    place: { database: string; folder: string },
    options: RunOptions,
  ) {
    const { database, folder } = place
    this.#folder = folder
    const random = chance(seed)
    this.#seed = seed
    this.#options = options
    this.#random = random
    const schedule = new Schedule(random.fork('order'))
    this.schedule = schedule
    this.trace = new Trace(() => schedule.now)
    this.#faults = new Faults(seed, random.fork('weights'), options, this.trace)
    this.officeFolder = this.#newFolder()
    copyFolder(beginning.officeFolder, this.officeFolder)
    const limits = random.fork('limits')
    this.office = new Office({
      databases: beginning.databases,
      database,
      dataDir: this.officeFolder,
      clock: clockOf(schedule, () => 0),
      logger: silentLogger,
      limits: {
        concurrentRequests: 1_000_000,
        rowsPerPage: limits.pick([2, 5, 1_000]),
        maxDeltaRows: limits.pick([30, 1_000, 1_000]),
        chunkCharacters: limits.pick([1_500, 100_000]),
      },
    })
    this.machines = beginning.machines.map((state) => this.#machine(state))
    this.#desks = this.machines.map((machine) => this.#desk(machine))
    this.#chaos = new Chaos({
      schedule,
      random: random.fork('chaos'),
      faults: this.#faults,
      office: this.office,
      officeFolder: this.officeFolder,
      machines: this.machines,
      given: this.#given,
      databases: beginning.databases,
      template: beginning.template,
      newFolder: () => this.#newFolder(),
      note: (text) => this.trace.note('head office', text),
      passed: (ms) => {
        this.#chaosUntil += ms
      },
    })
  }

  /** Lives through the schedule. */
  async run(): Promise<EngineOutcome> {
    let violation: EngineOutcome['violation'] = null
    try {
      await this.#live()
    } catch (error) {
      violation =
        error instanceof ViolationError
          ? { invariant: error.invariant, detail: error.message }
          : {
              invariant: 'failure',
              detail: error instanceof Error ? (error.stack ?? '') : String(error),
            }
      this.trace.note('violation', violation.detail)
    }
    return {
      seed: this.#seed,
      steps: this.schedule.steps,
      faults: this.#faults.counts,
      traceHash: this.trace.hash,
      trace: this.trace.lines,
      violation,
    }
  }

  /**
   * Has everybody come in, without faults, until nothing is left to do, and closes in good order;
   * the database stays.
   */
  async moveIn(): Promise<void> {
    this.#heal()
    await this.office.start()
    for (const machine of this.machines) machine.start()
    this.#attend()
    do {
      await this.#step()
      if (this.schedule.now > healingMs) throw new Error(this.trace.lines.join('\n'))
    } while ((await this.#leftToDo()) !== null)
    for (const machine of this.machines) {
      let left = false
      void machine.leave().then(() => (left = true))
      while (!left) await this.#step()
      machine.halt()
      machine.disk.close()
    }
    await this.office.stop()
  }

  /** Gives up the database. */
  async dropDatabases(): Promise<void> {
    await this.office.close()
    this.#chaos.close()
  }

  /** Gives up the files. */
  removeFiles(): void {
    for (const machine of this.machines) machine.disk.abandon()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #live(): Promise<void> {
    const { schedule, machines, office } = this
    const random = this.#random.fork('start')
    await office.start()
    for (const machine of machines) {
      if (random.hit(0.1)) machine.disk.deleteCaches()
      schedule.after(random.int(0, 2_000), null, 'start', () => machine.start())
    }
    this.#plan('people', this.#random.fork('people'), 150, 1_500, (own) => {
      const desk = own.pick(this.#desks)
      desk.act()
    })
    this.#plan('chaos', this.#random.fork('when'), 200, 3_000, () => this.#chaos.strike())
    this.#attend()
    const most = this.#options.maxSteps ?? mostSteps
    while (schedule.now < this.#chaosUntil && schedule.steps < most) await this.#step()
    await this.#recover()
  }

  /** From now on nothing goes wrong: everything must be done within a bounded time. */
  async #recover(): Promise<void> {
    const { schedule, machines, office } = this
    this.#heal()
    office.fullUntil = 0
    if (!office.isUp) await office.start()
    for (const machine of machines) {
      machine.downUntil = 0
      machine.disk.left = null
      machine.disk.setFull(false)
      // The code may have run out, or a restored database does not know this enrolment: IT gives one.
      const needsCode = machine.usedItsCode && !machine.restored
      if (needsCode) machine.state.code = await this.#newCode(machine.state.branchId)
      const restart = machine.flipped || machine.otherVersion || needsCode
      machine.otherVersion = false
      machine.flipped = false
      if (restart) machine.kill(undefined, 500)
      if (!machine.life) schedule.after(500, null, 'start', () => machine.start())
    }
    await this.#chaos.nextDay()
    const until = schedule.now + healingMs
    for (let left: string | null = 'everything'; left !== null;) {
      const next = schedule.now + 1_000
      while (schedule.now < next) await this.#step()
      left = await this.#leftToDo()
      if (left !== null && schedule.now > until) throw new ViolationError('I4', left)
    }
    await checkCommands(machines, office, this.#given)
    for (const machine of machines) {
      if (!machine.isHalted) await checkSlice(machine, office)
    }
  }

  #newCode(branchId: string): Promise<string> {
    const nowMs = bankTime + this.schedule.now
    return createEnrolmentCode(this.office.pool, { branchId, nowMs })
  }

  #heal(): void {
    this.#healed = true
    this.#faults.end()
    this.trace.note('world', 'nothing goes wrong any more')
  }

  async #leftToDo(): Promise<string | null> {
    // What was about to kill it when everything healed may have done so since.
    if (!this.office.isUp) return 'head office is not there'
    for (const machine of this.machines) {
      const left = await isQuiet(machine, this.office)
      if (left !== null) return `${machine.state.name}: ${left}`
    }
    return null
  }

  async #step(): Promise<void> {
    const happened = await this.schedule.step()
    if (!happened) throw new Error('nothing is planned any more')
    if (this.#broken) throw this.#broken
    // Only a write changes what a terminal shows.
    if (happened.label !== 'write') return
    for (const machine of this.machines) {
      if (machine.life !== happened.life) continue
      const seen = this.#seen.get(machine) ?? new Map<string, number>()
      this.#seen.set(machine, seen)
      checkStep(machine, this.#given, seen)
    }
  }

  /** Something again and again, as long as things go wrong. */
  #plan(
    label: string,
    random: Chance,
    lowMs: number,
    highMs: number,
    act: (random: Chance) => void | Promise<void>,
  ): void {
    this.schedule.after(random.int(lowMs, highMs), null, label, async () => {
      if (this.#healed) return
      await act(random)
      this.#plan(label, random, lowMs, highMs, act)
    })
  }

  /** Where nobody is at a desk, somebody comes. */
  #attend(): void {
    const random = this.#random.fork('attendance')
    const look = (): void => {
      for (const machine of this.machines) {
        const able = machine.state.people.filter(({ id }) => !this.#chaos.revoked.has(id))
        const [who, online] = [random.pick(machine.state.people), random.hit(0.3)]
        machine.arrive(able.includes(who) ? who : (able[0] ?? who), online)
      }
      this.schedule.after(random.int(300, 2_500), null, 'attendance', look)
    }
    this.schedule.after(500, null, 'attendance', look)
  }

  #newFolder(): string {
    this.#folders += 1
    const folder = join(this.#folder, String(this.#folders))
    mkdirSync(folder, { recursive: true })
    return folder
  }

  #machine(state: MachineState): Machine {
    const { name } = state
    const random = this.#random.fork(name)
    const note = (text: string) => this.trace.note(name, text)
    const machine: Machine = new Machine(
      { ...state, slots: new Map(state.slots) },
      {
        schedule: this.schedule,
        random: random.fork('machine'),
        newFolder: () => this.#newFolder(),
        note,
        broken: (what) => {
          this.#broken ??= new ViolationError('failure', `${name}: ${what}`)
        },
        differed: (tables) => this.#differed(name, tables),
        line: new SimulatedLine({
          name,
          schedule: this.schedule,
          random: random.fork('line'),
          faults: this.#faults,
          office: this.office,
          note,
          look: (body) => this.#look(state, body),
          broken: (what) => {
            this.#broken ??= new ViolationError('failure', `${name}: ${what}`)
          },
          otherVersion: () => machine.otherVersion,
          wasRestored: () => machine.restored,
          downUntil: () => machine.downUntil,
          officeDied: () => {
            this.schedule.after(random.int(500, 12_000), null, 'office', async () => {
              if (!this.office.isUp) await this.office.start()
            })
          },
        }),
      },
    )
    return machine
  }

  #desk(machine: Machine): Desk {
    const { name } = machine.state
    return new Desk(machine, {
      random: this.#random.fork(`desk ${name}`),
      faults: this.#faults,
      note: (text) => this.trace.note(name, text),
      broken: (what) => {
        this.#broken ??= new ViolationError('failure', `${name}: ${what}`)
      },
      given: this.#given,
    })
  }

  /** I12 is the net, not the way: without a silent change nothing is ever found to differ. */
  #differed(name: string, tables: string): void {
    if (this.#faults.counts['rows.silent']) return
    this.#broken ??= new ViolationError('I3', `${name}: ${tables} differed without a cause`)
  }

  /** I6: no answer holds a row of another branch. */
  #look({ name, branchId }: MachineState, body: unknown): void {
    const { batches = [], tombstones = [] } = body as {
      batches?: RowBatch[]
      tombstones?: Tombstone[]
    }
    const foreign =
      batches.some(({ table, columns }) => {
        const [first] = columns
        const scoped = tableNamed(table).scope === 'branch'
        return scoped && first && columnWords(first).some((own) => own !== branchId)
      }) ||
      tombstones.some(
        ({ table, key }) => tableNamed(table).scope === 'branch' && key[0] !== branchId,
      )
    if (foreign)
      this.#broken ??= new ViolationError('I6', `${name} was sent rows of another branch`)
  }
}
