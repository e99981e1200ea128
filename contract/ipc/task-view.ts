import { z } from 'zod'
import { taskKinds } from '#domain/workbench/task-words.ts'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A thing to do for a customer; `queued` while an own outcome waits for head office. */
export const taskViewSchema = z.strictObject({
  id: z.string(),
  customerId: z.string(),
  kind: z.enum(taskKinds),
  priority: z.int(),
  dueOn: day,
  amountFen: z.int().nullable(),
  /** Facts the rule saw, for the sentence on screen. */
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  ruleVersion: z.string(),
  state: z.enum(['open', 'done', 'cancelled']),
  /** Day until which somebody put it off. */
  notBefore: day.nullable(),
  queued: z.boolean(),
})
export type TaskView = z.infer<typeof taskViewSchema>
