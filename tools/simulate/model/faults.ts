import type { Chance } from '#platform/chance/chance.ts'

/** Every kind of fault, and how likely it is where it can happen, at its usual weight. */
export const faultKinds = {
  dropRequest: 0.06,
  dropReply: 0.06,
  lateRequest: 0.05,
  duplicateRequest: 0.05,
  staleReply: 0.15,
  busy: 0.04,
  headOfficeDies: 0.06,
  kill: 0.03,
  killInside: 0.25,
  restoreDatabase: 0.006,
  backUpDatabase: 0.02,
  loseCache: 0.006,
  divergence: 0.02,
  copyMachine: 0.012,
  restoreMachine: 0.03,
  revoke: 0.006,
  forgetTombstones: 0.01,
  olderProtocol: 0.004,
  newEnrolment: 0.004,
} as const
export type FaultKind = keyof typeof faultKinds

/** Names of the kinds. */
export const faultNames = Object.keys(faultKinds) as FaultKind[]

/**
 * Draws the faults of one schedule. Each seed weighs the kinds anew and leaves some out, so that rare
 * ones meet in some schedules as often as common ones do (swarm testing). Every decision has an
 * ordinal; those in `skip` are decided against, which is how a failing schedule is shrunk.
 */
export class Faults {
  /** How often each kind happened. */
  readonly counts: Partial<Record<FaultKind, number>> = {}
  /** Ordinals of the faults that happened, in order. */
  readonly happened: { ordinal: number; kind: FaultKind }[] = []
  off = false
  readonly #chance: Chance
  readonly #skip: ReadonlySet<number>
  readonly #weights = new Map<FaultKind, number>()
  #ordinal = 0

  constructor(chance: Chance, skip: ReadonlySet<number>) {
    this.#chance = chance
    this.#skip = skip
    for (const kind of faultNames) {
      const weight = chance.hit(0.3) ? 0 : 4 ** (chance.next() * 2 - 1)
      this.#weights.set(kind, faultKinds[kind] * weight)
    }
  }

  /** Whether a fault of a kind happens now. */
  hits(kind: FaultKind): boolean {
    if (this.off) return false
    const ordinal = this.#ordinal++
    if (this.#chance.next() >= (this.#weights.get(kind) ?? 0)) return false
    if (this.#skip.has(ordinal)) return false
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
    this.happened.push({ ordinal, kind })
    return true
  }
}
