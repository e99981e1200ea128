import { z } from 'zod'

/** Value of the parameter `lock.failures`: what wrong passwords in a row lead to. */
export const lockoutLimitsSchema = z.strictObject({
  /** Failures after which one has to wait. */
  beforeWait: z.int().min(1).max(20),
  waitMinutes: z.int().min(1).max(1440),
  /** Failures after which a PC lets in only whom head office has let in. */
  beforeOnline: z.int().min(1).max(100),
})
export type LockoutLimits = z.infer<typeof lockoutLimitsSchema>

/** The product's limits: 5 failures wait 15 minutes, 10 need head office. */
export const lockoutLimits: LockoutLimits = { beforeWait: 5, waitMinutes: 15, beforeOnline: 10 }
