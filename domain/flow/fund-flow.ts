import type { Day } from '../time/day.ts'
import { type FlowClass, flowClasses, type Verdict } from './classes.ts'
import { classify } from './classify.ts'
import type { FlowGround, Movement } from './movement.ts'
import { type Judged, pairedLegs } from './paired-legs.ts'
import { monthsOfRange } from './period.ts'

/** What a fund flow is reckoned over. `on` is the business date, `currency` the report's. */
export interface FlowSpan {
  from: Day
  to: Day
  on: Day
  currency: string
}

/** Money of one class in one direction; the sums of the months add up to `fen`. */
export interface ClassFlow {
  flowClass: FlowClass
  direction: 'in' | 'out'
  fen: number
  count: number
  /** In the order of the flow's months, 分. */
  monthsFen: number[]
}

/** A movement that counts, with its class and the rule that gave it. */
export interface CountedMovement {
  movement: Movement
  verdict: Extract<Verdict, { flowClass: FlowClass }>
}

/** A movement that only moved money inside the bank. */
export interface RemovedMovement {
  movement: Movement
  verdict: Extract<Verdict, { flowClass: null }>
}

/** Money between a customer and the outside over a period, all in 分. */
export interface FundFlow {
  inFen: number
  outFen: number
  netFen: number
  months: string[]
  /** Classes that moved anything, what came in first, each in the order of the closed list. */
  classes: ClassFlow[]
  counted: CountedMovement[]
  removed: RemovedMovement[]
  /** Not reckoned: dated after the business date, or in a currency without a rate. */
  aside: { future: Movement[]; currency: Movement[] }
}

/** What decides on a movement, as far as it is the same for many: verdicts are kept by it. */
function likeness(movement: Movement): string {
  const { direction, operation, purpose, counterparty, counterpartyBank } = movement
  return JSON.stringify([
    direction,
    operation,
    purpose,
    counterparty,
    counterpartyBank,
    movement.counterpartyAccount,
  ])
}

/** What each movement is; one of the pair that moves inside is told by the other. */
function judge(movements: readonly Movement[], ground: FlowGround): Judged[] {
  const known = new Map<string, Verdict>()
  const judged = movements.map((movement) => {
    const key = likeness(movement)
    const verdict = known.get(key) ?? classify(movement, ground)
    known.set(key, verdict)
    return { movement, verdict }
  })
  const paired = pairedLegs(judged, ground.ownAccounts)
  if (paired.size === 0) return judged
  const inside: Verdict = { flowClass: null, rule: 'paired', word: null }
  return judged.map((each) =>
    paired.has(each.movement.txnNo) ? { ...each, verdict: inside } : each,
  )
}

const total = (counted: readonly CountedMovement[], direction: 'in' | 'out') =>
  counted.reduce(
    (sum, { movement }) => (movement.direction === direction ? sum + movement.amountFen : sum),
    0,
  )

function classFlows(counted: readonly CountedMovement[], months: readonly string[]): ClassFlow[] {
  const place = new Map(months.map((month, index) => [month, index]))
  const flows = new Map<string, ClassFlow>()
  for (const { movement, verdict } of counted) {
    const { direction } = movement
    const key = `${direction} ${verdict.flowClass}`
    let flow = flows.get(key)
    if (!flow) {
      const { flowClass } = verdict
      flow = { flowClass, direction, fen: 0, count: 0, monthsFen: months.map(() => 0) }
      flows.set(key, flow)
    }
    flow.fen += movement.amountFen
    flow.count += 1
    const month = place.get(movement.postedOn.slice(0, 7)) ?? 0
    flow.monthsFen[month] = (flow.monthsFen[month] ?? 0) + movement.amountFen
  }
  return (['in', 'out'] as const).flatMap((direction) =>
    flowClasses.flatMap((name) => flows.get(`${direction} ${name}`) ?? []),
  )
}

/**
 * 资金流向 of a customer over a span (rule 4.6): every movement in exactly one class, money that stayed
 * with the customer inside the bank taken out, sums exact to the 分. Movements come in any order;
 * those before and after the span are left out, those after the business date and those in another
 * currency are set aside and told.
 */
export function fundFlow(
  movements: readonly Movement[],
  ground: FlowGround,
  { from, to, on, currency }: FlowSpan,
): FundFlow {
  const future = movements.filter(({ postedOn }) => postedOn > on)
  const within = movements.filter(
    ({ postedOn }) => postedOn >= from && postedOn <= to && postedOn <= on,
  )
  const foreign = within.filter((movement) => movement.currency !== currency)
  const judged = judge(
    within.filter((movement) => movement.currency === currency),
    ground,
  )
  const counted: CountedMovement[] = []
  const removed: RemovedMovement[] = []
  for (const { movement, verdict } of judged) {
    if (verdict.flowClass === null) removed.push({ movement, verdict })
    else counted.push({ movement, verdict })
  }
  const months = monthsOfRange(from, to)
  const inFen = total(counted, 'in')
  const outFen = total(counted, 'out')
  return {
    inFen,
    outFen,
    netFen: inFen - outFen,
    months,
    classes: classFlows(counted, months),
    counted,
    removed,
    aside: { future, currency: foreign },
  }
}
