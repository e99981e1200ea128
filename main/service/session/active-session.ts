import type { SessionView } from '#contract/ipc/session.ts'
import type { Grant } from '#contract/sync/login.ts'
import type { KeySlot } from '#db/journal/slots.ts'
import { onlineOnlyRoles, type Role } from '#domain/organisation/roles.ts'
import type { Witness } from '../ledger/ledger.ts'

/** A person at work: from login to logout, also behind a locked screen. */
export interface ActiveSession {
  readonly id: string
  readonly grant: Grant
  /** The signed grant; every command names it. */
  readonly grantText: string
  /** The slot that unlocks; for online-only roles it exists in memory alone. */
  readonly slot: KeySlot
  readonly branchName: string
  readonly startedAtMs: number
  /** How head office stands to this session; turns to online when it is reached again. */
  mode: 'online' | 'offline'
  locked: boolean
  /** Number of the invented branch this person practises on; null while there is none. */
  practising: number | null
}

/** Roles the person has right now: those that are online only do not count offline. */
export function effectiveRoles(session: ActiveSession): readonly Role[] {
  const { roles } = session.grant
  if (session.mode === 'online') return roles
  return roles.filter((role) => !onlineOnlyRoles.includes(role))
}

/** Whether a grant allows no offline login at all. */
export function isOnlineOnly(grant: Grant): boolean {
  return grant.notAfterMs <= grant.issuedAtMs
}

/** The session as the ledger names it. */
export function witnessOf(session: ActiveSession): Witness {
  return {
    staffId: session.grant.staffId,
    roles: effectiveRoles(session),
    sessionId: session.id,
    mode: session.mode,
  }
}

/** The session as screens see it. */
export function sessionView(session: ActiveSession): SessionView {
  const { staffId, staffNo, name, post, branchId, notAfterMs } = session.grant
  return {
    staffId,
    staffNo,
    name,
    post,
    roles: [...effectiveRoles(session)],
    branchId,
    branchName: session.branchName,
    mode: session.mode,
    startedAtMs: session.startedAtMs,
    grantUntilMs: notAfterMs,
    locked: session.locked,
    practising: session.practising,
  }
}
