import type { CustomerFilter } from './customers.ts'

/** The filter of a customer list that lets everybody through. */
export const noFilter: CustomerFilter = {
  text: '',
  tier: null,
  tierAndAbove: false,
  managerRole: null,
  asset: null,
  change: null,
  maturesWithinDays: null,
  notContactedForDays: null,
  incompleteBelowBp: null,
  overdue: false,
  gap: null,
  task: null,
  mark: null,
  risk: null,
  churn: null,
  valueFrom: null,
  customerType: null,
  holdsAtLeast: null,
  managerId: null,
  groupId: null,
  favourite: false,
}
