import type { AssetClass } from '../products/asset-classes.ts'
import { addDays, type Day, dayOfInstant } from '../time/day.ts'
import type { CustomerNeed } from './records.ts'
import type { NextActionRule } from './rule.ts'
import type { NeedKind, NeedState } from './words.ts'

/** Product classes that may meet a need, the likeliest first; none where no product does. */
const meetingClasses: Record<NeedKind, readonly AssetClass[]> = {
  saving: ['deposit', 'bond', 'wealth'],
  education: ['insurance', 'bond', 'fund'],
  retirement: ['insurance', 'wealth', 'fund'],
  housing: [],
  business: [],
  insurance: ['insurance'],
  transfers: [],
  service: [],
  other: [],
}

/** Product classes that may meet a need of a kind. */
export function classesFor(kind: NeedKind): readonly AssetClass[] {
  return meetingClasses[kind]
}

/** By when a need is to be met: the day the customer named, else so many days after it was stated. */
export function needDueOn(
  { by_day: by, stated_at: at }: Pick<CustomerNeed, 'by_day' | 'stated_at'>,
  { needDays }: NextActionRule,
): Day {
  return by ?? addDays(dayOfInstant(at), needDays)
}

/** What a person says of a need when he or she is done with it, or takes that back. */
export type NeedSettlement = Pick<
  CustomerNeed,
  'met_by' | 'met_on' | 'product_id' | 'contact_id' | 'reason' | 'note'
> & { state: NeedState }

/** Nothing is said while a need is open. */
export const unsettled: NeedSettlement = {
  state: 'open',
  met_by: null,
  met_on: null,
  product_id: null,
  contact_id: null,
  reason: null,
  note: null,
}

/**
 * What is wrong with a settlement, or null: 已满足 says by what and when (not in the future), a product
 * names one; 未满足 says why; the others say neither.
 */
export function settlementProblem(
  {
    state,
    met_by: by,
    met_on: on,
    product_id: product,
    contact_id: contact,
    reason,
  }: NeedSettlement,
  today: Day,
): 'met_by' | 'met_on' | 'product_id' | 'reason' | null {
  if ((state === 'met') !== (by !== null)) return 'met_by'
  if ((state === 'met') !== (on !== null) || (on !== null && on > today)) return 'met_on'
  if ((by === 'product') !== (product !== null)) return 'product_id'
  if (contact !== null && by !== 'contact') return 'met_by'
  return (state === 'unmet') === (reason !== null) ? null : 'reason'
}

/**
 * Whether a need may move to a state: an open one anywhere; what is settled only back to open, so that
 * nobody overwrites what somebody else said.
 */
export function maySettle(from: NeedState, to: NeedState): boolean {
  return from === 'open' ? to !== 'open' : to === 'open'
}

/** How many needs stand where, and the share met of those that ended met or unmet, basis points. */
export interface NeedCounts extends Record<NeedState, number> {
  metBp: number | null
}

/** Counts needs; what the customer withdrew counts neither way. */
export function countNeeds(needs: readonly Pick<CustomerNeed, 'state'>[]): NeedCounts {
  const of = (state: NeedState) => needs.filter((need) => need.state === state).length
  const [open, met, unmet, withdrawn] = [of('open'), of('met'), of('unmet'), of('withdrawn')]
  const judged = met + unmet
  const metBp = judged === 0 ? null : Math.round((met * 10_000) / judged)
  return { open, met, unmet, withdrawn, metBp }
}
