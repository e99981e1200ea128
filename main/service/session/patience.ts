import type { EndReason } from './sessions.ts'

/** Ends of a session that come over whoever is at work. */
export const unaskedEnds: ReadonlySet<'locked' | EndReason> = new Set([
  'revoked',
  'expired',
  'device_revoked',
])
/** How long they wait for the page to save what is typed, ms. */
export const draftPatienceMs = 500

/** Head office counts as not there when a login takes longer than this, ms. */
export const loginPatienceMs = { online: 15_000, offline: 4_000 }
