import type { Chance } from '#platform/chance/chance.ts'
import type { Clock, Timer } from '#platform/clock/clock.ts'

/** Something that will happen. */
interface Entry {
  at: number
  /** Orders what is due at the same moment: drawn by chance. */
  draw: number
  order: number
  /** Whose it is: what belongs to a life that ended never happens. */
  life: object | null
  label: string
  act: () => void | Promise<void>
}

/** Rounds of the event loop in which nothing may happen before a step counts as over. */
const quietRounds = 3

/**
 * The one scheduler of a schedule: time stands still while something happens, and goes on to the next
 * thing that is due. Nothing happens at the same time as something else.
 */
export class Schedule {
  /** Milliseconds since the beginning. */
  now = 0
  steps = 0
  readonly #random: Chance
  #entries: Entry[] = []
  #order = 0
  #stirs = 0
  #busy = 0

  constructor(random: Chance) {
    this.#random = random
  }

  /** Plans an act; what is returned takes it back. */
  after(ms: number, life: object | null, label: string, act: Entry['act']): () => void {
    this.#stirs += 1
    const draw = this.#random.next()
    const entry = { at: this.now + ms, draw, order: this.#order++, life, label, act }
    this.#entries.push(entry)
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry)
    }
  }

  /** Forgets everything a life had still before it. */
  drop(life: object): void {
    this.#entries = this.#entries.filter((entry) => entry.life !== life)
  }

  /** Counts work outside the scheduler (a thread of the pool) that a step has to wait for. */
  async working<Result>(work: () => Promise<Result>): Promise<Result> {
    this.begin()
    try {
      return await work()
    } finally {
      this.end()
    }
  }

  /** Work outside the scheduler begins, or goes on. */
  begin(): void {
    this.#busy += 1
    this.#stirs += 1
  }

  /** It is over, or waits for something planned here. */
  end(): void {
    this.#busy -= 1
    this.#stirs += 1
  }

  /** Lets the next thing happen, to its end; what it was, or null where nothing is planned. */
  async step(): Promise<{ life: object | null; label: string } | null> {
    let next: Entry | undefined
    for (const entry of this.#entries) if (!next || before(entry, next)) next = entry
    if (!next) return null
    this.#entries.splice(this.#entries.indexOf(next), 1)
    this.now = Math.max(this.now, next.at)
    this.steps += 1
    await next.act()
    await this.settle()
    return next
  }

  /** Resolves when everybody waits for something planned here. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < quietRounds;) {
      const stirs = this.#stirs
      await new Promise((resume) => setImmediate(resume))
      quiet = this.#busy === 0 && this.#stirs === stirs ? quiet + 1 : 0
    }
  }
}

function before(one: Entry, other: Entry): boolean {
  if (one.at !== other.at) return one.at < other.at
  return one.draw !== other.draw ? one.draw < other.draw : one.order < other.order
}

/** The moment at which every schedule begins, ms UTC. */
export const beginning = Date.parse('2026-11-20T02:00:00Z')

/** A clock that runs with a schedule: its wall may stand wrong, its monotonic time begins at a start. */
export function clockOf(schedule: Schedule, wallOffsetMs: () => number): Clock {
  const start = schedule.now
  return {
    now: () => Math.round(beginning + schedule.now) + wallOffsetMs(),
    monotonic: () => Math.round(schedule.now - start),
  }
}

/** The timer of a life. */
export function timerOf(schedule: Schedule, life: object): Timer {
  return (ms, act) => schedule.after(ms, life, 'timer', act)
}
