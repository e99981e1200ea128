import { AppError } from '#contract/errors.ts'
import { longestPokeMs, type PokeReply, pokeReplySchema } from '#contract/sync/poke.ts'
import type { SessionReply } from '#contract/sync/session.ts'
import {
  hearsOfNews,
  type Listening,
  type ListeningEvent,
  nextListening,
} from '#contract/sync/states/poke.ts'
import type { Clock, Timer } from '#platform/clock/clock.ts'
import type { Logger } from '#platform/log/logger.ts'
import { busyPauseMs } from './pacing.ts'
import { backoffMs, jitteredPoll } from './transport/backoff.ts'
import type { Transport } from './transport/exchange.ts'

/** Heads by scope. */
export type ScopeHeads = Readonly<Record<string, number>>

/** What listening works with. */
export interface ListenerNeeds {
  transport: Transport
  clock: Clock
  timer: Timer
  logger: Logger
  /** A number in [0, 1). */
  random: () => number
  /** How far the cache is in the scopes of a session; empty while it is closed. */
  heads: (session: SessionReply) => ScopeHeads
  /** Resolves when no round is under way. */
  rest: () => Promise<void>
  /** A round is due. */
  wake: () => void
  /** Head office said that there was nothing new. */
  quiet: (session: SessionReply) => void
  /** The session is over at head office. */
  ended: () => void
  /** No answer came, or not from head office. */
  failed: () => void
}

/**
 * From so much silence on head office is in doubt: it shows every five seconds that it looked. And for
 * so long it may be silent, ms.
 */
const [quietMs, silenceMs] = [7_000, 15_000]

/** An answer without news that came sooner was not held: no reason to ask again at once, ms. */
const leastHeldMs = 5_000

/** Pause after an answer that helped nobody, and after a refusal that will not pass by itself, ms. */
const [uselessPauseMs, refusedPauseMs] = [30_000, 300_000]

/** What a head office that knows no poke says, or one that wants another program. */
const lasting = new Set(['request.invalid', 'headOffice.upgradeRequired', 'scope.unknown'])

/** Keeps one poke open at head office while rounds go well, and says when there is news. */
export class Listener {
  readonly #needs: ListenerNeeds
  #state: Listening = 'off'
  #asking: AbortController | null = null
  /** Session and scopes the open poke was asked with. */
  #key = ''
  #pausedUntilMs = 0
  #failures = 0
  /** Heads with which the last news was heard: the same again is no news. */
  #heardAt = ''
  #cancelWake: () => void = () => {}

  constructor(needs: ListenerNeeds) {
    this.#needs = needs
  }

  /** Whether rounds may come at the long interval. */
  get hearsOfNews(): boolean {
    return hearsOfNews(this.#state)
  }

  /** A round went well: from now on it is listened, with what the cache holds. */
  ready(session: SessionReply): void {
    const { clock, heads } = this.#needs
    this.#cancelWake()
    if (this.#state === 'paused' && clock.monotonic() >= this.#pausedUntilMs) this.#step('over')
    const key = [session.token, ...Object.keys(heads(session))].join(' ')
    if (key !== this.#key) this.#giveUp()
    this.#step('round')
    if (this.#state !== 'listening' || this.#asking) return
    this.#key = key
    this.#asking = new AbortController()
    void this.#listen(session, this.#asking.signal)
  }

  /** A round failed, or this terminal stops: nothing is listened for. */
  lost(): void {
    this.#giveUp()
    this.#step('lost')
  }

  #giveUp(): void {
    this.#cancelWake()
    this.#asking?.abort()
    this.#asking = null
  }

  #step(event: ListeningEvent): void {
    this.#state = nextListening(this.#state, event)
  }

  async #listen(session: SessionReply, signal: AbortSignal): Promise<void> {
    for (let again = true; again;) {
      try {
        again = await this.#ask(session, signal)
      } catch (error) {
        if (signal.aborted) return
        this.#asking = null
        this.#refused(error)
        return
      }
      if (signal.aborted) return
    }
    this.#asking = null
  }

  /** Asks once; returns whether to ask again at once. */
  async #ask(session: SessionReply, signal: AbortSignal): Promise<boolean> {
    const { transport, clock } = this.#needs
    const heads = this.#needs.heads(session)
    const asked = clock.monotonic()
    const query = `heads=${encodeURIComponent(JSON.stringify(heads))}&waitMs=${longestPokeMs}`
    const reply = await transport.exchange({
      path: `v1/poke?${query}`,
      reply: pokeReplySchema,
      token: session.token,
      silenceMs,
      held: { quietMs },
      signal,
    })
    signal.throwIfAborted()
    this.#failures = 0
    // What a round under way brings is no news after it.
    await this.#needs.rest()
    signal.throwIfAborted()
    return this.#answered(session, heads, reply, clock.monotonic() - asked)
  }

  #answered(session: SessionReply, heads: ScopeHeads, reply: PokeReply, heldMs: number): boolean {
    const { random, quiet, ended } = this.#needs
    switch (reply.end) {
      case 'news':
        return this.#news(session, heads, reply)
      case 'quiet':
        if (heldMs < leastHeldMs) return this.#pause('later', uselessPauseMs)
        this.#step('quiet')
        quiet(session)
        return true
      case 'later':
        return this.#pause('later', busyPauseMs(reply.againAfterMs / 1_000, random()))
      case 'ended':
        this.#step('ended')
        ended()
        return false
    }
  }

  #news(session: SessionReply, heads: ScopeHeads, { epoch, heads: named, spreadMs }: PokeReply) {
    const now = this.#needs.heads(session)
    const newer = Object.entries(named).some(([scope, head]) => head > (now[scope] ?? head))
    if (!newer && epoch === session.epoch) return this.#moved(heads, now)
    const text = JSON.stringify(heads)
    if (text === this.#heardAt) return this.#pause('later', uselessPauseMs)
    this.#heardAt = text
    this.#step('news')
    this.#wakeIn(spreadMs * this.#needs.random())
    return false
  }

  /** The cache holds what was named: asks again, but not the same. */
  #moved(asked: ScopeHeads, now: ScopeHeads): boolean {
    if (JSON.stringify(asked) !== JSON.stringify(now)) return true
    return this.#pause('later', uselessPauseMs)
  }

  /** Rounds come at the ordinary interval again, and for so long nobody is asked. */
  #pause(event: 'later' | 'failed', ms: number): false {
    const { clock, random } = this.#needs
    this.#step(event)
    this.#pausedUntilMs = clock.monotonic() + ms
    this.#wakeIn(jitteredPoll(random()))
    return false
  }

  #refused(error: unknown): void {
    const { random, logger, ended, failed, wake } = this.#needs
    const code = error instanceof AppError ? error.code : 'internal'
    const after = error instanceof AppError ? Number(error.data['retryAfterSeconds'] ?? 2) : 2
    if (code === 'session.required') {
      this.#step('ended')
      return ended()
    }
    this.#failures += 1
    const ms = lasting.has(code) ? refusedPauseMs : backoffMs(this.#failures, random())
    this.#pause('failed', code === 'headOffice.busy' ? busyPauseMs(after, random()) : ms)
    if (lasting.has(code)) logger.log('info', 'poke.refused', { code })
    if (code === 'headOffice.unreachable') failed()
    if (code === 'device.revoked') wake()
  }

  #wakeIn(ms: number): void {
    const { timer, wake } = this.#needs
    this.#cancelWake()
    this.#cancelWake = timer(Math.round(ms), wake)
  }
}
