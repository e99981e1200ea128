import { chance, type Chance } from '#platform/chance/chance.ts'
import { customersHere } from './cache.ts'
import { branches, type ModelReply, type ModelRequest } from './facts.ts'
import { type FaultKind, Faults } from './faults.ts'
import { describe, describeReply, type Flow, flowOf } from './flow.ts'
import { ModelHeadOffice } from './head-office.ts'
import { lastSent } from './journal.ts'
import { anybody, newCommand, somebody } from './people.ts'
import { Broken, Promises, type Violation } from './promises.ts'
import { ModelTerminal } from './terminal.ts'
import type { Disk, Pause } from './work.ts'

/** How a schedule is run. */
export interface ScheduleOptions {
  /** Ordinals of faults that are left out. */
  skip?: ReadonlySet<number>
  trace?: boolean
}

/** Steps under faults, before everything is healed. */
const stormSteps = 240

/** A tick of the world is rare: each of its kinds is drawn so often in one. */
const worldDraws = 8

/** Rounds a healed terminal may take until nothing is left to do. */
const mostRounds = 40

const customers = ['c1', 'c2', 'c3', 'c4'] as const

/** One schedule: a seed, the world it makes, and the storm that goes over it. */
export class Schedule {
  readonly trace: string[] = []
  steps = 0
  readonly faults: Faults
  readonly #tracing: boolean
  readonly #chance: Chance
  readonly #office: ModelHeadOffice
  readonly #terminals: ModelTerminal[]
  readonly #promises = new Promises()
  readonly #engines = new Map<ModelTerminal, Flow>()
  readonly #keepers = new Map<ModelTerminal, Flow>()
  /** Requests that left a terminal which no longer waits for them. */
  #limbo: ModelRequest[] = []
  readonly #replies = new Map<string, ModelReply[]>()
  readonly #copies = new Map<ModelTerminal, Disk>()
  /** Terminals since whose last session something of theirs may have arrived late. */
  readonly #overtaken = new Set<string>()
  #given = 0
  #values = 0

