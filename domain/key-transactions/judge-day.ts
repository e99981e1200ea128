import type { Tier } from '../customers/tiers.ts'
import type { Movement } from '../flow/movement.ts'
import { ageOn, type Day } from '../time/day.ts'
import type { Priority } from '../workbench/finding.ts'
import { type DayGround, eventsOf } from './event-of.ts'
import {
  countsByItself,
  type EventSide,
  eventPriority,
  type KeyEvent,
  keyEvents,
  type KeyRuleId,
  leavingEvents,
  sideOf,
} from './events.ts'
import { compare, type Comparisons, type KeyThresholds } from './thresholds.ts'

/** Everything a customer's day is judged by; money in 分. */
export interface CustomerDay {
  day: Day
  tier: Tier
  birthDate: Day | null
  deceased: boolean
  /** AUM at the close of the day before. */
  aumBeforeFen: number
  /** What moved with the outside in the 90 days before, divided by 90, by direction. */
  dailyMeanFen: { in: number; out: number }
  movements: readonly Movement[]
  ground: DayGround
  /** Wages that should have come by this day and did not: their mean, and the last day; else null. */
  payrollStopped: { meanFen: number; lastOn: Day } | null
}

/** A movement as a card keeps it. */
export interface PartMovement {
  txnNo: string
  atMs: number | null
  amountFen: number
  bank: string | null
}

/** The sum of a day's movements of one event, and what the rules said to it. */
export interface KeyPart extends Comparisons {
  event: KeyEvent
  /** The rule that fired; null where none did. */
  rule: KeyRuleId | null
  movements: PartMovement[]
}

/** What a customer's day came to. */
export interface JudgedDay {
  /** Parts that fired, the most pressing first; a card where there is one. */
  fired: KeyPart[]
  /** The others, the largest first: why nobody was told. */
  silent: KeyPart[]
}

/** Sums of what fired, 分. */
export interface DaySums {
  inFen: number
  outFen: number
  insideFen: number
  /** What came in less what went out; money that changed its form counts for nothing. */
  netFen: number
}

function ruleOf(event: KeyEvent, comparisons: Comparisons, least: number): KeyRuleId | null {
  if (comparisons.amount.met) return 'KT-01'
  if (comparisons.share.met) return 'KT-02'
  return countsByItself(event) && comparisons.amountFen >= least ? 'KT-03' : null
}

/** The direction whose daily mean an event is compared with. */
const meanSide = (side: EventSide) => (side === 'in' || side === 'none' ? 'in' : 'out')

function part(
  event: KeyEvent,
  movements: readonly PartMovement[],
  amountFen: number,
  day: CustomerDay,
  thresholds: KeyThresholds,
): KeyPart {
  const dailyMeanFen = day.dailyMeanFen[meanSide(sideOf(event))]
  const comparisons = compare(
    { amountFen, aumBeforeFen: day.aumBeforeFen, dailyMeanFen },
    day.tier,
    thresholds,
  )
  // Nothing moved where wages did not come: the event alone tells.
  const rule =
    sideOf(event) === 'none' ? 'KT-03' : ruleOf(event, comparisons, thresholds.rule.eventLeastFen)
  return { event, rule, movements: [...movements], ...comparisons }
}

const total = (movements: readonly PartMovement[]) =>
  movements.reduce((sum, { amountFen }) => sum + amountFen, 0)

/**
 * Judges a customer's day (rule 1.4): the movements of one event are added up, because a sum sent in
 * two halves is the same sum; those below `leastPartFen` are not, unless the event counts by itself.
 * Everything follows from the set of movements, whatever their order and however they arrived. About
 * somebody who died nobody is told.
 */
export function judgeDay(day: CustomerDay, thresholds: KeyThresholds): JudgedDay {
  if (day.deceased) return { fired: [], silent: [] }
  const groups = new Map<KeyEvent, PartMovement[]>()
  for (const { event, movement } of eventsOf(day.movements, day.ground)) {
    const { txnNo, postedAtMs: atMs, amountFen, counterpartyBank: bank } = movement
    if (amountFen < thresholds.rule.leastPartFen && !countsByItself(event)) continue
    const group = groups.get(event) ?? []
    group.push({ txnNo, atMs, amountFen, bank })
    groups.set(event, group)
  }
  const parts = keyEvents.flatMap((event) => {
    const group = groups.get(event)
    return group ? [part(event, group, total(group), day, thresholds)] : []
  })
  if (day.payrollStopped) {
    parts.push(part('payroll_stop', [], day.payrollStopped.meanFen, day, thresholds))
  }
  const order = (a: KeyPart, b: KeyPart) =>
    eventPriority(a.event) - eventPriority(b.event) ||
    b.amountFen - a.amountFen ||
    keyEvents.indexOf(a.event) - keyEvents.indexOf(b.event)
  return {
    fired: parts.filter(({ rule }) => rule !== null).sort(order),
    silent: parts
      .filter(({ rule }) => rule === null)
      .sort((a, b) => b.amountFen - a.amountFen || order(a, b)),
  }
}

/** Net and gross sums of parts. */
export function sumsOf(parts: readonly Pick<KeyPart, 'event' | 'amountFen'>[]): DaySums {
  const of = (side: EventSide) =>
    parts.reduce((sum, { event, amountFen }) => (sideOf(event) === side ? sum + amountFen : sum), 0)
  const inFen = of('in')
  const outFen = of('out')
  return { inFen, outFen, insideFen: of('inside'), netFen: inFen - outFen }
}

/**
 * Whether a day goes the way of 反诈: money of an elder leaves in a way that is out of the ordinary. On
 * that way nothing is sold, whatever else happened on the day.
 */
export function needsFraudCheck(
  fired: readonly Pick<KeyPart, 'event'>[],
  { birthDate, day }: Pick<CustomerDay, 'birthDate' | 'day'>,
  elderAge: number,
): boolean {
  if (birthDate === null || ageOn(birthDate, day) < elderAge) return false
  return fired.some(({ event }) => leavingEvents.includes(event))
}

/** How pressing a day is: its most pressing part, and P0 where fraud is to be ruled out. */
export function dayPriority(
  fired: readonly Pick<KeyPart, 'event'>[],
  antiFraud: boolean,
): Priority {
  if (antiFraud) return 0
  return fired.reduce<Priority>((least, { event }) => {
    const own = eventPriority(event)
    return own < least ? own : least
  }, 3)
}
