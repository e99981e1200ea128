import { z } from 'zod'
import { id, instant, integer, text, word } from '../record/field.ts'
import { addDays, dayOfInstant, instantOfDay } from '../time/day.ts'

/** Why somebody else's customer must be looked at: 代同事接待 客户到访 客户来电 家庭关联 差错投诉. */
export const viewingReasons = ['standing_in', 'walk_in', 'phoned', 'family', 'complaint'] as const
/** A word of the closed list {@link viewingReasons}. */
export type ViewingReason = (typeof viewingReasons)[number]

/** What a branch head says to it. */
export const viewingDecisions = ['granted', 'refused'] as const
/** A word of the closed list {@link viewingDecisions}. */
export type ViewingDecision = (typeof viewingDecisions)[number]

/** Fewest and most characters of what is written: why, and what the branch head says to it. */
export const viewingWords = { least: 2, most: 200 } as const

/**
 * 申请查看: somebody asks to see a customer of the branch whom he or she does not look after. Granted, it
 * stands until the moment `until_at`, which head office alone sets; `ended_at` closes it earlier.
 * `openings` counts how often the record was opened under it.
 */
export const customerViewingSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  asked_by: id(),
  asked_at: instant(),
  reason: word(viewingReasons),
  words: text(viewingWords.most),
  days: integer(),
  decision: word(viewingDecisions).nullable(),
  decided_by: id().nullable(),
  decided_at: instant().nullable(),
  answer: text(viewingWords.most).nullable(),
  until_at: instant().nullable(),
  ended_by: id().nullable(),
  ended_at: instant().nullable(),
  openings: integer(),
  opened_at: instant().nullable(),
})
export type CustomerViewing = z.infer<typeof customerViewingSchema>

/**
 * Value of the parameter `customer.viewing`: days proposed and days at most for a look, days after which a
 * request that nobody decided lapses, and requests of one person that may wait at a time.
 */
export const viewingRuleSchema = z.strictObject({
  usualDays: z.int().min(1).max(31),
  mostDays: z.int().min(1).max(31),
  waitDays: z.int().min(1).max(31),
  mostWaiting: z.int().min(1).max(100),
})
export type ViewingRule = z.infer<typeof viewingRuleSchema>

/** The product's own. */
export const defaultViewingRule: ViewingRule = {
  usualDays: 3,
  mostDays: 7,
  waitDays: 3,
  mostWaiting: 10,
}

/**
 * Where a request stands: 待审批, 已失效 (nobody decided in time), 已准许 (head office has yet to say until
 * when), 可查看, 未准许, 已到期, 已结束.
 */
export type ViewingState =
  | 'waiting'
  | 'lapsed'
  | 'granted'
  | 'open'
  | 'refused'
  | 'expired'
  | 'ended'

type Standing = Pick<CustomerViewing, 'asked_at' | 'decision' | 'until_at' | 'ended_at'>

/** The end of the last of so many calendar days (UTC+8), that of the moment counted, ms UTC. */
export function endOfDays(fromMs: number, days: number): number {
  return instantOfDay(addDays(dayOfInstant(fromMs), days))
}

/** {@link ViewingState} at a moment. What is ended, however, never opens again. */
export function viewingState(
  viewing: Standing,
  nowMs: number,
  { waitDays }: Pick<ViewingRule, 'waitDays'>,
): ViewingState {
  if (viewing.decision === 'refused') return 'refused'
  if (viewing.ended_at !== null) return 'ended'
  if (viewing.decision === null) {
    return nowMs < endOfDays(viewing.asked_at, waitDays) ? 'waiting' : 'lapsed'
  }
  if (viewing.until_at === null) return 'granted'
  return nowMs < viewing.until_at ? 'open' : 'expired'
}

/** Whether what was written says something. */
export function saysSomething(words: string): boolean {
  const { length } = words.trim()
  return length >= viewingWords.least && length <= viewingWords.most
}

/** For so long reads belong to one opening of a record, ms. */
export const openingMs = 15 * 60_000
