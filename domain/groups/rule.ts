import { z } from 'zod'
import { choiceFieldNames, rangeFieldNames } from './fields.ts'

/** Version of the rule language; a rule of another version is not guessed at. */
export const ruleVersion = 1

/** How much a rule may hold: groups inside one another, conditions, words of a choice. */
export const ruleLimits = { depth: 3, conditions: 20, words: 20, textLength: 6000 } as const

/** How the parts of a group stand together: 且 all, 或 any, 都不 none of them. */
export const joins = ['all', 'any', 'none'] as const
export type Join = (typeof joins)[number]

/** How chosen words must stand to a customer's: one of them, all of them, none of them. */
export const choiceWays = ['any', 'all', 'none'] as const
export type ChoiceWay = (typeof choiceWays)[number]

/** A number between two bounds, both included; null is no bound. A number nobody knows fits nothing. */
export const rangeConditionSchema = z.strictObject({
  field: z.enum(rangeFieldNames),
  from: z.int().nullable(),
  to: z.int().nullable(),
})
export type RangeCondition = z.infer<typeof rangeConditionSchema>

/** Words of a field among which a customer's must be. */
export const choiceConditionSchema = z.strictObject({
  field: z.enum(choiceFieldNames),
  is: z.enum(choiceWays),
  of: z.array(z.string().max(64)).max(ruleLimits.words),
})
export type ChoiceCondition = z.infer<typeof choiceConditionSchema>

/** One condition of a rule. */
export type Condition = RangeCondition | ChoiceCondition

/** Parts that stand together; a part is a condition or a group of its own. */
export interface RuleGroup {
  join: Join
  parts: RulePart[]
}
/** A condition or a group of them. */
export type RulePart = Condition | RuleGroup

/** Whether a part is a group. */
export const isGroup = (part: RulePart): part is RuleGroup => 'join' in part
/** Whether a condition bounds a number. */
export const isRange = (condition: Condition): condition is RangeCondition => 'from' in condition

const groupSchema: z.ZodType<RuleGroup> = z.strictObject({
  join: z.enum(joins),
  get parts(): z.ZodType<RulePart[]> {
    return z
      .array(z.union([rangeConditionSchema, choiceConditionSchema, groupSchema]))
      .max(ruleLimits.conditions)
  },
})

/** Who belongs to a group: a tree of conditions, in a version of the language. */
export interface GroupRule {
  version: typeof ruleVersion
  root: RuleGroup
}

/** A rule as it is typed: every part has its shape, but values may be missing or make no sense yet. */
export const ruleDraftSchema: z.ZodType<GroupRule> = z.strictObject({
  version: z.literal(ruleVersion),
  root: groupSchema,
})

/** A rule in which nothing is asked yet. */
export const emptyRule = (): GroupRule => ({
  version: ruleVersion,
  root: { join: 'all', parts: [] },
})

/** The conditions of a rule in the order they are read. */
export function conditionsOf(part: RulePart): Condition[] {
  return isGroup(part) ? part.parts.flatMap(conditionsOf) : [part]
}
