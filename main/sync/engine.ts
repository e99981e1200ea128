import { AppError, type ErrorCode } from '#contract/errors.ts'
import { envelopeSchema } from '#contract/sync/envelope.ts'
import type { SessionReply } from '#contract/sync/session.ts'
import {
  type Connection,
  type ConnectionEvent,
  nextConnection,
} from '#contract/sync/states/connection.ts'
import { cacheFact, scopeStates } from '#db/cache/scopes.ts'
import { needsScrub } from '#db/cache/scrub.ts'
import type { Clock, Timer } from '#platform/clock/clock.ts'
import { describeError, type Logger } from '#platform/log/logger.ts'
import type { CacheHolder } from './cache-holder.ts'
import type { ChangedRows } from './changed-rows.ts'
import { incidents, newSessionCodes, roundCodes, snapshotCodes } from './codes.ts'
import type { DeviceLink } from './device/link.ts'
import { Listener } from './listener.ts'
import type { TerminalMemory } from './memory.ts'
import { pullScope } from './pull.ts'
import { pushWaiting } from './push.ts'
import { largestPush } from './pacing.ts'
import { Patience } from './patience.ts'
import { coveredAnswers } from './rebase.ts'
import type { SnapshotKeeper } from './snapshot/keeper.ts'
import { backoffMs, jitteredPoll } from './transport/backoff.ts'
import { probePath } from './transport/carry.ts'
import type { Transport } from './transport/exchange.ts'
import { Verifier } from './verify.ts'
import { askWhoMayAct } from './who-may-act.ts'
import { Wakeup } from './wakeup.ts'
import type { Writer } from './writing/client.ts'
import { WriterError } from './writing/messages.ts'

/** What the engine works with. */
export interface EngineNeeds {
  writer: Writer
  transport: Transport
  link: DeviceLink
  cache: CacheHolder
  keeper: SnapshotKeeper
  memory: TerminalMemory
  clock: Clock
  timer: Timer
  logger: Logger
  /** A number in [0, 1). */
  random: () => number
  lastAnswerOrder(): number
  /** Brings the usage ledger to head office. */
  anchor: (signal: AbortSignal) => Promise<void>
  /** Connection, counts or freshness changed. */
  changed(): void
  /** A round found head office there, over a session that knows of revocations up to its opening. */
  reached: () => void
  /** Head office does not trust this device any more. */
  deviceRevoked(): void
  /** Rows of the cache changed. */
  dataChanged(rows: ChangedRows): void
}

/** Asked where a round had nothing to push or pull: is head office there? */
const probe = { path: probePath, reply: envelopeSchema, silenceMs: 5_000 }

/** Pause between two snapshots that replace a large cache because rows left it, ms. */
const replacePauseMs = 6 * 3_600_000

/** Keeps this terminal and head office one: pushes, pulls, and fills the cache when needed. */
export class SyncEngine {
  readonly #needs: EngineNeeds
  readonly #wakeup: Wakeup
  readonly #stop = new AbortController()
  #connection: Connection = 'connecting'
  #since: number
  #failures = 0
  #latencyMs: number | null = null
  #problem: ErrorCode | null = null
  /** Whether head office answered anything in this round. */
  #heard = false
  /** When a large cache that rows left may next be replaced, monotonic ms. */
  #replaceAfterMs = 0
  readonly #patience: Patience
  readonly #pushSize = { now: largestPush }
  /** Many terminals come back together, and the first push of this one left something behind. */
  #heldBack = false
  readonly #listener: Listener
  readonly #verifier: Verifier
  /** The round under way, or the last one. */
  #current: Promise<number> = Promise.resolve(0)
  #loop: Promise<void> = Promise.resolve()

