import { ageOn, type Day } from '../time/day.ts'
import { type CalendarExceptions, momentOf } from '../time/working-day.ts'
import { closesByItselfOn, deadlineOf, nightMinute } from './deadline.ts'
import type { KeyRuleId } from './events.ts'
import { type CustomerDay, dayPriority, judgeDay, needsFraudCheck, sumsOf } from './judge-day.ts'
import {
  type CardEvidence,
  cardEvidenceSchema,
  type CardHistory,
  cardHistorySchema,
  type KeyTransaction,
} from './records.ts'
import { answers, type CardStep, type FalseAlarmReason, isWaiting, mayStep } from './states.ts'
import type { KeyThresholds } from './thresholds.ts'

/** The thresholds with the versions and days of the parameters they stand in. */
export interface PublishedThresholds extends KeyThresholds {
  versions: CardEvidence['versions']
}

/** Where and when a card comes up. */
export interface CardOrigin {
  branchId: string
  cardId: string
  customerId: string
  /** When the movements arrived, ms UTC. */
  arrivedAtMs: number
  exceptions: CalendarExceptions
}

/** Most entries of a history; the oldest but the first go. */
const longestHistory = 40

/** A history as it is stored, read back. */
export const historyOf = (stored: string): CardHistory =>
  cardHistorySchema.parse(JSON.parse(stored))

/** The evidence as it is stored, read back. */
export const evidenceOf = (stored: string): CardEvidence =>
  cardEvidenceSchema.parse(JSON.parse(stored))

/** Writes an entry behind a stored history. */
export function withEntry(stored: string, entry: CardHistory[number]): string {
  const all = [...historyOf(stored), entry]
  const [first] = all
  const kept =
    all.length > longestHistory && first ? [first, ...all.slice(1 - longestHistory)] : all
  return JSON.stringify(kept)
}

function versionText(rule: KeyRuleId, { versions }: PublishedThresholds): string {
  return `${rule} v${(rule === 'KT-01' ? versions.floors : versions.rule).version}`
}

const numbersOf = ({ parts }: Pick<CardEvidence, 'parts'>): string[] =>
  parts.flatMap(({ event, movements }) => [event, ...movements.map(({ txnNo }) => txnNo)]).sort()

/** The card a day's movements ask for, as if nobody had known of it; null where nothing fired. */
export function cardOf(
  day: CustomerDay,
  thresholds: PublishedThresholds,
  origin: CardOrigin,
): KeyTransaction | null {
  const { rule } = thresholds
  const { fired } = judgeDay(day, thresholds)
  const [lead] = fired
  if (!lead?.rule) return null
  const antiFraud = needsFraudCheck(fired, day, rule.elderAge)
  const priority = dayPriority(fired, antiFraud)
  const { inFen, outFen, insideFen } = sumsOf(fired)
  const { arrivedAtMs } = origin
  const evidence: CardEvidence = {
    tier: day.tier,
    age: day.birthDate === null ? null : ageOn(day.birthDate, day.day),
    versions: thresholds.versions,
    parts: fired,
  }
  const raised: CardHistory[number] = {
    atMs: arrivedAtMs,
    by: null,
    act: 'raised',
    note: null,
    amountsFen: lead.movements.map(({ amountFen }) => amountFen),
  }
  return {
    branch_id: origin.branchId,
    id: origin.cardId,
    customer_id: origin.customerId,
    day: day.day,
    event: lead.event,
    priority,
    amount_fen: lead.amountFen,
    in_fen: inFen,
    out_fen: outFen,
    inside_fen: insideFen,
    aum_before_fen: day.aumBeforeFen,
    anti_fraud: antiFraud,
    arrived_at: arrivedAtMs,
    due_at: deadlineOf(priority, arrivedAtMs, rule, origin.exceptions),
    evidence: JSON.stringify(evidence),
    rule_version: versionText(lead.rule, thresholds),
    state: 'new',
    state_at: arrivedAtMs,
    state_by: null,
    responded_at: null,
    reason: null,
    history: JSON.stringify([raised]),
  }
}

/**
 * The card that stands after a day was judged again. The same movements leave it as it is, whatever
 * people did with it; more of them join it, and one that was settled comes up again. Where nothing
 * fires any more it stays: somebody may have acted on it.
 */
export function mergedCard(
  known: KeyTransaction | null,
  fresh: KeyTransaction | null,
): KeyTransaction | null {
  if (known === null || fresh === null) return fresh ?? known
  const before = new Set(numbersOf(evidenceOf(known.evidence)))
  const now = evidenceOf(fresh.evidence)
  if (numbersOf(now).every((number) => before.has(number))) return known
  const waiting = isWaiting(known.state)
  const amountsFen = now.parts[0]?.movements.map(({ amountFen }) => amountFen) ?? []
  const merged = withEntry(known.history, {
    atMs: fresh.arrived_at,
    by: null,
    act: waiting ? 'merged' : 'reopened',
    note: null,
    amountsFen,
  })
  const dueAt = waiting ? Math.min(known.due_at, fresh.due_at) : fresh.due_at
  return {
    ...fresh,
    arrived_at: known.arrived_at,
    due_at: dueAt,
    state: waiting ? known.state : 'new',
    state_at: waiting ? known.state_at : fresh.arrived_at,
    state_by: waiting ? known.state_by : null,
    responded_at: waiting ? known.responded_at : null,
    history: merged,
  }
}

/** A step with a card: somebody's, or head office's own where `by` is null. */
export interface CardAct {
  to: CardStep
  by: string | null
  atMs: number
  note: string | null
  reason: FalseAlarmReason | null
}

type Stepped = Pick<
  KeyTransaction,
  'state' | 'state_at' | 'state_by' | 'responded_at' | 'reason' | 'history'
>

/** What a step changes of a card; null where its state does not allow it. */
export function steppedCard(
  card: Stepped,
  { to, by, atMs, note, reason }: CardAct,
): Stepped | null {
  if (!mayStep(card.state, to)) return null
  return {
    state: to,
    state_at: atMs,
    state_by: by,
    responded_at: card.responded_at ?? (answers(to) ? atMs : null),
    reason: to === 'false_alarm' ? reason : card.reason,
    history: withEntry(card.history, { atMs, by, act: to, note }),
  }
}

/**
 * A settled card as the opening of a day leaves it: closed in the evening of that day where its days
 * are over; null where it is not settled, or stays open.
 */
export function closedByItself(
  card: KeyTransaction,
  on: Day,
  exceptions: CalendarExceptions,
): KeyTransaction | null {
  if (isWaiting(card.state) || closesByItselfOn(card.state_at, exceptions) > on) return null
  const atMs = momentOf(on, nightMinute)
  const closed = steppedCard(card, { to: 'closed', by: null, atMs, note: null, reason: null })
  return closed && { ...card, ...closed }
}

/** The id of a customer's card of a day is made from this. */
export const cardName = (customerId: string, day: Day): string => `${customerId}:${day}`
