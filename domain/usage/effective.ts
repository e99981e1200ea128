import { z } from 'zod'
import { addMonths, type Day, dayOfInstant, instantOfDay, monthStart } from '../time/day.ts'

/**
 * One session as the usage ledger tells it; times in ms. `activeMs` is monotonic time within boots,
 * so moving the wall clock lengthens nothing. `actions` counts business actions.
 */
export interface SessionUse {
  startMs: number
  endMs: number
  activeMs: number
  actions: number
}

/** Value of the parameter `usage.effective` (rule 4.10). */
export const effectiveRuleSchema = z.strictObject({
  leastMs: z.int().min(0),
  mergeWithinMs: z.int().min(0),
  mostADay: z.int().min(1),
  /** Logins expected in a full month. */
  loginsAMonth: z.int().min(0),
})
export type EffectiveRule = z.infer<typeof effectiveRuleSchema>

/** The product's rule. */
export const effectiveRule: EffectiveRule = {
  leastMs: 60_000,
  mergeWithinMs: 30 * 60_000,
  mostADay: 2,
  loginsAMonth: 12,
}

/** Logins as the official measure counts them, and effective ones (有效使用), of one person. */
export interface LoginCount {
  logins: number
  effective: number
}

/** Sessions joined where the next begins within half an hour of the end of the one before. */
function visitsOf(sessions: readonly SessionUse[], rule: EffectiveRule): SessionUse[] {
  const visits: SessionUse[] = []
  for (const session of [...sessions].sort((a, b) => a.startMs - b.startMs)) {
    const last = visits.at(-1)
    if (last && session.startMs - last.endMs <= rule.mergeWithinMs) {
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
 * Logins of one person in the month of `day` (shown time, UTC+8), from that person's sessions;
 * sessions of the day before the month make merging right at its edge. An unlock is no login.
 */
export function countLogins(
  sessions: readonly SessionUse[],
  day: Day,
  rule: EffectiveRule,
): LoginCount {
  const from = instantOfDay(monthStart(day))
  const before = instantOfDay(addMonths(day, 1))
  const inMonth = (each: SessionUse) => each.startMs >= from && each.startMs < before
  const effectiveByDay = new Map<Day, number>()
  for (const visit of visitsOf(sessions, rule).filter(inMonth)) {
    if (visit.activeMs < rule.leastMs || visit.actions === 0) continue
    const on = dayOfInstant(visit.startMs)
    effectiveByDay.set(on, Math.min(rule.mostADay, (effectiveByDay.get(on) ?? 0) + 1))
  }
  return {
    logins: sessions.filter(inMonth).length,
    effective: [...effectiveByDay.values()].reduce((sum, count) => sum + count, 0),
  }
}

/**
 * Logins expected of a person who was on duty for some of a month's working days:
 * ⌈loginsAMonth · duty ÷ working⌉.
 */
export function loginTarget(
  dutyDays: number,
  workingDays: number,
  { loginsAMonth }: EffectiveRule,
): number {
  if (workingDays === 0) return 0
  return Math.ceil((loginsAMonth * dutyDays) / workingDays)
}
