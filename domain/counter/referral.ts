import { z } from 'zod'
import { id, instant, integer, text, word } from '../record/field.ts'
import { addDays, type Day, dayOfInstant } from '../time/day.ts'
import type { TaskEnding } from '../workbench/task.ts'
import { referralReasons } from './reasons.ts'

/** 已推荐 已退回 已接收 已联系 成功 失败. A returned one lies with the branch head. */
export const referralStates = [
  'referred',
  'returned',
  'accepted',
  'contacted',
  'succeeded',
  'failed',
] as const
export type ReferralState = (typeof referralStates)[number]

/** Why nothing came of a referral, or why it was returned. */
export const referralFailures = [
  'not_interested',
  'not_reached',
  'unsuitable',
  'no_need',
  'not_mine',
] as const
export type ReferralFailure = (typeof referralFailures)[number]

/** As what the person it went to was chosen. */
export const referralRoutes = ['acting', 'primary', 'co', 'head'] as const
export type ReferralRoute = (typeof referralRoutes)[number]

/** Longest feedback to the person who referred, characters. */
export const feedbackLength = 200

/**
 * A customer referred to a manager (转介). `times` counts how often it was asked for while open;
 * `feedback` is what the manager tells the person who referred.
 */
export const referralSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  visit_id: id(),
  customer_id: id(),
  task_id: id(),
  referred_by: id(),
  referred_at: instant(),
  to_staff_id: id(),
  route: word(referralRoutes),
  reason: word(referralReasons),
  times: integer(),
  state: word(referralStates),
  state_at: instant(),
  failure: word(referralFailures).nullable(),
  feedback: text(feedbackLength).nullable(),
})
export type Referral = z.infer<typeof referralSchema>

/** States that may follow each state. */
const following: Record<ReferralState, readonly ReferralState[]> = {
  referred: ['accepted', 'returned', 'contacted', 'succeeded', 'failed'],
  returned: ['accepted', 'contacted', 'succeeded', 'failed'],
  accepted: ['contacted', 'returned', 'succeeded', 'failed'],
  contacted: ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
}

/** Whether a referral may move on from one state to another. */
export function mayFollow(from: ReferralState, to: ReferralState): boolean {
  return following[from].includes(to)
}

/** Whether somebody still has to act on it. */
export function isOpenReferral({ state }: Pick<Referral, 'state'>): boolean {
  return following[state].length > 0
}

/** Days within which a second referral of a customer joins the open one. */
export const joinDays = 30

/** Whether a referral given on a day joins the one that stands instead of making another. */
export function joins(standing: Pick<Referral, 'state' | 'referred_at'>, on: Day): boolean {
  return isOpenReferral(standing) && addDays(dayOfInstant(standing.referred_at), joinDays) >= on
}

/** A person who looks after a customer today. */
export interface CustomerCarer {
  staffId: string
  role: 'primary' | 'co' | 'acting'
  /** Whether the person still works here. */
  active: boolean
}

/** Where a referral goes. */
export interface Recipient {
  staffId: string
  route: ReferralRoute
}

/**
 * To whom a customer is referred: 代管 where the manager is away, else 主管户, else 协管户 (B 角),
 * else the branch head. Never back to the person who refers. Null where nobody is left.
 */
export function recipientOf(
  carers: readonly CustomerCarer[],
  heads: readonly string[],
  referrerId: string,
): Recipient | null {
  const order = ['acting', 'primary', 'co'] as const
  const [carer] = carers
    .filter(({ staffId, active }) => active && staffId !== referrerId)
    .sort(
      (a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.staffId < b.staffId ? -1 : 1),
    )
  if (carer) return { staffId: carer.staffId, route: carer.role }
  const head = [...heads].sort().find((staffId) => staffId !== referrerId)
  return head === undefined ? null : { staffId: head, route: 'head' }
}

/** How the task of a referral ends with it. */
export function taskOutcomeOf(
  state: 'succeeded' | 'failed',
  failure: ReferralFailure | null,
): TaskEnding {
  if (state === 'succeeded') return 'done'
  if (failure === 'not_reached') return 'not_reached'
  return failure === 'not_interested' ? 'customer_refused' : 'no_need'
}

/** A referral that ended with its task stands open again with its task: with whoever closed it. */
export function reopenedWithTask(
  { state, feedback }: Pick<Referral, 'state' | 'feedback'>,
  taskNote: string | null,
): Pick<Referral, 'state' | 'failure' | 'feedback'> | null {
  if (following[state].length > 0) return null
  // What was told with the ending is taken back with it.
  const told = taskNote !== null && taskNote.slice(0, feedbackLength) === feedback
  return { state: 'accepted', failure: null, feedback: told ? null : feedback }
}

/** How a referral ends where its task was closed in the work list. */
export function endByTask(outcome: TaskEnding): {
  state: 'succeeded' | 'failed'
  failure: ReferralFailure | null
} {
  switch (outcome) {
    case 'done':
      return { state: 'succeeded', failure: null }
    case 'not_reached':
      return { state: 'failed', failure: 'not_reached' }
    case 'customer_refused':
      return { state: 'failed', failure: 'not_interested' }
    case 'no_need':
      return { state: 'failed', failure: 'no_need' }
    case 'not_suitable':
      return { state: 'failed', failure: 'unsuitable' }
  }
}
