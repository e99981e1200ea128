import { z } from 'zod'

/**
 * Value of the parameter `reveal.limits`: a person's own looks at masked fields in full. Versions
 * published earlier hold a limit that is no longer; it is passed over.
 */
export const revealLimitsSchema = z.object({
  perHour: z.int().min(0),
  perDay: z.int().min(0),
  shownSeconds: z.int().min(1),
})
export type RevealLimits = z.infer<typeof revealLimitsSchema>

/** The product's limits. */
export const revealLimits: RevealLimits = {
  perHour: 30,
  perDay: 200,
  shownSeconds: 30,
}

/** Which limit one more look would break, given how many there were; null where none. */
export function brokenRevealLimit(
  counts: { hour: number; day: number },
  limits: RevealLimits,
): 'hour' | 'day' | null {
  if (counts.day >= limits.perDay) return 'day'
  return counts.hour >= limits.perHour ? 'hour' : null
}
