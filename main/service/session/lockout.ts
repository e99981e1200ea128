import type { Failure } from '#db/journal/attempts.ts'
import type { LockoutLimits } from '#domain/organisation/lockout.ts'

/** What failures mean for the next attempt; `leftMs` until it is allowed. */
export type Lockout = { kind: 'none' } | { kind: 'wait'; leftMs: number } | { kind: 'online' }

/**
 * Judges the failures since the last success, oldest first. The wait is monotonic time: after a restart of the service it begins again in full, whatever the wall clock says.
 */
export function judgeLockout(
  failures: readonly Failure[],
  runId: string,
  monotonicNow: number,
  limits: LockoutLimits,
): Lockout {
  if (failures.length >= limits.beforeOnline) return { kind: 'online' }
  const last = failures[limits.beforeWait - 1]
  if (!last) return { kind: 'none' }
  const since = last.run_id === runId ? last.mono_ms : 0
  const leftMs = since + limits.waitMinutes * 60_000 - monotonicNow
  return leftMs > 0 ? { kind: 'wait', leftMs } : { kind: 'none' }
}
