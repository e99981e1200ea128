import { z } from 'zod'
import type { counterLimits } from './limits.ts'

const ms = z
  .int()
  .min(1_000)
  .max(24 * 3_600_000)

/** Value of the parameter `counter.limits`. */
export const counterLimitsSchema = z.strictObject({
  openMs: ms,
  clearAfterMs: ms,
  lockAfterMs: ms,
  glanceMs: ms,
  mostCandidates: z.int().min(1).max(20),
  mostMisses: z.int().min(1).max(100),
  missWindowMs: ms,
}) satisfies z.ZodType<CounterLimits>

/** Limits of the counter, as {@link counterLimits} describes each. */
export type CounterLimits = Record<keyof typeof counterLimits, number>
