import type { TaskKind } from './task.ts'

/** Groups of the work list, in the order of its tabs: 到期承接 异动 约定回访 关怀 合规与资料. */
export const taskGroups = ['maturing', 'movements', 'promised', 'care', 'papers'] as const
export type TaskGroup = (typeof taskGroups)[number]

const groups: Record<TaskKind, TaskGroup> = {
  maturity: 'maturing',
  payment_due: 'maturing',
  inflow: 'movements',
  outflow: 'movements',
  idle_cash: 'movements',
  tier_cliff: 'movements',
  tier_change: 'movements',
  churn: 'movements',
  follow_up: 'promised',
  referral: 'promised',
  birthday: 'care',
  after_sale: 'care',
  contact_overdue: 'care',
  id_expiry: 'papers',
  risk_expiry: 'papers',
  data_quality: 'papers',
}

/** The group a kind of task belongs to. */
export function groupOf(kind: TaskKind): TaskGroup {
  return groups[kind]
}
