import type { AssetClass } from '../products/asset-classes.ts'
import { addDays, dayOfInstant, type Day, daysBetween, isDay } from '../time/day.ts'
import type { TaskEnding, UnsuitableReason } from '../workbench/task-words.ts'
import type { Refusal } from './records.ts'
import type { NextActionRule } from './rule.ts'
import type { ActionKind, RefusalReason } from './words.ts'

/** What of a candidate a refusal is held against. */
export interface RefusedThing {
  kind: ActionKind
  taskId: string | null
  product: { id: string; assetClass: AssetClass } | null
}

/** Longest time for which a refusal may be recorded, days. */
export const longestRefusal = 730

/** Reasons that are meant of a whole class of products, not of one. */
const ofTheClass: readonly RefusalReason[] = ['no_need', 'elsewhere', 'distrust']
/** Actions whose occasion comes again: refused once, they stay away whatever raised them. */
export const recurringKinds = ['idle_cash', 'tier_cliff', 'leakage'] as const
const recurring: readonly ActionKind[] = recurringKinds
/** Actions that are nothing but their product. */
const ofAProduct: readonly ActionKind[] = ['product_gap', 'need']

/** Last day on which a refusal given today stands, where nobody says until when. */
export function usualEnd(reason: RefusalReason, on: Day, { refusalDays }: NextActionRule): Day {
  return addDays(on, refusalDays[reason])
}

/** Whether a refusal stands on a day: not taken back, and up to its last day. */
export function stands(refusal: Pick<Refusal, 'until' | 'taken_back_at'>, on: Day): boolean {
  return refusal.taken_back_at === null && on <= refusal.until
}

/** Whether a refusal is one of this product, by name or with its whole class. */
export function isOfProduct(
  refusal: Pick<Refusal, 'product_id' | 'asset_class' | 'reason'>,
  product: { id: string; assetClass: AssetClass },
): boolean {
  if (refusal.product_id === product.id) return true
  return refusal.asset_class === product.assetClass && ofTheClass.includes(refusal.reason)
}

/**
 * Whether a refusal, standing or not, is one of this action: the same occasion; what recurs by its kind;
 * what is nothing but a product by the product.
 */
export function isOfAction(refusal: Refusal, { kind, taskId, product }: RefusedThing): boolean {
  if (taskId !== null && refusal.task_id === taskId) return true
  if (recurring.includes(kind)) return refusal.action === kind
  return ofAProduct.includes(kind) && product !== null && isOfProduct(refusal, product)
}

/** The refusal that keeps an action away on a day: of several the one that stands longest. */
export function standingRefusal(
  refusals: readonly Refusal[],
  thing: RefusedThing,
  on: Day,
): Refusal | null {
  const [longest = null] = refusals
    .filter((refusal) => stands(refusal, on) && isOfAction(refusal, thing))
    .sort((a, b) => (a.until === b.until ? (a.id < b.id ? -1 : 1) : a.until < b.until ? 1 : -1))
  return longest
}

/** The last refusal of the same thing that has ended and is still remembered. */
export function rememberedRefusal(
  refusals: readonly Refusal[],
  thing: RefusedThing,
  on: Day,
  { rememberDays }: NextActionRule,
): Refusal | null {
  const [latest = null] = refusals
    .filter(
      (refusal) =>
        refusal.taken_back_at === null &&
        refusal.until < on &&
        daysBetween(dayOfInstant(refusal.at), on) <= rememberDays &&
        isOfAction(refusal, thing),
    )
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
  return latest
}

/** How the task that raised a refused action ends with it. */
export function taskEndingOf({ said_by: by, reason }: Pick<Refusal, 'said_by' | 'reason'>): {
  outcome: TaskEnding
  reason: UnsuitableReason | null
} {
  if (by === 'customer') return { outcome: 'customer_refused', reason: null }
  return { outcome: 'not_suitable', reason: reason === 'timing' ? 'wrong_time' : 'other' }
}

/** Whether a refusal may be kept: it stands a day at least and {@link longestRefusal} at most. */
export function isRefusalSpan(until: Day, givenOn: Day): boolean {
  return isDay(until) && until >= givenOn && daysBetween(givenOn, until) <= longestRefusal
}
