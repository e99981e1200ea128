import { type Day, dayOfInstant, instantOfDay } from '../time/day.ts'
import type { AnomalyRule } from './rule.ts'
import { type Evidence, mostShown, type Sign } from './signs.ts'
import type { TracedSession } from './trace.ts'

const basis = 10_000
const dayMs = 86_400_000

type Found = { evidence: Evidence; shown: readonly TracedSession[] } | null

/** Worked sessions: those with an action, oldest first. */
const worked = (sessions: readonly TracedSession[]): TracedSession[] =>
  sessions.filter(({ actionsMs }) => actionsMs.length > 0).sort((a, b) => a.startMs - b.startMs)

/** Waits before each action, ms; the first from the start of the session. */
const waitsOf = ({ startMs, actionsMs }: TracedSession): number[] =>
  actionsMs.map((at, nth) => at - (actionsMs[nth - 1] ?? startMs))

/** The value below which so many per ten thousand of some sorted values lie. */
const at = (sorted: readonly number[], shareBp: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * shareBp) / basis))] ?? 0

function monthEnd(
  sessions: readonly TracedSession[],
  dutyDays: readonly Day[],
  { monthEnd: rule }: AnomalyRule,
): Found {
  const days = Math.floor((dutyDays.length * rule.windowBp) / basis)
  const from = [...dutyDays].sort().at(-days)
  if (dutyDays.length < rule.leastDutyDays || sessions.length < rule.leastSessions) return null
  if (days === 0 || from === undefined) return null
  const late = sessions.filter(({ startMs }) => dayOfInstant(startMs) >= from)
  if (late.length * basis < sessions.length * rule.shareBp) return null
  return {
    evidence: {
      kind: 'month_end',
      sessions: sessions.length,
      atEnd: late.length,
      days,
      dutyDays: dutyDays.length,
    },
    shown: late,
  }
}

function shortSessions(sessions: readonly TracedSession[], { short: rule }: AnomalyRule): Found {
  const short = sessions.filter(({ startMs, endMs }) => endMs - startMs < rule.belowMs)
  if (short.length < rule.least || short.length * basis < sessions.length * rule.shareBp)
    return null
  return {
    evidence: {
      kind: 'short_sessions',
      sessions: sessions.length,
      short: short.length,
      belowMs: rule.belowMs,
    },
    shown: short,
  }
}

/**
 * Days full of logins in which nothing was done: the official measure counts logins, so that whoever logs in for the
 * number lifts the average of a branch without a point of the own score.
 */
function emptyLogins(all: readonly TracedSession[], { empty: rule }: AnomalyRule): Found {
  const full = [...Map.groupBy(all, ({ startMs }) => dayOfInstant(startMs)).values()]
    .map((ofDay) => ({ ofDay, empty: ofDay.filter(({ actionsMs }) => actionsMs.length === 0) }))
    .filter(
      ({ ofDay, empty }) =>
        ofDay.length >= rule.aDay && empty.length * basis >= ofDay.length * rule.shareBp,
    )
  const empty = full.flatMap((day) => day.empty).sort((x, y) => x.startMs - y.startMs)
  if (empty.length < rule.least) return null
  const logins = full.reduce((sum, { ofDay }) => sum + ofDay.length, 0)
  return {
    evidence: { kind: 'empty_logins', days: full.length, logins, empty: empty.length },
    shown: empty,
  }
}

/** Waits between actions as a person has them differ; those of a program are nearly one. */
function rhythm(sessions: readonly TracedSession[], { rhythm: rule }: AnomalyRule): Found {
  const waits = sessions.flatMap((session) => waitsOf(session).slice(1)).sort((a, b) => a - b)
  if (waits.length < rule.leastWaits) return null
  const medianMs = at(waits, basis / 2)
  const middleHalf = at(waits, (basis * 3) / 4) - at(waits, basis / 4)
  const spreadBp = medianMs === 0 ? 0 : Math.round((middleHalf * basis) / medianMs)
  if (spreadBp >= rule.spreadBp) return null
  return {
    evidence: { kind: 'rhythm', waits: waits.length, medianMs, spreadBp },
    shown: sessions.filter(({ actionsMs }) => actionsMs.length > 1),
  }
}

/** Days whose first session begins at one time of the day, to some seconds. */
function sameTime(sessions: readonly TracedSession[], { sameTime: rule }: AnomalyRule): Found {
  const firsts = [...Map.groupBy(sessions, ({ startMs }) => dayOfInstant(startMs))].flatMap(
    ([day, ofDay]) => {
      const [first] = ofDay
      return first ? [{ first, ofDayMs: first.startMs - instantOfDay(day) }] : []
    },
  )
  firsts.sort((a, b) => a.ofDayMs - b.ofDayMs)
  let best: typeof firsts = []
  let from = 0
  for (let to = 0; to < firsts.length; to += 1) {
    while ((firsts[to]?.ofDayMs ?? 0) - (firsts[from]?.ofDayMs ?? 0) > rule.withinMs) from += 1
    if (to - from + 1 > best.length) best = firsts.slice(from, to + 1)
  }
  if (best.length < rule.leastDays || best.length * basis < firsts.length * rule.shareBp)
    return null
  return {
    evidence: {
      kind: 'same_time',
      days: best.length,
      of: firsts.length,
      minuteOfDay: Math.floor(((best[0]?.ofDayMs ?? 0) % dayMs) / 60_000),
      withinMs: rule.withinMs,
    },
    shown: best.map(({ first }) => first).sort((a, b) => a.startMs - b.startMs),
  }
}

/** Sessions that are played again: as many actions, and every wait that of the other. */
function repeated(sessions: readonly TracedSession[], { repeated: rule }: AnomalyRule): Found {
  const long = sessions
    .filter(({ actionsMs }) => actionsMs.length >= rule.leastActions)
    .map((session) => ({ session, waits: waitsOf(session) }))
  let best: typeof long = []
  for (const one of long) {
    const alike = long.filter(
      ({ waits }) =>
        waits.length === one.waits.length &&
        waits.every((wait, nth) => Math.abs(wait - (one.waits[nth] ?? 0)) <= rule.withinMs),
    )
    if (alike.length > best.length) best = alike
  }
  if (best.length < rule.leastSessions) return null
  return {
    evidence: {
      kind: 'repeated',
      sessions: best.length,
      actions: best[0]?.waits.length ?? 0,
      withinMs: rule.withinMs,
    },
    shown: best.map(({ session }) => session),
  }
}

/** Signs in the month of one person, who was on duty on these days; sessions in any order. */
export function signsOfOne(
  staffId: string,
  all: readonly TracedSession[],
  dutyDays: readonly Day[],
  rule: AnomalyRule,
): Sign[] {
  const sessions = worked(all)
  const found = [
    monthEnd(sessions, dutyDays, rule),
    shortSessions(sessions, rule),
    rhythm(sessions, rule),
    sameTime(sessions, rule),
    repeated(sessions, rule),
    emptyLogins(all, rule),
  ]
  return found.flatMap((each) =>
    each === null
      ? []
      : {
          staffId,
          evidence: each.evidence,
          startsMs: each.shown.slice(0, mostShown).map(({ startMs }) => startMs),
        },
  )
}
