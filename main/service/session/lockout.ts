import type { Failure } from '#db/journal/attempts.ts'

/** Failures in a row after which one has to wait, and after which only head office helps. */
export const failuresBeforeWait = 5
export const failuresBeforeOnline = 10

/** How long one has to wait, ms. */
export const waitMs = 15 * 60_000

/** What failures mean for the next attempt; `leftMs` until it is allowed. */
export type Lockout = { kind: 'none' } | { kind: 'wait'; leftMs: number } | { kind: 'online' }

/**
 * Judges the failures since the last success, oldest first. The wait after the fifth is monotonic
 * time: after a restart of the service it begins again in full, whatever the wall clock says.
 */
export function judgeLockout(
  failures: readonly Failure[],
  runId: string,
  monotonicNow: number,
): Lockout {
  if (failures.length >= failuresBeforeOnline) return { kind: 'online' }
  const fifth = failures[failuresBeforeWait - 1]
  if (!fifth) return { kind: 'none' }
  const since = fifth.run_id === runId ? fifth.mono_ms : 0
  const leftMs = since + waitMs - monotonicNow
  return leftMs > 0 ? { kind: 'wait', leftMs } : { kind: 'none' }
}
