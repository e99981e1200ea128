import { problemsOf } from './problems.ts'
import { type GroupRule, ruleDraftSchema, ruleLimits } from './rule.ts'
import type { z } from 'zod'

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
