import type { Chance } from '#platform/chance/chance.ts'
import type { Trace } from './trace.ts'

/** What befalls a request or its answer on the line. */
export const lineFaults = [
  'request.lost',
  'request.late',
  'request.twice',
  'reply.lost',
  'reply.torn',
  'reply.cut',
  'reply.slow',
  'reply.foreign',
  'office.busy',
  'office.connectionCut',
  'office.diskFull',
  'office.killed',
] as const

/** What befalls a terminal or head office by itself. */
export const worldFaults = [
  'line.down',
  'terminal.killed',
  'terminal.killedAtStatement',
  'terminal.powerCut',
  'terminal.restored',
  'terminal.setUpAnew',
  'terminal.namesake',
  'terminal.otherVersion',
  'terminal.clock',
  'cache.deleted',
  'cache.bitFlip',
  'disk.full',
  'office.restarted',
  'office.restored',
  'office.full',
  'rows.silent',
  'rows.bulk',
  'day.opened',
  'customer.moved',
  'staff.revoked',
  'time.passes',
] as const

/** What a person gives that head office cannot execute. */
export const commandFaults = ['command.poison', 'command.malformed', 'command.newer'] as const

/** Everything that may go wrong, or otherwise than usual. */
export const faultKinds = [...lineFaults, ...worldFaults, ...commandFaults] as const
export type FaultKind = (typeof faultKinds)[number]

/** How often a kind is drawn beside the others, before a schedule's own weight. */
const usual: Partial<Record<FaultKind, number>> = {
  'terminal.killedAtStatement': 3,
  'terminal.killed': 2,
  'rows.bulk': 3,
  'customer.moved': 3,
  'cache.deleted': 0.5,
  'office.restored': 0.7,
  'office.full': 0.5,
  'terminal.restored': 0.7,
  'terminal.setUpAnew': 0.4,
  'terminal.namesake': 0.4,
  'staff.revoked': 0.5,
  'time.passes': 0.4,
}

type Times = Partial<Record<FaultKind, number>>

/**
 * What a schedule is about: most are about everything, some about faults that only do harm where they
 * meet. There these kinds are never left out, and strike so many times as often: `world` everywhere,
 * `push` at the requests that bring commands.
 */
interface Theme {
  world: Times
  push: Times
}

/** A line on which little happens by itself. */
const calm: Times = Object.fromEntries([...lineFaults, 'line.down'].map((kind) => [kind, 0.3]))

const everything: Theme = { world: {}, push: {} }

/** Pushes are under way twice while head office becomes another database. */
const doubledPushes: Theme = {
  world: { ...calm, 'office.restored': 12, 'customer.moved': 1.5, 'office.restarted': 0.3 },
  push: { 'request.twice': 40 },
}

/** Another database is filled from while it cannot take commands yet. */
const readableOnly: Theme = {
  world: {
    ...calm,
    'office.restored': 5,
    'office.full': 14,
    'office.restarted': 0.3,
    'terminal.powerCut': 0.3,
  },
  push: {},
}

/** A PC loses its enrolment while it has a session and commands to push. */
const lostEnrolments: Theme = { world: { ...calm, 'terminal.namesake': 20 }, push: {} }

/** A PC that enrolled anew is unknown again, because the database became an earlier one. */
const forgottenEnrolments: Theme = {
  world: {
    ...calm,
    'terminal.namesake': 12,
    'office.restored': 10,
    'terminal.killed': 0.3,
    'terminal.killedAtStatement': 0.3,
    'terminal.powerCut': 0.3,
    'office.restarted': 0.3,
    'office.full': 0.3,
  },
  push: {},
}

/** Themes of ten seeds after each other. */
const rota: readonly Theme[] = [
  everything,
  doubledPushes,
  everything,
  readableOnly,
  everything,
  lostEnrolments,
  forgottenEnrolments,
  readableOnly,
  doubledPushes,
  lostEnrolments,
]

/** How a schedule's faults may be left out, to find the few that matter. */
export interface FaultChoice {
  /** Kinds that are switched off. */
  mask?: ReadonlySet<string>
  /** Faults, by their number in the schedule, that are left out. */
  skip?: ReadonlySet<number>
}

/**
 * Which faults strike. Every schedule has its own weights, and leaves some kinds out altogether: what
 * only shows in the absence of another fault is found as well. Leaving one out moves no other draw.
 */
export class Faults {
  readonly counts: Record<string, number> = {}
  readonly #weights: Map<FaultKind, number>
  readonly #push: Times
  readonly #choice: FaultChoice
  readonly #trace: Trace
  #ordinal = 0
  #over = false

  constructor(seed: number, random: Chance, choice: FaultChoice, trace: Trace) {
    this.#choice = choice
    this.#trace = trace
    const theme = rota[seed % rota.length] ?? everything
    this.#push = theme.push
    this.#weights = new Map(
      faultKinds.map((kind) => {
        const [absent, weight] = [random.hit(0.35), 0.3 + 1.7 * random.next()]
        const times = theme.world[kind] ?? (absent ? 0 : 1)
        return [kind, weight * times * (usual[kind] ?? 1)]
      }),
    )
  }

  /** Kinds of a list with their weights in this schedule. */
  weighted<Kind extends FaultKind>(kinds: readonly Kind[]): [Kind, number][] {
    return kinds.map((kind) => [kind, this.#weights.get(kind) ?? 0])
  }

  /** What may befall a request or its answer, with weights as above. */
  weightedOnLine(isPush: boolean): [(typeof lineFaults)[number], number][] {
    const weighted = this.weighted(lineFaults)
    if (!isPush) return weighted
    return weighted.map(([kind, weight]) => [kind, this.#push[kind] ?? weight])
  }

  /** Whether a fault that was drawn strikes; then it counts and stands in the trace. */
  strikes(kind: FaultKind, whom: string): boolean {
    this.#ordinal += 1
    const { mask, skip } = this.#choice
    if (this.#over || mask?.has(kind) || skip?.has(this.#ordinal)) return false
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
    this.#trace.note(whom, `! ${kind} (fault ${this.#ordinal})`)
    return true
  }

  /** From now on nothing goes wrong any more. */
  end(): void {
    this.#over = true
  }
}
