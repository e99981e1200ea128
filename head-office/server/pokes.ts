import type pg from 'pg'
import type { PokeEnd, PokeReply } from '#contract/sync/poke.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import { type Heads, readHeads, standingSessions } from '../scopes/heads.ts'
import { scopeName } from '../store/scope-version.ts'
import { spreadOver } from './arrivals.ts'

/** How head office keeps terminals waiting for news; tests lower the times. */
export interface PokeLimits {
  /** Most that wait in this process; the next ones are told to come later. One a device. */
  open: number
  /** A poke is held between so long and so long, by chance, ms. */
  leastMs: number
  mostMs: number
  /** Pause between two looks into the database, ms. */
  lookMs: number
  /** Every so often those who wait are shown that somebody looked, ms. */
  beatMs: number
  /** For how long those who are told to come later stay away, ms. */
  laterMs: number
  /** So many are woken at once; beyond them, so many a second. */
  wakeAtOnce: number
  wakePerSecond: number
}

/** Limits of an ordinary head office. */
export const pokeLimits: PokeLimits = {
  open: 20_000,
  leastMs: 25_000,
  mostMs: 55_000,
  lookMs: 500,
  beatMs: 5_000,
  laterMs: 30_000,
  wakeAtOnce: 200,
  wakePerSecond: 500,
}

/** Longest time over which those who were woken together are spread, ms. */
const longestWakeMs = 60_000

/** Shortest pause between two looks, however much is written here, ms. */
const leastLookMs = 50

/** One terminal that waits. */
export interface Waiting {
  deviceId: string
  /** Of the session's token; the wait ends with the session. */
  tokenHash: string
  epoch: string
  /** How far the terminal is, by branch id. */
  heads: ReadonlyMap<string, number>
  /** The terminal waits no longer than this, ms. */
  waitMs: number
  /** Shows the terminal that somebody looked. */
  beat(): void
  answer(reply: PokeReply): void
}

/** What the waiting works with. */
export interface PokeParts {
  pool: pg.Pool
  clock: Clock
  logger: Logger
  limits: PokeLimits
  /** A number in [0, 1). */
  random: () => number
}

/**
 * Those who wait for news. However many they are, one statement at each interval looks after the heads
 * of all their scopes; nothing is asked of the database while nobody waits. What this process commits
 * is looked for at once ({@link noticed}).
 */
export class Pokes {
  readonly #parts: PokeParts
  /** By device. */
  readonly #waiting = new Map<string, { waiting: Waiting; untilMs: number }>()
  /** Heads as last seen. */
  #seen: Heads = { epoch: '', versions: new Map() }
  #timer: NodeJS.Timeout | undefined
  #dueMs = Infinity
  #looking = false
  #lookedMs = -Infinity
  #beatMs = -Infinity
  #failing = false
  #closed = false

  constructor(parts: PokeParts) {
    this.#parts = parts
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size
  }

