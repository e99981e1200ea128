import type { ChoiceField, RangeField } from './fields.ts'

/** Version of the rule language; a rule of another version is not guessed at. */
export const ruleVersion = 1

/** How much a rule may hold: groups inside one another, conditions, words of a choice, characters. */
export const ruleLimits = { depth: 3, conditions: 20, words: 20, textLength: 6000 } as const

/** How the parts of a group stand together: 且 all, 或 any, 都不 none of them. */
export const joins = ['all', 'any', 'none'] as const
export type Join = (typeof joins)[number]

/** How chosen words must stand to a customer's: one of them, all of them, none of them. */
export const choiceWays = ['any', 'all', 'none'] as const
export type ChoiceWay = (typeof choiceWays)[number]

/** A number between two bounds, both included; null is no bound. A number nobody knows fits nothing. */
export interface RangeCondition {
  field: RangeField
  from: number | null
  to: number | null
}

/** Words of a field among which a customer's must be. */
export interface ChoiceCondition {
  field: ChoiceField
  is: ChoiceWay
  of: string[]
}

/** One condition of a rule. */
export type Condition = RangeCondition | ChoiceCondition

/** Parts that stand together; a part is a condition or a group of its own. */
export interface RuleGroup {
  join: Join
  parts: RulePart[]
}
/** A condition or a group of them. */
export type RulePart = Condition | RuleGroup

/** Who belongs to a group: a tree of conditions, in a version of the language. */
export interface GroupRule {
  version: typeof ruleVersion
  root: RuleGroup
}

/** Whether a part is a group. */
export const isGroup = (part: RulePart): part is RuleGroup => 'join' in part
/** Whether a condition bounds a number. */
export const isRange = (condition: Condition): condition is RangeCondition => 'from' in condition

/** A rule in which nothing is asked yet. */
export const emptyRule = (): GroupRule => ({
  version: ruleVersion,
  root: { join: 'all', parts: [] },
})

/** The conditions of a part in the order they are read. */
export function conditionsOf(part: RulePart): Condition[] {
  return isGroup(part) ? part.parts.flatMap(conditionsOf) : [part]
}
