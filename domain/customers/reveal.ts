/** Limits of looking at masked fields in full (parameters of the bank): a person's own. */
export const revealLimits = { perHour: 30, perDay: 200, shownSeconds: 30 } as const

/** Which limit one more look would break, given how many there were; null where none. */
export function brokenRevealLimit(counts: { hour: number; day: number }): 'hour' | 'day' | null {
  if (counts.day >= revealLimits.perDay) return 'day'
  return counts.hour >= revealLimits.perHour ? 'hour' : null
}