  /**
   * Has a terminal wait until there is news, its time is over or its session ends. A device that asks
   * again waits once: its former question is answered. What is returned takes it back.
   */
  wait(waiting: Waiting): () => void {
    const { limits, clock, random } = this.#parts
    // What was seen before the database became another one says nothing.
    if (this.#seen.epoch !== waiting.epoch) this.#seen = { epoch: '', versions: new Map() }
    const former = this.#waiting.get(waiting.deviceId)
    if (former) this.#answer(former.waiting, 'later')
    if (this.#closed || this.#waiting.size >= limits.open) {
      waiting.answer(this.#reply(waiting, 'later'))
      return () => {}
    }
    const mostMs = limits.leastMs + (limits.mostMs - limits.leastMs) * random()
    const heldMs = Math.min(waiting.waitMs, mostMs)
    const kept = { waiting, untilMs: clock.monotonic() + heldMs }
    this.#waiting.set(waiting.deviceId, kept)
    // What the last look saw may be news already; else the next one tells.
    if (this.#isNews(waiting)) this.#answer(waiting, 'news')
    this.#plan(limits.lookMs)
    return () => {
      if (this.#waiting.get(waiting.deviceId) === kept) this.#waiting.delete(waiting.deviceId)
    }
  }

  /** The answer to a terminal that does not wait, of heads that were just read. */
  static atOnce(
    epoch: string,
    heads: ReadonlyMap<string, number>,
    versions: ReadonlyMap<string, number>,
  ): PokeReply {
    const news = [...heads].some(([id, head]) => (versions.get(id) ?? 0) > head)
    return {
      epoch,
      end: news ? 'news' : 'quiet',
      heads: Object.fromEntries([...versions].map(([id, head]) => [scopeName(id), head])),
      spreadMs: 0,
      againAfterMs: 0,
    }
  }

  /** Something was committed here. */
  noticed(): void {
    if (this.#waiting.size > 0) this.#plan(leastLookMs - (performance.now() - this.#lookedMs))
  }

  /** Answers everybody, and nobody waits from now on. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const { waiting } of [...this.#waiting.values()]) this.#answer(waiting, 'later')
  }

  /** Plans the next look, unless one comes sooner. */
  #plan(ms: number): void {
    if (this.#closed || this.#looking) {
      this.#dueMs = Math.min(this.#dueMs, performance.now() + ms)
      return
    }
    const at = performance.now() + Math.max(0, ms)
    if (at >= this.#dueMs) return
    clearTimeout(this.#timer)
    this.#dueMs = at
    this.#timer = setTimeout(() => void this.#look(), Math.max(0, ms))
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    const { limits, logger } = this.#parts
    this.#looking = true
    this.#dueMs = Infinity
    this.#lookedMs = performance.now()
    try {
      await this.#lookOnce()
      this.#failing = false
    } catch (error) {
      // Nobody is shown a sign of life then, so that terminals begin to doubt by themselves.
      if (!this.#failing) logger.log('warn', 'poke.failed', { error: describeError(error) })
      this.#failing = true
    } finally {
      this.#looking = false
      const asked = this.#dueMs - performance.now()
      this.#dueMs = Infinity
      if (this.#waiting.size > 0) this.#plan(Math.min(limits.lookMs, Math.max(leastLookMs, asked)))
    }
  }

  async #lookOnce(): Promise<void> {
    const { pool, clock, limits } = this.#parts
    const scopes = new Set<string>()
    for (const { waiting } of this.#waiting.values()) {
      for (const id of waiting.heads.keys()) scopes.add(id)
    }
    this.#seen = await readHeads(pool, [...scopes])
    const all = [...this.#waiting.values()].map(({ waiting }) => waiting)
    const news = all.filter((waiting) => this.#isNews(waiting))
    const spreadMs = spreadOver(
      news.length,
      { calm: limits.wakeAtOnce, perSecond: limits.wakePerSecond },
      longestWakeMs,
    )
    for (const waiting of news) this.#answer(waiting, 'news', spreadMs)
    const nowMs = clock.monotonic()
    for (const { waiting, untilMs } of [...this.#waiting.values()]) {
      if (nowMs >= untilMs) this.#answer(waiting, 'quiet')
    }
    if (performance.now() - this.#beatMs >= limits.beatMs) await this.#beat()
  }

  /** Ends those whose session is over, and shows the others that somebody looked. */
  async #beat(): Promise<void> {
    const { pool, clock } = this.#parts
    this.#beatMs = performance.now()
    const all = [...this.#waiting.values()].map(({ waiting }) => waiting)
    const hashes = all.map(({ tokenHash }) => tokenHash)
    const standing = await standingSessions(pool, hashes, clock.now())
    for (const waiting of all) {
      if (standing.has(waiting.tokenHash)) waiting.beat()
      else this.#answer(waiting, 'ended')
    }
  }

  /** Whether a named scope has a newer head, or the database is another one now. */
  #isNews({ epoch, heads }: Waiting): boolean {
    if (this.#seen.epoch !== '' && this.#seen.epoch !== epoch) return true
    return [...heads].some(([id, head]) => (this.#seen.versions.get(id) ?? 0) > head)
  }

  #answer(waiting: Waiting, end: PokeEnd, spreadMs = 0): void {
    if (this.#waiting.get(waiting.deviceId)?.waiting === waiting) {
      this.#waiting.delete(waiting.deviceId)
    }
    waiting.answer({ ...this.#reply(waiting, end), spreadMs })
  }

  #reply({ epoch, heads }: Waiting, end: PokeEnd): PokeReply {
    const { versions } = this.#seen
    const known = [...heads.keys()].flatMap((id) => {
      const head = versions.get(id)
      return head === undefined ? [] : [[scopeName(id), head] as const]
    })
    return {
      epoch: this.#seen.epoch || epoch,
      end,
      heads: Object.fromEntries(known),
      spreadMs: 0,
      againAfterMs: end === 'later' ? this.#parts.limits.laterMs : 0,
    }
  }
}