  constructor(needs: EngineNeeds) {
    this.#needs = needs
    this.#wakeup = new Wakeup(needs.timer)
    this.#patience = new Patience(needs.clock, needs.random)
    this.#since = needs.clock.now()
    this.#verifier = new Verifier(needs)
    this.#listener = new Listener({
      ...needs,
      heads: ({ epoch, scopes }) => needs.cache.heads(epoch, scopes),
      rest: async () => void (await this.#current),
      wake: () => this.#wakeup.wake(),
      quiet: (session) => this.#nothingNew(session),
      ended: () => {
        needs.link.close()
        this.#wakeup.wake()
      },
      failed: () => this.#pokeFailed(),
    })
  }

  /** How this terminal stands to head office. */
  get status(): { connection: Connection; sinceMs: number; latencyMs: number | null } {
    return { connection: this.#connection, sinceMs: this.#since, latencyMs: this.#latencyMs }
  }

  /** Why the last round found no session with head office; null where it did. */
  get problem(): ErrorCode | null {
    return this.#problem
  }

  /** Starts the loop. */
  start(): void {
    this.#loop = this.#run()
  }

  /** Ends the loop and everything it waits for. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#listener.lost()
    this.#wakeup.wake()
    await this.#needs.keeper.stop()
    await this.#loop
  }

  /** Something to push or to pull: does not wait for the next poll. */
  wake(): void {
    this.#wakeup.wake()
  }

  /** A person asked to try at once. */
  retryNow(): void {
    this.#failures = 0
    this.#patience.end()
    this.#needs.keeper.retryNow()
    // A new session tells whether an incident has been cleared.
    if (this.#needs.memory.get('incident') !== null) this.#needs.link.close()
    this.#step('retry')
    this.#wakeup.wake()
  }

  /** An exchange outside the loop (a login) found head office there, or not. */
  heard(reached: boolean): void {
    if (!reached) this.#needs.link.close()
    this.#step(reached ? 'reached' : 'failed')
  }

  /** Head office answered, if only with a refusal; `roundTripMs` 0 where it was not measured. */
  answered(roundTripMs: number): void {
    this.#heard = true
    if (roundTripMs > 0) this.#latencyMs = roundTripMs
  }

  /** An exchange is so quiet that head office may be gone; or a question beside it was answered. */
  doubted(doubt: boolean): void {
    if (doubt && this.#connection === 'online') this.#step('failed')
    if (!doubt && this.#connection === 'connecting') this.#step('reached')
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      this.#current = this.#round(signal)
      await this.#wakeup.sleep(await this.#current)
      // What happens here does not end the patience that head office asked for.
      while (this.#patience.busyLeftMs > 0 && !signal.aborted) {
        await this.#wakeup.sleep(this.#patience.busyLeftMs)
      }
    }
  }

  /** One round; returns the pause until the next, ms. */
  async #round(signal: AbortSignal): Promise<number> {
    const { link, random } = this.#needs
    this.#heard = false
    try {
      const session = await link.open(signal)
      if (this.#patience.begin(session)) this.#heldBack = false
      this.#problem = null
      // A session that stands from before says nothing about head office now; an answer does.
      if (this.#heard) this.#step('reached')
      await this.#attempt('ledger', () => this.#anchor(signal))
      // Commands go before downloads: where they cannot be taken, the round ends here.
      const pushed = await this.#attempt('push', () => this.#push(signal))
      const pulled = await this.#attempt('pull', () => this.#pull(signal))
      if (!this.#heard) await this.#needs.transport.exchange({ ...probe, signal })
      this.#failures = 0
      this.#step('reached')
      this.#needs.reached()
      if (this.#patience.spreading) return jitteredPoll(random())
      if (pushed && pulled) await this.#synced()
      // What went wrong in one half is tried again at the ordinary interval.
      if (pushed && pulled && link.session) this.#listener.ready(link.session)
      else this.#listener.lost()
      return jitteredPoll(random(), this.#listener.hearsOfNews)
    } catch (error) {
      if (signal.aborted) return 0
      return this.#failed(error)
    }
  }

  /**
   * Runs one half of a round. What head office refuses concerns this half only; what says that it
   * cannot be reached, is busy, or wants a new session, ends the round.
   */
  async #attempt(half: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      const code = error instanceof AppError ? error.code : null
      if (code === null || roundCodes.has(code)) throw error
      this.#needs.logger.log('warn', `${half}.refused`, { code })
      return false
    }
  }

  /** The ledger goes first and stands in nobody's way: what did not go now goes with the next round. */
  async #anchor(signal: AbortSignal): Promise<void> {
    if (this.#patience.spreading) return
    try {
      await this.#needs.anchor(signal)
    } catch (error) {
      if (signal.aborted || (error instanceof AppError && error.code !== 'headOffice.busy'))
        throw error
      this.#needs.logger.log('warn', 'ledger.notSent', { error: describeError(error) })
    }
  }

  async #push(signal: AbortSignal): Promise<void> {
    const { memory, writer, transport, link, clock } = this.#needs
    if (memory.get('incident') !== null) return
    if (this.#patience.spreading && this.#heldBack) return
    try {
      const drained = await pushWaiting(
        {
          writer,
          transport,
          link,
          deviceEpoch: () => memory.get('device')?.deviceEpoch ?? 0,
          branchId: () => this.#branchId,
          size: this.#pushSize,
          monotonic: () => clock.monotonic(),
          answered: ({ changed, failure }) => {
            this.#needs.dataChanged(changed)
            this.#needs.changed()
            if (failure === 'damaged') this.#needs.cache.reportDamage()
          },
        },
        this.#patience.spreading ? 1 : Number.MAX_SAFE_INTEGER,
        signal,
      )
      this.#heldBack = !drained
    } catch (error) {
      if (error instanceof AppError && incidents.has(error.code)) await this.#incident(error.code)
      throw error
    }
  }

  async #pull(signal: AbortSignal): Promise<void> {
    const { cache, keeper, link } = this.#needs
    if (keeper.view.state === 'running' || !cache.unlocked) return
    if (!cache.isOpen) return keeper.ensure()
    if (this.#patience.spreading) return
    const session = await link.open(signal)
    const states = cache.read(scopeStates)
    const current = states.filter(({ epoch }) => epoch === session.epoch)
    const complete = session.scopes.every((scope) => current.some((own) => own.scope === scope))
    if (!complete) return keeper.ensure()
    try {
      const changed: string[] = []
      for (const state of current) changed.push(...(await this.#pullScope(state, signal)))
      await askWhoMayAct(link, changed, signal)
      await this.#scrub()
      await this.#verifier.verify(this.#branchId, signal)
    } catch (error) {
      if (error instanceof WriterError && error.damage) return cache.reportDamage()
      if (!(error instanceof AppError && snapshotCodes.has(error.code))) throw error
      this.#needs.logger.log('info', 'snapshot.needed', { code: error.code })
      // The database behind head office may be another one: ask before fetching from it.
      if (error.code === 'cursor.otherEpoch') link.close()
      await link.open(signal)
      keeper.ensure()
    }
  }

  /** Pulls one scope; returns the tables in which something changed. */
  async #pullScope(state: Parameters<typeof pullScope>[1], signal: AbortSignal): Promise<string[]> {
    const tables: string[] = []
    const { writer, transport, link, cache, memory, clock } = this.#needs
    await pullScope(
      {
        transport,
        link,
        now: () => clock.now(),
        lastAnswerOrder: () => this.#needs.lastAnswerOrder(),
        coveredAnswers: () => cache.read((db) => Number(cacheFact(db, coveredAnswers) ?? 0)),
        apply: async (pull) => {
          const branchId = this.#branchId
          const changed = await writer.call('cache.applyPull', { pull, branchId })
          if (changed === null) throw new AppError('cache.notReady')
          tables.push(...changed.tables)
          this.#needs.dataChanged(changed)
          const { business_date: businessDate } = pull.state
          if (memory.get('businessDate') !== businessDate) await memory.remember({ businessDate })
        },
      },
      state,
      signal,
    )
    return tables
  }

  /** Removes what is left of rows that went to another branch; a large file is replaced instead. */
  async #scrub(): Promise<void> {
    const { cache, writer, keeper, clock } = this.#needs
    if (!cache.read(needsScrub)) return
    const state = await writer.call('cache.scrub')
    if (state !== 'large' || clock.monotonic() < this.#replaceAfterMs) return
    this.#replaceAfterMs = clock.monotonic() + replacePauseMs
    keeper.ensure()
  }

  async #synced(): Promise<void> {
    const { memory, clock } = this.#needs
    await memory.remember({ lastSyncAtMs: clock.now() })
    this.#needs.changed()
  }

  async #incident(code: ErrorCode): Promise<void> {
    this.#needs.logger.log('error', 'push.incident', { code })
    // A gap is judged anew with the number that a new session names.
    if (code === 'command.gap') this.#needs.link.close()
    await this.#needs.memory.remember({ incident: code })
    this.#needs.changed()
  }

  /** A poke brought no news: what is here is what head office has. */
  #nothingNew({ epoch, scopes }: SessionReply): void {
    const { cache, reached } = this.#needs
    reached()
    const known = Object.keys(cache.heads(epoch, scopes))
    if (known.length === scopes.length) void this.#synced()
  }

  /** A poke came to nothing. Where head office is in doubt as well, it is gone; a round tells. */
  #pokeFailed(): void {
    if (this.#connection === 'connecting') {
      this.#needs.link.close()
      this.#step('failed')
    }
    this.#wakeup.wake()
  }

  #failed(error: unknown): number {
    const { random, logger, link } = this.#needs
    this.#listener.lost()
    this.#failures += 1
    const code = error instanceof AppError ? error.code : 'internal'
    if (code === 'internal') logger.log('error', 'sync.failed', { error: describeError(error) })
    if (newSessionCodes.has(code)) link.close()
    if (code === 'device.revoked') this.#needs.deviceRevoked()
    if (this.#problem !== code) {
      this.#problem = code
      this.#needs.changed()
    }
    this.#step(this.#heard && code !== 'headOffice.unreachable' ? 'reached' : 'failed')
    if (error instanceof AppError && code === 'headOffice.busy') {
      return this.#patience.busy(Number(error.data['retryAfterSeconds'] ?? 2))
    }
    // Doubt is cleared at once; only then the pauses grow.
    if (this.#connection === 'connecting') return 200
    return backoffMs(this.#failures, random())
  }

  #step(event: ConnectionEvent): void {
    const next = nextConnection(this.#connection, event)
    if (next === this.#connection) return
    this.#connection = next
    this.#since = this.#needs.clock.now()
    if (next !== 'online') this.#latencyMs = null
    this.#needs.logger.log('info', 'connection', { state: next })
    this.#needs.changed()
  }

  get #branchId(): string {
    return this.#needs.memory.get('device')?.branchId ?? ''
  }
}
