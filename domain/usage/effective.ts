import { z } from 'zod'
import { addMonths, type Day, dayOfInstant, instantOfDay, monthStart } from '../time/day.ts'

/**
 * One session as the usage ledger tells it; times in ms. `activeMs` is monotonic time within boots,
 * so moving the wall clock lengthens nothing; `lockedMs` of it the screen was locked. `actions` counts
 * business actions.
 */
export interface SessionUse {
  startMs: number
  endMs: number
  activeMs: number
  lockedMs: number
  actions: number
  /** An offline session whose records head office has not verified yet. */
  waits?: boolean
  /** One that head office had not verified when the month was locked. */
  afterLock?: boolean
}

/** Value of the parameter `usage.effective` (rule 4.10). */
export const effectiveRuleSchema = z.strictObject({
  leastMs: z.int().min(0),
  mergeWithinMs: z.int().min(0),
  mostADay: z.int().min(1),
  /** Logins expected in a full month. */
  loginsAMonth: z.int().min(0),
  /** Whether time behind a locked screen is time of use. Versions from before there was the choice: no. */
  lockedCounts: z.boolean().default(false),
})
export type EffectiveRule = z.infer<typeof effectiveRuleSchema>

/** The product's rule. */
export const effectiveRule: EffectiveRule = {
  leastMs: 60_000,
  mergeWithinMs: 30 * 60_000,
  mostADay: 2,
  loginsAMonth: 12,
  lockedCounts: false,
}

/** Time of a session that counts, ms. */
export function workedMs(
  { activeMs, lockedMs }: Pick<SessionUse, 'activeMs' | 'lockedMs'>,
  { lockedCounts }: Pick<EffectiveRule, 'lockedCounts'>,
): number {
  return lockedCounts ? activeMs : activeMs - lockedMs
}

/** How a session counted, or why not. */
export const sessionVerdicts = [
  'counted',
  'merged',
  'too_short',
  'no_action',
  'over_days_most',
  'waits',
  'after_lock',
] as const
export type SessionVerdict = (typeof sessionVerdicts)[number]

/** A session with its verdict. */
export interface JudgedSession<Session extends SessionUse = SessionUse> {
  session: Session
  verdict: SessionVerdict
  /** Start of the session it belongs to, ms; null where it stands for itself. */
  mergedIntoMs: number | null
  /** The how many-th of its day it is, from 1; null where it did not count. */
  nthOfDay: number | null
}

/** Use of one person in one month. */
export interface MonthUse {
  /** Logins as the official measure counts them, and effective ones (有效使用). */
  logins: number
  effective: number
  /** Days with an effective login. */
  activeDays: number
  /** Offline sessions that count in no way before head office has verified their records. */
  waiting: number
}

/** Logins as the official measure counts them, and effective ones (有效使用), of one person. */
export type LoginCount = Pick<MonthUse, 'logins' | 'effective'>

/** Sessions that belong together, and what they came to. */
interface Visit<Session extends SessionUse> {
  sessions: Session[]
  startMs: number
  endMs: number
  workedMs: number
  actions: number
}

const byStart = (a: SessionUse, b: SessionUse): number => a.startMs - b.startMs || a.endMs - b.endMs

/** Sessions joined where the next begins within half an hour of the end of the one before. */
function visitsOf<Session extends SessionUse>(
  sessions: readonly Session[],
  rule: EffectiveRule,
): Visit<Session>[] {
  const visits: Visit<Session>[] = []
  for (const session of [...sessions].sort(byStart)) {
    const last = visits.at(-1)
    if (last && session.startMs - last.endMs <= rule.mergeWithinMs) {
      last.sessions.push(session)
      last.endMs = Math.max(last.endMs, session.endMs)
      last.workedMs += workedMs(session, rule)
      last.actions += session.actions
    } else {
      const { startMs, endMs, actions } = session
      const worked = workedMs(session, rule)
      visits.push({ sessions: [session], startMs, endMs, workedMs: worked, actions })
    }
  }
  return visits
}

/**
 * How each session of one person in the month of `day` (shown time, UTC+8) counted or why not, by start;
 * `sessions` may begin earlier, which makes merging right at the month's edge. Sessions within half an
 * hour are one use, of which the first carries the verdict; it belongs to the day on which it began. A
 * session that waits for verification, or came after the month was locked, joins nothing, so it can take
 * nothing away that counted already.
 */
export function judgeSessions<Session extends SessionUse>(
  sessions: readonly Session[],
  day: Day,
  rule: EffectiveRule,
): JudgedSession<Session>[] {
  const from = instantOfDay(monthStart(day))
  const before = instantOfDay(addMonths(day, 1))
  const counted = new Map<Day, number>()
  const judged: JudgedSession<Session>[] = []
  const known: Session[] = []
  for (const session of sessions) {
    const verdict = session.afterLock ? 'after_lock' : session.waits ? 'waits' : null
    if (verdict === null) known.push(session)
    else judged.push({ session, verdict, mergedIntoMs: null, nthOfDay: null })
  }
  for (const visit of visitsOf(known, rule)) {
    const on = dayOfInstant(visit.startMs)
    const nth = (counted.get(on) ?? 0) + 1
    let verdict: SessionVerdict = 'counted'
    if (visit.workedMs < rule.leastMs) verdict = 'too_short'
    else if (visit.actions === 0) verdict = 'no_action'
    else if (nth > rule.mostADay) verdict = 'over_days_most'
    if (verdict === 'counted') counted.set(on, nth)
    const [first, ...merged] = visit.sessions
    if (first === undefined) continue
    const nthOfDay = verdict === 'counted' ? nth : null
    judged.push({ session: first, verdict, mergedIntoMs: null, nthOfDay })
    for (const session of merged) {
      judged.push({ session, verdict: 'merged', mergedIntoMs: visit.startMs, nthOfDay: null })
    }
  }
  return judged
    .filter(({ session }) => session.startMs >= from && session.startMs < before)
    .sort((a, b) => byStart(a.session, b.session))
}

/** What judged sessions of a month come to. */
export function monthUseOf(judged: readonly JudgedSession[]): MonthUse {
  const counted = judged.filter(({ verdict }) => verdict === 'counted')
  return {
    logins: judged.filter(({ verdict }) => verdict !== 'after_lock').length,
    effective: counted.length,
    activeDays: new Set(counted.map(({ session }) => dayOfInstant(session.startMs))).size,
    waiting: judged.filter(({ verdict }) => verdict === 'waits').length,
  }
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
  const { logins, effective } = monthUseOf(judgeSessions(sessions, day, rule))
  return { logins, effective }
}

/**
 * Logins expected of a person who was on duty for some of a month's working days:
 * ⌈loginsAMonth · duty ÷ working⌉. Both are counted in the same unit, days or parts of one.
 */
export function loginTarget(
  dutyDays: number,
  workingDays: number,
  { loginsAMonth }: EffectiveRule,
): number {
  if (workingDays === 0) return 0
  return Math.ceil((loginsAMonth * dutyDays) / workingDays)
}
