import type { CustomerFilter } from '#contract/ipc/customers.ts'
import { churnBands } from '#domain/customers/churn.ts'
import { tiers } from '#domain/customers/tiers.ts'
import type { Condition, GroupRule } from '#domain/groups/rule.ts'
import { type ChipKey, isSet } from '../list/filter.ts'

/** A rule that says what a filter says, and the restrictions that cannot be said in one. */
export interface FilterRule {
  rule: GroupRule
  /** Chips that were left out; `text` for what was typed. */
  leftOut: (ChipKey | 'text')[]
}

const choice = <Field extends Extract<Condition, { is: string }>['field']>(
  field: Field,
  of: readonly string[],
): Condition => ({ field, is: 'any', of: [...of] })

/** The conditions of a chip that is set; null where it cannot be a condition. */
function conditionsOf(chip: ChipKey, filter: CustomerFilter): Condition[] | null {
  switch (chip) {
    case 'tier': {
      const { tier, tierAndAbove } = filter
      if (tier === null) return []
      return [choice('tier', tierAndAbove ? tiers.slice(tiers.indexOf(tier)) : [tier])]
    }
    case 'change':
      return [choice('movement', [filter.change ?? 'down'])]
    case 'asset':
      return [choice('holds', [filter.asset ?? 'deposit'])]
    case 'maturity':
      return [{ field: 'maturesIn', from: null, to: filter.maturesWithinDays }]
    case 'contact':
      return filter.overdue === true
        ? [choice('contactCycle', ['overdue'])]
        : [{ field: 'uncontacted', from: filter.notContactedForDays, to: null }]
    case 'completeness':
      return [
        {
          field: 'completeness',
          from: null,
          to: Math.max(0, Math.ceil((filter.incompleteBelowBp ?? 0) / 100) - 1),
        },
      ]
    case 'gap':
      return [choice('gap', [filter.gap ?? 'near'])]
    case 'task':
      return filter.task ? [choice('task', [filter.task])] : []
    case 'mark':
      return filter.mark ? [choice('mark', [filter.mark])] : []
    case 'risk':
      return filter.risk ? [choice('risk', [filter.risk])] : []
    case 'churn':
      return filter.churn
        ? [choice('churn', churnBands.slice(churnBands.indexOf(filter.churn)))]
        : []
    case 'value':
      return [{ field: 'valueScore', from: filter.valueFrom ?? null, to: null }]
    case 'type':
      return filter.customerType ? [choice('type', [filter.customerType])] : []
    case 'holds':
      return [
        { field: 'classCount', from: filter.holdsAtLeast ?? null, to: null },
        { field: 'mark', is: 'none', of: ['deceased'] },
      ]
    case 'manager':
      return filter.managerId ? [choice('manager', [filter.managerId])] : []
    case 'managerRole':
    case 'group':
    case 'favourite':
      return null
  }
}

/** The rule of a filter of the list. */
export function ruleOfFilter(filter: CustomerFilter, chips: readonly ChipKey[]): FilterRule {
  const leftOut: FilterRule['leftOut'] = filter.text.trim() === '' ? [] : ['text']
  const parts = chips.flatMap((chip): Condition[] => {
    if (!isSet(filter, chip)) return []
    const conditions = conditionsOf(chip, filter)
    if (conditions === null) leftOut.push(chip)
    return conditions ?? []
  })
  return { rule: { version: 1, root: { join: 'all', parts } }, leftOut }
}
