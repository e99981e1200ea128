import { z } from 'zod'
import { effectiveRuleSchema, sessionVerdicts } from '#domain/usage/effective.ts'
import { usageModules } from '#domain/usage/modules.ts'
import { channel } from './channel.ts'

const month = z.string().regex(/^\d{4}-\d{2}-01$/)

/** A session of the person at this PC, and how it counted. Times in ms UTC. */
export const ownSessionSchema = z.strictObject({
  startMs: z.int(),
  endMs: z.int(),
  /** Time of use as the rule counts it, by clocks nobody can set. */
  workedMs: z.int(),
  actions: z.int(),
  modules: z.array(z.enum(usageModules)),
  offline: z.boolean(),
  /** Whether this PC's own ledger tells of it. */
  here: z.boolean(),
  verdict: z.enum(sessionVerdicts),
  /** Start of the session it belongs to. */
  mergedIntoMs: z.int().nullable(),
  nthOfDay: z.int().nullable(),
})
export type OwnSession = z.infer<typeof ownSessionSchema>

/** Own use of a month as the ledger of this PC tells it. */
export const ownUseSchema = z.strictObject({
  month,
  /** The running month, beyond which there is nothing. */
  latestMonth: month,
  effective: z.int(),
  logins: z.int(),
  activeDays: z.int(),
  /** Effective logins expected of a full month. */
  target: z.int(),
  /** Modules the person's roles should use; empty where the scheme asks for none. */
  required: z.array(z.enum(usageModules)),
  /** Modules used, with how often and when last. */
  used: z.array(
    z.strictObject({ module: z.enum(usageModules), actions: z.int(), lastMs: z.int() }),
  ),
  rule: effectiveRuleSchema,
  /** Oldest first. */
  sessions: z.array(ownSessionSchema),
})
export type OwnUse = z.infer<typeof ownUseSchema>

/** 培训考核: what a person sees of the own use. Looking at it is no business action. */
export const trainingChannels = {
  /** `month` null asks for the running one. */
  'training.ownUse': channel('session', z.strictObject({ month: month.nullable() }), ownUseSchema),
}
