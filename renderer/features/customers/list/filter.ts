import type { CustomerFilter } from '#contract/ipc/customers.ts'
import { noFilter } from '#contract/ipc/no-filter.ts'

/** Chips of the filter bar, in their order. */
export const chipKeys = [
  'tier',
  'managerRole',
  'change',
  'asset',
  'maturity',
  'contact',
  'completeness',
  'gap',
  'task',
  'mark',
  'risk',
  'churn',
  'value',
  'type',
  'holds',
  'manager',
  'group',
  'favourite',
] as const

/** A chip of the filter bar. */
export type ChipKey = (typeof chipKeys)[number]

/** Fields of the filter that belong to a chip. */
const fieldsOf: Record<ChipKey, readonly (keyof CustomerFilter)[]> = {
  tier: ['tier', 'tierAndAbove'],
  managerRole: ['managerRole'],
  change: ['change'],
  asset: ['asset'],
  maturity: ['maturesWithinDays'],
  contact: ['notContactedForDays', 'overdue'],
  completeness: ['incompleteBelowBp'],
  gap: ['gap'],
  task: ['task'],
  mark: ['mark'],
  risk: ['risk'],
  churn: ['churn'],
  value: ['valueFrom'],
  type: ['customerType'],
  holds: ['holdsAtLeast'],
  manager: ['managerId'],
  group: ['groupId'],
  favourite: ['favourite'],
}

/** A field's value as it counts: missing is no restriction, and 及以上 means nothing alone. */
function effective(filter: CustomerFilter, field: keyof CustomerFilter): unknown {
  if (field === 'tierAndAbove') return filter.tier !== null && filter.tierAndAbove
  return filter[field] ?? noFilter[field]
}

/** Whether two filters agree on a chip. */
export function sameChip(one: CustomerFilter, other: CustomerFilter, chip: ChipKey): boolean {
  return fieldsOf[chip].every((field) => effective(one, field) === effective(other, field))
}

/** Whether a chip restricts the list. */
export function isSet(filter: CustomerFilter, chip: ChipKey): boolean {
  return !sameChip(filter, noFilter, chip)
}

/** The fields of a chip set to 不限. */
export function cleared(chip: ChipKey): Partial<CustomerFilter> {
  return Object.fromEntries(fieldsOf[chip].map((field) => [field, noFilter[field]]))
}

/** The filter without one chip's restriction. */
export function withoutChip(filter: CustomerFilter, chip: ChipKey): CustomerFilter {
  return { ...filter, ...cleared(chip) }
}

/** Whether two filters let the same customers through. */
export function sameFilter(one: CustomerFilter, other: CustomerFilter): boolean {
  return one.text.trim() === other.text.trim() && chipKeys.every((key) => sameChip(one, other, key))
}

/**
 * The restriction to give up first when nothing fits: the last chip that is set and that the view
 * itself did not set, else the last one at all; null where only the typed text restricts.
 */
export function chipToRelax(filter: CustomerFilter, view: CustomerFilter): ChipKey | null {
  const set = chipKeys.filter((chip) => isSet(filter, chip))
  return set.findLast((chip) => !sameChip(filter, view, chip)) ?? set.at(-1) ?? null
}