  constructor(seed: number, options: ScheduleOptions) {
    const desks = [['t1', 'A'] as const, ['t2', 'A'] as const, ['t3', 'B'] as const]
    const source = chance(seed)
    this.#chance = source.fork('schedule')
    this.faults = new Faults(source.fork('faults'), options.skip ?? new Set())
    this.#tracing = options.trace ?? false
    this.#office = new ModelHeadOffice(
      customers.map((id, index) => [id, index === 3 ? 'B' : 'A'] as const),
      Object.fromEntries(desks),
    )
    this.#terminals = desks.map(([id, branch]) => new ModelTerminal(id, branch))
    this.#terminals.forEach((terminal) => this.#started(terminal))
  }

  /** Runs it to its end; returns the first invariant that did not hold. */
  run(): Violation | null {
    try {
      if (this.#chance.hit(0.8)) this.#morning()
      const end = this.steps + stormSteps
      while (this.steps < end) this.#storm()
      this.#heal()
      return this.#promises.checkRest(this.#terminals, this.#office)
    } catch (error) {
      if (!(error instanceof Broken)) throw error
      return error.violation
    }
  }

  #note(line: () => string): void {
    if (this.#tracing) this.trace.push(`${this.steps} ${line()}`)
  }

  /** Most schedules begin with terminals that hold their branch. */
  #morning(): void {
    this.faults.off = true
    this.#settle((terminal) => !this.#atHead(terminal))
    this.faults.off = false
  }

  /** One step of the storm: mostly somebody's work, sometimes the world. */
  #storm(): void {
    this.steps += 1
    const drawn = this.#chance.next()
    if (drawn < 0.72) this.#advance(this.#chance.pick(this.#terminals))
    else if (drawn < 0.82) this.#person(this.#chance.pick(this.#terminals))
    else if (drawn < 0.9) this.#headOffice()
    else if (drawn < 0.93) this.#late()
    else this.#world()
  }

  #advance(terminal: ModelTerminal): void {
    const keeper = this.#keeperOf(terminal)
    const engine = this.#engines.get(terminal)
    const flow = keeper && this.#chance.hit(0.5) ? keeper : engine
    if (flow) this.#step(flow)
  }

  #keeperOf(terminal: ModelTerminal): Flow | null {
    if (!terminal.keeper) return null
    const known = this.#keepers.get(terminal)
    if (known?.work === terminal.keeper) return known
    const flow = flowOf(terminal, terminal.keeper)
    this.#keepers.set(terminal, flow)
    return flow
  }

  /** Moves a flow on by one: a request travels, a reply travels, or work goes on to its next pause. */
  #step(flow: Flow): void {
    if (flow.request && flow.reply === undefined) {
      if (flow.coming === undefined) this.#deliver(flow, flow.request)
      else this.#reply(flow)
      return
    }
    this.#work(flow)
  }

  /** A request reaches head office, or what faults make of it. */
  #deliver(flow: Flow, request: ModelRequest): void {
    const { faults } = this
    if (faults.hits('dropRequest')) {
      flow.reply = null
      this.#note(() => `${flow.terminal.id} ${request.kind}: lost on the way`)
    } else if (faults.hits('lateRequest')) {
      this.#limbo.push(request)
      flow.reply = null
      this.#note(() => `${flow.terminal.id} ${request.kind}: late`)
    } else if (faults.hits('busy')) {
      flow.coming = { epoch: this.#office.epoch, answer: null, refusal: 'headOffice.busy' }
      this.#note(() => `${flow.terminal.id} ${request.kind}: busy`)
    } else {
      if (faults.hits('duplicateRequest')) this.#handle(flow.terminal, request)
      const dies = faults.hits('headOfficeDies')
      const reply = this.#handle(flow.terminal, request, dies ? this.#chance.int(0, 2) : Infinity)
      if (dies) flow.reply = null
      else flow.coming = reply
    }
  }

  #handle(terminal: ModelTerminal, request: ModelRequest, most = Infinity): ModelReply | null {
    if (request.kind === 'session') this.#overtaken.delete(terminal.id)
    if (request.kind === 'push' && this.#isForeign(terminal, request)) {
      throw new Broken({ invariant: 'I1', detail: `${terminal.id} pushes numbers it lost` })
    }
    const reply = this.#office.handle(request, most)
    this.#note(() => `${terminal.id} ${describe(request)} → ${describeReply(reply)}`)
    return reply
  }

  /** Whether head office has had numbers of this enrolment that the terminal knows nothing of. */
  #isForeign({ id, disk }: ModelTerminal, push: ModelRequest & { kind: 'push' }): boolean {
    const { epoch, database } = this.#office
    const device = database.devices.get(id)
    if (push.epoch !== epoch || push.deviceEpoch !== device?.epoch) return false
    return device.lastSeq > lastSent(disk.journal) && !this.#overtaken.has(id)
  }

  /** A reply reaches its terminal, or what faults make of it. */
  #reply(flow: Flow): void {
    const { request, coming } = flow
    if (!request) return
    flow.coming = undefined
    if (this.faults.hits('dropReply') || !coming) {
      flow.reply = null
      return
    }
    // A middlebox that keeps copies of what was fetched answers with an older one.
    const key = `${flow.terminal.id}/${request.kind}`
    const kept = this.#replies.get(key) ?? []
    const fetched = request.kind === 'changes' || request.kind === 'snapshot'
    if (fetched) {
      this.#replies.set(key, kept)
      kept.push(coming)
      if (kept.length > 1 && this.faults.hits('staleReply')) {
        flow.reply = this.#chance.pick(kept)
        this.#note(() => `${flow.terminal.id} ${request.kind}: an older copy`)
        return
      }
    }
    flow.reply = coming
  }

  /** Work goes on to its next pause; inside an operation only death can come between. */
  #work(flow: Flow): void {
    const { terminal } = flow
    let pause = this.#next(flow, flow.reply)
    while (pause === 'inside') {
      if (this.faults.hits('killInside')) return this.#kill(terminal, 'inside an operation')
      pause = this.#next(flow, undefined)
    }
    if (pause !== null && typeof pause === 'object') {
      flow.request = pause
      return
    }
    this.#check(terminal)
    if (this.faults.hits('kill')) this.#kill(terminal, 'between operations')
  }

  #next(flow: Flow, reply: ModelReply | null | undefined): Pause | null {
    flow.request = null
    flow.reply = undefined
    const { value, done } = flow.work.next(reply)
    return done ? null : value
  }

  #check(terminal: ModelTerminal): void {
    const violation = this.#promises.check(terminal, this.#office)
    if (violation) throw new Broken(violation)
  }

  #kill(terminal: ModelTerminal, where: string): void {
    this.#note(() => `${terminal.id} killed ${where}`)
    for (const flows of [this.#engines, this.#keepers]) {
      const request = flows.get(terminal)?.request
      // What has left the PC may still arrive.
      if (request && this.#chance.hit(0.5)) this.#limbo.push(request)
    }
    terminal.restart()
    this.#started(terminal)
    this.#check(terminal)
  }

  #started(terminal: ModelTerminal): void {
    this.#engines.set(terminal, flowOf(terminal, terminal.engine))
    this.#keepers.delete(terminal)
  }

  /** An operation a person asked for: one after the other, never in the middle of another one. */
  #operate(terminal: ModelTerminal, work: Iterator<Pause>): void {
    while (!work.next().done) {
      if (this.faults.hits('killInside')) return this.#kill(terminal, 'inside a submission')
    }
    this.#check(terminal)
  }

  #person(terminal: ModelTerminal): void {
    const { journal, cache } = terminal.disk
    const drawn = this.#chance.next()
    const { commands } = journal
    if (drawn < 0.16 && commands.length > 0) {
      const command = this.#chance.pick(commands)
      if (command.again) return
      const event = drawn < 0.08 ? 'withdraw' : 'dismiss'
      this.#note(() => `${terminal.id} ${event} ${command.commandId}`)
      const told = () => this.#promises.closed.set(command.commandId, command.state)
      return this.#operate(terminal, terminal.close(command, event, told))
    }
    const here = cache ? customersHere(cache) : []
    const staffId = somebody(this.#chance, terminal)
    if (here.length === 0 || staffId === null || commands.length >= 8) return
    this.#given += 1
    const customerId = this.#chance.pick(here)
    const command = newCommand(this.#chance, terminal, customerId, staffId, this.#given)
    this.#note(
      () => `${terminal.id} gives ${command.name} ${command.commandId} on ${command.customerId}`,
    )
    const told = () => this.#promises.told.set(command.commandId, terminal.id)
    this.#operate(terminal, terminal.submit(command, told))
  }

  #headOffice(): void {
    const drawn = this.#chance.next()
    const branch = this.#chance.pick(branches)
    this.#values += 1
    if (drawn < 0.5) {
      this.#office.move(this.#chance.pick(customers))
    } else if (drawn < 0.75) {
      this.#office.change(branch, [this.#chance.pick(customers)], `h${this.#values}`)
    } else {
      this.#office.change(branch, customers, `h${this.#values}`)
    }
    this.#note(() => `head office ${drawn < 0.5 ? 'moves a customer' : 'changes customers'}`)
  }

  /** A request nobody waits for any more arrives. */
  #late(): void {
    if (this.#limbo.length === 0) return
    const [request] = this.#limbo.splice(this.#chance.int(0, this.#limbo.length - 1), 1)
    if (!request) return
    const reply = this.#office.handle(request)
    this.#terminals.forEach(({ id }) => this.#overtaken.add(id))
    this.#note(() => `late ${describe(request)} → ${describeReply(reply)}`)
  }

  #world(): void {
    const { faults } = this
    const office = this.#office
    const terminal = this.#chance.pick(this.#terminals)
    const { disk } = terminal
    const hits = (kind: FaultKind): boolean => {
      for (let draw = 0; draw < worldDraws; draw += 1) if (faults.hits(kind)) return true
      return false
    }
    if (hits('backUpDatabase')) {
      office.backUp()
      this.#note(() => 'head office is backed up')
    }
    if (hits('restoreDatabase') && office.restore())
      this.#note(() => `restored: epoch ${office.epoch}`)
    if (hits('forgetTombstones')) office.forgetTombstones(this.#chance.pick(branches))
    if (hits('revoke')) office.database.revoked.add(anybody(this.#chance))
    if (hits('olderProtocol')) {
      terminal.protocol = 1
      this.#kill(terminal, 'for an older program')
    }
    if (hits('newEnrolment')) office.reenrol(terminal.id)
    if (hits('loseCache')) {
      disk.cache = null
      this.#kill(terminal, 'with its cache')
    }
    if (disk.cache && hits('divergence')) this.#diverge(terminal)
    if (hits('copyMachine')) this.#copies.set(terminal, terminal.copyDisk())
    const copy = this.#copies.get(terminal)
    if (copy && hits('restoreMachine')) {
      this.#note(() => `${terminal.id} is restored to an older copy`)
      this.#copies.delete(terminal)
      terminal.restore(copy)
      this.#promises.forgive(terminal)
      this.#started(terminal)
    }
  }

  #diverge(terminal: ModelTerminal): void {
    const { cache } = terminal.disk
    const [row] = cache?.base.values() ?? []
    if (!cache || !row) return
    cache.base.set(row.id, { ...row, value: 'damage' })
    cache.diverged = true
    this.#note(() => `${terminal.id} holds a damaged row of ${row.id}`)
  }

  /** No more faults: everything must come to rest, first without an upgrade, then with one. */
  #heal(): void {
    this.faults.off = true
    this.#note(() => 'healed')
    while (this.#limbo.length > 0) this.#late()
    const unsent = (terminal: ModelTerminal) =>
      this.#pushable(terminal) && terminal.pending.length > 0
    this.#settle(unsent)
    const stuck = this.#terminals.find(unsent)
    if (stuck) throw new Broken({ invariant: 'I4', detail: `${stuck.id} cannot push` })
    for (const terminal of this.#terminals) {
      if (terminal.protocol !== 2) {
        terminal.protocol = 2
        terminal.restart()
        this.#started(terminal)
      }
      if (!this.#pushable(terminal)) this.#office.reenrol(terminal.id)
    }
    this.#settle((terminal) => terminal.pending.length > 0 || !this.#atHead(terminal))
    for (const terminal of this.#terminals) terminal.digestDue = true
    this.#settle((terminal) => terminal.digestDue)
    this.#settle((terminal) => terminal.pending.length > 0 || !this.#atHead(terminal))
  }

  #pushable(terminal: ModelTerminal): boolean {
    const device = this.#office.database.devices.get(terminal.id)
    return device?.state === 'active' && !terminal.disk.journal.untrusted
  }

  #atHead({ branch, disk: { cache } }: ModelTerminal): boolean {
    const { epoch, database } = this.#office
    return cache?.cursor.epoch === epoch && cache.cursor.ver === database.versions[branch]
  }

  /** Lets terminals work until none is unfinished, or for so many rounds. */
  #settle(unfinished: (terminal: ModelTerminal) => boolean): void {
    for (let round = 0; round < mostRounds; round += 1) {
      // A round is finished after the one under way: what was asked before is not what is asked now.
      for (const terminal of this.#terminals) this.#round(terminal)
      if (round > 0 && !this.#terminals.some(unfinished)) return
    }
  }

  #round(terminal: ModelTerminal): void {
    const flow = this.#engines.get(terminal)
    if (!flow) return
    for (let step = 0; step < 60; step += 1) {
      this.steps += 1
      const keeper = this.#keeperOf(terminal)
      if (keeper) this.#step(keeper)
      const resting = flow.request === null
      this.#step(flow)
      if (resting && flow.request === null && !terminal.keeper) return
    }
  }
}
