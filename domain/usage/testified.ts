import { isUsageModule, type UsageModule } from './modules.ts'
import type { UsageType } from './record.ts'

/** What a verified record tells of one moment of a session; times in ms UTC, `monoMs` within a boot. */
export interface SessionMoment {
  sessionId: string
  staffId: string
  bootId: string
  type: UsageType
  offline: boolean
  wallMs: number
  monoMs: number
  /** Head office's time of its last receipt before this record, 0 without one, and of its arrival. */
  notBeforeMs: number
  notAfterMs: number
  /** The module of an action as its body names it; null where there is none. */
  module: string | null
}

/** A session of one person as a verified ledger tells it; times in ms UTC. */
export interface VerifiedSession {
  staffId: string
  sessionId: string
  startMs: number
  endMs: number
  /** Monotonic time within boots. */
  activeMs: number
  /** How much of it lay between a lock and the unlock after it, or the end of the boot. */
  lockedMs: number
  /** Business actions, in order: ms after the start, and the module each names, where it is one. */
  actions: { afterMs: number; module: UsageModule | null }[]
  offline: boolean
}

const workTypes: ReadonlySet<UsageType> = new Set([
  'session.start',
  'session.lock',
  'session.unlock',
  'session.end',
  'heartbeat',
  'action',
  'reveal',
])

/** The wall clock of a moment, held within what head office knows of its time. */
function trustedMs({ wallMs, notBeforeMs, notAfterMs }: SessionMoment): number {
  return Math.max(notBeforeMs, Math.min(wallMs, notAfterMs))
}

const latest = (times: readonly number[]) => times.reduce((a, b) => Math.max(a, b))
const earliest = (times: readonly number[]) => times.reduce((a, b) => Math.min(a, b))

/** Time of one boot behind a locked screen; `moments` in the order of their records. */
function lockedIn(moments: readonly SessionMoment[]): number {
  let [locked, lockedMs, lastMs] = [false, 0, 0]
  for (const { type, monoMs } of moments) {
    if (locked) lockedMs += Math.max(0, monoMs - lastMs)
    if (type === 'session.lock') locked = true
    if (type === 'session.unlock') locked = false
    lastMs = monoMs
  }
  return lockedMs
}

function sessionOf(start: SessionMoment, moments: readonly SessionMoment[]): VerifiedSession {
  const startMs = trustedMs(start)
  /** No session is longer than from its start to the arrival of its last record, whatever it says. */
  const mostMs = Math.max(0, latest(moments.map(({ notAfterMs }) => notAfterMs)) - startMs)
  const within = (ms: number) => Math.max(0, Math.min(ms, mostMs))
  const after = (moment: SessionMoment) =>
    within(
      moment.bootId === start.bootId ? moment.monoMs - start.monoMs : trustedMs(moment) - startMs,
    )
  let [activeMs, lockedMs] = [0, 0]
  for (const boot of Map.groupBy(moments, ({ bootId }) => bootId).values()) {
    const times = boot.map(({ monoMs }) => monoMs)
    activeMs += latest(times) - earliest(times)
    lockedMs += lockedIn(boot)
  }
  const actions = moments
    .filter(({ type }) => type === 'action' || type === 'reveal')
    .map((moment) => ({
      afterMs: after(moment),
      module: isUsageModule(moment.module) ? moment.module : null,
    }))
  const { staffId, sessionId, offline } = start
  const endMs = startMs + latest(moments.map(after))
  activeMs = within(activeMs)
  lockedMs = Math.min(lockedMs, activeMs)
  return { staffId, sessionId, startMs, endMs, activeMs, lockedMs, actions, offline }
}

/**
 * Sessions that moments, in the order of their records, belong to. Time is monotonic within a boot, and
 * what lies between two boots counts nothing; the wall clock says on which day a session began, and only
 * between the last receipt and the arrival. Moments of a session whose start is not among them are left out.
 */
export function verifiedSessions(moments: readonly SessionMoment[]): VerifiedSession[] {
  const work = moments.filter(({ type }) => workTypes.has(type))
  const bySession = Map.groupBy(work, ({ staffId, sessionId }) => `${staffId}\u0000${sessionId}`)
  return [...bySession.values()].flatMap((own) => {
    const start = own.find(({ type }) => type === 'session.start')
    return start ? [sessionOf(start, own)] : []
  })
}
