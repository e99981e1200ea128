import type { ErrorCode } from '#contract/errors.ts'

/** Codes that stop pushing until somebody has looked at this PC. */
export const incidents: ReadonlySet<ErrorCode> = new Set([
  'command.gap',
  'command.cloned',
  'device.incident',
])

/** Codes that say: only a snapshot brings this cache forward. */
export const snapshotCodes: ReadonlySet<ErrorCode> = new Set(['cursor.stale', 'cursor.otherEpoch'])

/**
 * Codes after which the session is another one. After an outage a new one tells what changed
 * meanwhile, first of all who was revoked.
 */
export const newSessionCodes: ReadonlySet<ErrorCode> = new Set([
  'headOffice.unreachable',
  'cursor.otherEpoch',
  'session.required',
  'device.revoked',
])

/** Codes that concern the whole round, not one half of it. */
export const roundCodes: ReadonlySet<ErrorCode> = new Set(['headOffice.busy', ...newSessionCodes])
