import { setTimeout as pause } from 'node:timers/promises'
import type { RoundDatabases } from './database.ts'
import type { Fleet } from './fleet.ts'
import type { DriverJournal } from './journal.ts'
import { describeStrike, type Strike } from './plan.ts'

/** How long a kill waits for its moment at most, ms. */
const momentMs = 600

/** How long head office serves at least before it is struck again, ms. */
const serveMs = 500

/** How long a failover waits at most for commands that it will take from head office, ms. */
const sinceCopyMs = 5_000

/** What has struck so far. */
export interface Struck {
  terminalKills: number
  officeKills: number
  postmasterKills: number
  backendKills: number
  partitions: number
  disturbances: number
  failovers: number
}

/** Lets a plan happen to a fleet: side by side where it can, one after the other at the same place. */
export class Storm {
  readonly #fleet: Fleet
  readonly #databases: RoundDatabases
  readonly #journal: DriverJournal
  readonly struck: Struck = {
    terminalKills: 0,
    officeKills: 0,
    postmasterKills: 0,
    backendKills: 0,
    partitions: 0,
    disturbances: 0,
    failovers: 0,
  }
  /** Place → the end of what happens there. */
  readonly #places = new Map<string, Promise<void>>()

  constructor(fleet: Fleet, databases: RoundDatabases, journal: DriverJournal) {
    this.#fleet = fleet
    this.#databases = databases
    this.#journal = journal
  }

  /** Runs the plan to its end; rejects with the first thing that could not be done. */
  async rage(plan: readonly Strike[]): Promise<void> {
    const began = performance.now()
    const all = plan.map(async (strike) => {
      await pause(Math.max(0, strike.atMs - (performance.now() - began)))
      await this.#at(placesOf(strike), async () => {
        this.#journal.note({ strike: describeStrike(strike) })
        await this.#strike(strike)
        if (placesOf(strike).includes('office')) await pause(serveMs)
      })
    })
    await Promise.all(all)
  }

  async #at(places: readonly string[], act: () => Promise<void>): Promise<void> {
    const free = Promise.all(places.map((place) => this.#places.get(place) ?? Promise.resolve()))
    const done = free.then(act)
    const settled = done.catch(() => {})
    for (const place of places) this.#places.set(place, settled)
    await done
  }

  async #strike(strike: Strike): Promise<void> {
    const { lines } = this.#fleet
    switch (strike.kind) {
      case 'kill':
        return this.#kill(strike)
      case 'partition':
      case 'disturbance': {
        this.struck[strike.kind === 'partition' ? 'partitions' : 'disturbances'] += 1
        for (const line of strike.lines) lines[line]?.become(strike.state, strike.delayMs)
        await pause(strike.lastsMs)
        for (const line of strike.lines) lines[line]?.heal(strike.lost)
        return
      }
      case 'reset':
        this.struck.disturbances += 1
        lines[strike.line]?.resetReplyAfter(strike.bytes)
        return
      case 'copy':
        return this.#fleet.backUp()
      case 'failover':
        await this.#fleet.receivedSinceCopy(sinceCopyMs)
        this.struck.failovers += 1
        return this.#fleet.failOver()
    }
  }

  async #kill(strike: Strike & { kind: 'kill' }): Promise<void> {
    const { terminals, lines, office } = this.#fleet
    if (strike.victim === 'terminal') {
      const terminal = terminals[strike.terminal]
      if (!terminal) return
      await this.#journal.after(strike.terminal, strike.after, momentMs)
      await terminal.kill()
      this.struck.terminalKills += 1
      await pause(strike.downMs)
      return terminal.start(strike.offline)
    }
    await lines[strike.terminal]?.nextRequest(momentMs)
    // Within what the request sets off there.
    await pause(strike.after)
    if (strike.victim === 'office') {
      await office.kill()
      this.struck.officeKills += 1
      await pause(strike.downMs)
      return this.#fleet.startOffice()
    }
    if (strike.victim === 'backend' && (await this.#databases.killBackend())) {
      this.struck.backendKills += 1
      return this.#databases.answers()
    }
    await this.#databases.killPostmaster()
    this.struck.postmasterKills += 1
    await pause(strike.downMs)
    await this.#databases.restart()
    return this.#databases.answers()
  }
}

/** Where a strike takes place: two at the same place wait for each other. */
function placesOf(strike: Strike): string[] {
  switch (strike.kind) {
    case 'kill':
      return [strike.victim === 'terminal' ? `terminal ${strike.terminal}` : 'office']
    case 'partition':
    case 'disturbance':
      return strike.lines.map((line) => `line ${line}`)
    case 'reset':
      return [`line ${strike.line}`]
    default:
      return ['office']
  }
}
