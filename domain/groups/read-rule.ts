import { z } from 'zod'
import { choiceFieldNames, rangeFieldNames } from './fields.ts'
import { problemsOf } from './problems.ts'
import {
  choiceWays,
  type Condition,
  type GroupRule,
  joins,
  type RuleGroup,
  ruleLimits,
  type RulePart,
  ruleVersion,
} from './rule.ts'

const conditionSchema: z.ZodType<Condition> = z.union([
  z.strictObject({
    field: z.enum(rangeFieldNames),
    from: z.int().nullable(),
    to: z.int().nullable(),
  }),
  z.strictObject({
    field: z.enum(choiceFieldNames),
    is: z.enum(choiceWays),
    of: z.array(z.string().max(64)).max(ruleLimits.words),
  }),
])

const groupSchema: z.ZodType<RuleGroup> = z.strictObject({
  join: z.enum(joins),
  get parts(): z.ZodType<RulePart[]> {
    return z.array(z.union([conditionSchema, groupSchema])).max(ruleLimits.conditions)
  },
})

/** A rule as it is typed: every part has its shape, but values may be missing or make no sense yet. */
export const ruleDraftSchema: z.ZodType<GroupRule> = z.strictObject({
  version: z.literal(ruleVersion),
  root: groupSchema,
})

/** A rule that can be judged: right in shape, values and size (`problemsOf`). */
export const groupRuleSchema: z.ZodType<GroupRule> = ruleDraftSchema.superRefine(
  (rule, context) => {
    for (const { code, at } of problemsOf(rule)) {
      context.addIssue({ code: 'custom', path: ['root', ...at], message: code })
    }
  },
)

/** A rule as it is stored; null where it is none of this version, or a wrong one. */
export function readRule(text: string): GroupRule | null {
  if (text.length > ruleLimits.textLength) return null
  try {
    const rule = groupRuleSchema.safeParse(JSON.parse(text))
    return rule.success ? rule.data : null
  } catch {
    return null
  }
}
