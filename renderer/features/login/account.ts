import type { LocalAccount } from '#contract/ipc/session.ts'

/** Whether an account of this PC may log in offline now. */
export type AccountState =
  | { kind: 'usable'; leftMs: number }
  | { kind: 'expired' }
  | { kind: 'onlineOnly' }
  | { kind: 'locked'; leftMs: number }

/** State of an account at a moment, ms UTC. A lock weighs more than what is left of the grant. */
export function accountState(account: LocalAccount, nowMs: number): AccountState {
  if (account.lockedUntilMs !== null && account.lockedUntilMs > nowMs) {
    return { kind: 'locked', leftMs: account.lockedUntilMs - nowMs }
  }
  if (account.onlineOnly) return { kind: 'onlineOnly' }
  const leftMs = account.grantUntilMs - nowMs
  return leftMs > 0 ? { kind: 'usable', leftMs } : { kind: 'expired' }
}

/** The account to offer first: the one usable offline that was online last. */
export function firstUsable(
  accounts: readonly LocalAccount[],
  nowMs: number,
): LocalAccount | undefined {
  return lastOnline(accounts.filter((account) => accountState(account, nowMs).kind === 'usable'))
}

/** The account of this PC that was online last. */
export function lastOnline(accounts: readonly LocalAccount[]): LocalAccount | undefined {
  return [...accounts].sort((a, b) => b.grantIssuedAtMs - a.grantIssuedAtMs)[0]
}

/** Days a grant is drawn as, one segment each. */
export const leaseSegments = 7

/**
 * Fill of each segment of the lease bar, 0–1, in the order of time: what is gone empties from the
 * left, as the days pass.
 */
export function leaseFill(account: LocalAccount, nowMs: number): number[] {
  const whole = account.grantUntilMs - account.grantIssuedAtMs
  const left = Math.max(0, Math.min(1, (account.grantUntilMs - nowMs) / whole)) * leaseSegments
  return Array.from({ length: leaseSegments }, (_, index) =>
    Math.max(0, Math.min(1, left - (leaseSegments - 1 - index))),
  )
}
