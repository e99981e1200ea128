/** What raised a task. */
export const taskKinds = [
  'maturity',
  'payment_due',
  'birthday',
  'inflow',
  'outflow',
  'tier_cliff',
  'id_expiry',
  'risk_expiry',
  'after_sale',
  'idle_cash',
  'contact_overdue',
  'churn',
  'tier_change',
  'data_quality',
  'follow_up',
  'referral',
] as const
export type TaskKind = (typeof taskKinds)[number]

/** Outcomes of what was done, one of which a person gives when closing a task. */
export const taskOutcomes = ['done', 'no_need', 'not_reached', 'customer_refused'] as const
export type TaskOutcome = (typeof taskOutcomes)[number]

/** How a task may end: with an outcome, or because it was not suitable (with a reason). */
export const taskEndings = [...taskOutcomes, 'not_suitable'] as const
export type TaskEnding = (typeof taskEndings)[number]

/** Why a task was not suitable: what the rules are tuned by. */
export const unsuitableReasons = [
  'wrong_data',
  'known_already',
  'wrong_time',
  'wrong_customer',
  'other',
] as const
export type UnsuitableReason = (typeof unsuitableReasons)[number]
