import { addMonths, type Day, dayOfInstant, instantOfDay, monthStart } from '../time/day.ts'
import type { UsageRecord } from './record.ts'

/** What counting needs of a usage record. */
export type UsageMark = Pick<UsageRecord, 'session' | 'type' | 'boot_id' | 'mono_ms' | 'wall_ms'>

/** Rule 4.10; a bank may change the numbers as parameters. */
export const effectiveRule = {
  leastMs: 60_000,
  mergeWithinMs: 30 * 60_000,
  mostADay: 2,
  loginsAMonth: 12,
} as const

/** Logins as the official measure counts them, and effective ones (有效使用), of one person. */
export interface LoginCount {
  logins: number
  effective: number
}

interface Visit {
  startMs: number
  endMs: number
  activeMs: number
  actions: number
}

/** Sessions in order of their start. Time spent is monotonic within a boot; across boots unknown. */
function sessionsOf(marks: readonly UsageMark[]): Visit[] {
  const bySession = Map.groupBy(
    marks.filter((mark) => mark.session !== ''),
    (mark) => mark.session,
  )
  const sessions: Visit[] = []
  for (const own of bySession.values()) {
    const start = own.find((mark) => mark.type === 'session.start')
    if (!start) continue
    let activeMs = 0
    for (const boot of Map.groupBy(own, (mark) => mark.boot_id).values()) {
      const times = boot.map((mark) => mark.mono_ms)
      activeMs += Math.max(...times) - Math.min(...times)
    }
    sessions.push({
      startMs: start.wall_ms,
      endMs: Math.max(...own.map((mark) => mark.wall_ms)),
      activeMs,
      actions: own.filter((mark) => mark.type === 'action' || mark.type === 'reveal').length,
    })
  }
  return sessions.sort((a, b) => a.startMs - b.startMs)
}

/** Sessions joined where the next begins within half an hour of the end of the one before. */
function visitsOf(sessions: readonly Visit[]): Visit[] {
  const visits: Visit[] = []
  for (const session of sessions) {
    const last = visits.at(-1)
    if (last && session.startMs - last.endMs <= effectiveRule.mergeWithinMs) {
      last.endMs = Math.max(last.endMs, session.endMs)
      last.activeMs += session.activeMs
      last.actions += session.actions
    } else {
      visits.push({ ...session })
    }
  }
  return visits
}

/**
 * Logins of one person in the month of `day` (shown time, UTC+8), from the ledger's records of that
 * person; records of the day before the month make merging right at its edge. An unlock is no login.
 * The running session counts up to its last record: append one with the present time.
 */
export function countLogins(marks: readonly UsageMark[], day: Day): LoginCount {
  const from = instantOfDay(monthStart(day))
  const before = instantOfDay(addMonths(day, 1))
  const inMonth = (each: Visit) => each.startMs >= from && each.startMs < before
  const sessions = sessionsOf(marks)
  const effectiveByDay = new Map<Day, number>()
  for (const visit of visitsOf(sessions).filter(inMonth)) {
    if (visit.activeMs < effectiveRule.leastMs || visit.actions === 0) continue
    const on = dayOfInstant(visit.startMs)
    effectiveByDay.set(on, Math.min(effectiveRule.mostADay, (effectiveByDay.get(on) ?? 0) + 1))
  }
  return {
    logins: sessions.filter(inMonth).length,
    effective: [...effectiveByDay.values()].reduce((sum, count) => sum + count, 0),
  }
}

/** Logins expected of a person who was on duty for some of a month's working days: ⌈12 · duty ÷ working⌉. */
export function loginTarget(dutyDays: number, workingDays: number): number {
  if (workingDays === 0) return 0
  return Math.ceil((effectiveRule.loginsAMonth * dutyDays) / workingDays)
}
