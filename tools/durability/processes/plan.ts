import type { Chance } from '#platform/chance/chance.ts'
import { type LineState, partitions } from './line.ts'

/** What is killed with SIGKILL: a terminal, head office, PostgreSQL as a whole or one of its backends. */
export type Victim = 'terminal' | 'office' | 'postmaster' | 'backend'

/** Something that happens to the fleet; `atMs` counts from the start of the round's work. */
export type Strike = { readonly atMs: number } & (
  | {
      readonly kind: 'kill'
      readonly victim: Victim
      /** Which terminal; for the others, at whose request it strikes. */
      readonly terminal: number
      /** Dies so many acknowledgements (a terminal) or ms after the next request (the others) from then. */
      readonly after: number
      readonly downMs: number
      /** The person logs in without asking head office. */
      readonly offline: boolean
    }
  | {
      readonly kind: 'partition' | 'disturbance'
      readonly lines: readonly number[]
      readonly state: LineState
      readonly lastsMs: number
      readonly delayMs: number
      /** What stood meanwhile is dead afterwards; otherwise it arrives late. */
      readonly lost: boolean
    }
  | {
      readonly kind: 'reset'
      readonly line: number
      /** Bytes of the reply that still arrive. */
      readonly bytes: number
    }
  /** A copy of the database is made; the database is replaced by that copy. */
  | { readonly kind: 'copy' | 'failover' }
)

/** How much happens in a round. */
export interface RoundSize {
  readonly terminals: number
  readonly kills: number
  readonly partitions: number
  /** Slow, late and torn replies. */
  readonly disturbances: number
  readonly failovers: number
  /** Time over which it is spread, ms. */
  readonly spanMs: number
}

/** A round of the full proof: 100 of them make its figures. */
export const wholeRound: RoundSize = {
  terminals: 3,
  kills: 10,
  partitions: 3,
  disturbances: 3,
  failovers: 1,
  spanMs: 11_000,
}

/** Draws what happens in a round, in order of time; the same chance gives the same plan. */
export function planRound(random: Chance, size: RoundSize): Strike[] {
  const within = (from: number, to: number) =>
    random.int(Math.round(from * size.spanMs), Math.round(to * size.spanMs))
  const terminal = () => random.int(0, size.terminals - 1)
  const kill = (): Strike => ({
    kind: 'kill',
    atMs: within(0, 1),
    victim: random.weighted<Victim>([
      ['terminal', 6],
      ['office', 2],
      ['postmaster', 1],
      ['backend', 1],
    ]),
    terminal: terminal(),
    after: random.int(0, 12),
    downMs: random.int(0, 900),
    offline: random.hit(0.5),
  })
  const lines = () =>
    random.hit(0.3) ? Array.from({ length: size.terminals }, (_, index) => index) : [terminal()]
  const partition = (): Strike => ({
    kind: 'partition',
    atMs: within(0, 0.85),
    lines: lines(),
    state: random.pick(partitions),
    lastsMs: random.int(700, 4_000),
    delayMs: 0,
    lost: random.hit(0.5),
  })
  const disturbance = (): Strike =>
    random.hit(0.5)
      ? { kind: 'reset', atMs: within(0, 0.95), line: terminal(), bytes: random.int(0, 3_000) }
      : {
          kind: 'disturbance',
          atMs: within(0, 0.9),
          lines: [terminal()],
          state: random.pick(['trickle', 'late']),
          lastsMs: random.int(500, 3_000),
          delayMs: random.int(100, 2_500),
          lost: random.hit(0.3),
        }
  const many = <Item>(count: number, make: () => Item) => Array.from({ length: count }, make)
  const failovers = many(size.failovers, (): Strike[] => [
    { kind: 'copy', atMs: within(0.05, 0.5) },
    { kind: 'failover', atMs: within(0.6, 0.95) },
  ])
  const strikes = [
    ...many(size.kills, kill),
    ...many(size.partitions, partition),
    ...many(size.disturbances, disturbance),
    ...failovers.flat(),
  ]
  return strikes.sort((one, other) => one.atMs - other.atMs)
}

/** A strike in a few words. */
export function describeStrike(strike: Strike): string {
  switch (strike.kind) {
    case 'kill':
      return strike.victim === 'terminal'
        ? `kill terminal ${strike.terminal} at acknowledgement ${strike.after}`
        : `kill ${strike.victim} ${strike.after} ms after a request of terminal ${strike.terminal}`
    case 'partition':
    case 'disturbance':
      return `${strike.state} of ${strike.lines.join(' ')} for ${strike.lastsMs} ms`
    case 'reset':
      return `reset of a reply to ${strike.line} after ${strike.bytes} bytes`
    default:
      return strike.kind
  }
}
