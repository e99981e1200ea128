import type { ChoiceField, RangeField } from './fields.ts'
import { type Condition, isGroup, isRange, type RulePart } from './rule.ts'

/** A customer as rules see one: numbers (null where nobody knows), and words of each field. */
export interface RuleFacts {
  numbers: Readonly<Record<RangeField, number | null>>
  words: Readonly<Record<ChoiceField, readonly string[]>>
}

/** Whether a customer fits one condition. */
export function fitsCondition(condition: Condition, { numbers, words }: RuleFacts): boolean {
  if (isRange(condition)) {
    const value = numbers[condition.field]
    if (value === null) return false
    return value >= (condition.from ?? -Infinity) && value <= (condition.to ?? Infinity)
  }
  const own = words[condition.field]
  const { is, of } = condition
  if (is === 'all') return of.every((word) => own.includes(word))
  return of.some((word) => own.includes(word)) === (is === 'any')
}

/** Whether a customer belongs to a group by its rule; the reference of every other way to judge it. */
export function fits(part: RulePart, facts: RuleFacts): boolean {
  if (!isGroup(part)) return fitsCondition(part, facts)
  const { join, parts } = part
  if (join === 'all') return parts.every((each) => fits(each, facts))
  return parts.some((each) => fits(each, facts)) === (join === 'any')
}
