import { AppError } from '#contract/errors.ts'
import type { CounterVisit } from '#contract/ipc/counter.ts'
import type { FoundBy } from '#domain/counter/visit.ts'
import { counterLimitsIn } from './limits.ts'
import type { CallContext } from '../dispatch/call-context.ts'

/** The visit that is open, with what no screen is told. */
export interface OpenVisit {
  readonly customerId: string
  readonly sessionId: string
  readonly foundBy: FoundBy
  /** Until when, on the monotonic clock of this run, ms. */
  readonly untilMs: number
  view: CounterVisit
}

/** Somebody the person may pick after a search. */
export interface Offer {
  customerId: string
  foundBy: FoundBy
}

/**
 * Who stands in front of the person at this PC: one customer at a time, for at most
 * the `openMs` of `counter.limits`, and only in the session that found him or her. Kept in memory alone, so a
 * restart, a lock and a logout close it.
 */
export class Presence {
  readonly #changed: () => void
  #open: OpenVisit | null = null
  /** The visit whose time was over before anybody ended it. */
  #over: OpenVisit | null = null
  #offers: { sessionId: string; byKey: Map<string, Offer> } | null = null
  #misses: { staffId: string; atMs: number }[] = []

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Opens a visit in place of the one before. */
  begin(visit: OpenVisit): void {
    this.#offers = null
    this.#over = null
    this.#open = visit
    this.#changed()
  }

  /** The open visit of this session; null where there is none or its time is over. */
  current({ actor, clock }: CallContext): OpenVisit | null {
    const visit = this.#open
    if (!visit) return null
    if (visit.sessionId === actor.sessionId && clock.monotonic() < visit.untilMs) return visit
    this.end()
    this.#over = visit
    return null
  }

  /** The visit that nobody has ended yet, and whether its time is over (monotonic, ms). */
  left(nowMs: number): { visit: OpenVisit; ranOut: boolean } | null {
    const visit = this.#open ?? this.#over
    return visit && { visit, ranOut: nowMs >= visit.untilMs }
  }

  /** The open visit of this id; throws `counter.notPresent`. */
  require(context: CallContext, visitId: string): OpenVisit {
    const visit = this.current(context)
    if (visit?.view.visitId !== visitId) throw new AppError('counter.notPresent')
    return visit
  }

  /** Changes what the screens show of the open visit. */
  update(visit: OpenVisit, view: CounterVisit): void {
    visit.view = view
    if (this.#open === visit) this.#changed()
  }

  /** Nobody is there any more. */
  end(): void {
    this.#offers = null
    this.#over = null
    if (!this.#open) return
    this.#open = null
    this.#changed()
  }

  /** Keeps whom a search left to choose from, until the next search or pick. */
  offer(context: CallContext, offers: readonly Offer[]): string[] {
    const keys = offers.map(() => context.newId())
    this.#offers = {
      sessionId: context.actor.sessionId,
      byKey: new Map(offers.map((offer, index) => [keys[index] ?? '', offer])),
    }
    return keys
  }

  /** The offer behind a key, once; throws `counter.notPresent`. */
  take({ actor }: CallContext, key: string): Offer {
    const offers = this.#offers
    const offer = offers?.sessionId === actor.sessionId ? offers.byKey.get(key) : undefined
    if (!offer) throw new AppError('counter.notPresent')
    this.#offers = null
    return offer
  }

  /** Throws `counter.tooManyTries` where the person has guessed too often of late. */
  checkTries(context: CallContext): void {
    const { actor, clock } = context
    const { missWindowMs, mostMisses } = counterLimitsIn(context)
    const since = clock.monotonic() - missWindowMs
    this.#misses = this.#misses.filter(({ atMs }) => atMs > since)
    const mine = this.#misses.filter(({ staffId }) => staffId === actor.staffId)
    if (mine.length >= mostMisses) throw new AppError('counter.tooManyTries')
  }

  /** Counts a search by tail and name that found nobody. */
  missed({ actor, clock }: CallContext): void {
    this.#misses.push({ staffId: actor.staffId, atMs: clock.monotonic() })
  }
}
