import { z } from 'zod'
import { signStates } from '#domain/assessment/records.ts'
import { usageModules } from '#domain/usage/modules.ts'

const id = z.string().max(64)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** What a step towards 达标 asks for. */
export const stepViewSchema = z.strictObject({
  act: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('effective'), count: z.int(), daysLeft: z.int() }),
    z.strictObject({ kind: z.literal('mandatory_courses'), count: z.int() }),
    z.strictObject({ kind: z.literal('courses'), count: z.int() }),
    z.strictObject({
      kind: z.literal('task'),
      taskId: id,
      customerId: id,
      customerName: z.string(),
      taskKind: z.string(),
      dueOn: day,
      quality: z.boolean(),
    }),
    z.strictObject({ kind: z.literal('module'), module: z.enum(usageModules) }),
    z.strictObject({ kind: z.literal('feedback') }),
  ]),
  gate: z.boolean(),
  gainHundredths: z.int(),
})
export type StepView = z.infer<typeof stepViewSchema>

/** A sign about the reader: what was seen, and what was said of it. Nobody else is named. */
export const ownSignSchema = z.strictObject({
  /** JSON of `Evidence`. */
  evidence: z.string(),
  /** Starts of own sessions that show it, ms UTC. */
  startsMs: z.array(z.int()),
  state: z.enum(signStates),
  foundAtMs: z.int(),
  decision: z.string().nullable(),
  decidedAtMs: z.int().nullable(),
})
export type OwnSign = z.infer<typeof ownSignSchema>
