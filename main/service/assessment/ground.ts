import type { AppealView, ExemptionView, PeriodView } from '#contract/ipc/assessment.ts'
import { type PeriodInForce, periodOf, resultsOf, type ToldMonth } from '#db/assessment/results.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { workingDaysBetween } from '#db/organisation/calendar.ts'
import { sessionActions } from '#db/usage/own-sessions.ts'
import { sessionUses } from '#db/usage/sessions.ts'
import { type Forecast, forecastOf, paceDays } from '#domain/assessment/forecast.ts'
import type { AssessmentAppeal, AssessmentExemption } from '#domain/assessment/records.ts'
import type { AssessmentScheme } from '#domain/assessment/scheme.ts'
import type { ToldSession } from '#domain/assessment/told-sessions.ts'
import { addMonths, type Day, dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import type { CalendarExceptions } from '#domain/time/working-day.ts'
import { type EffectiveRule, type JudgedSession, judgeSessions } from '#domain/usage/effective.ts'
import { usageModules } from '#domain/usage/modules.ts'

const dayMs = 86_400_000

/** By what a month is judged: as head office began it, or as was in force on its first day while it has not. */
export interface Judged {
  period: PeriodInForce | null
  scheme: AssessmentScheme
  rule: EffectiveRule
}

/** By what a month is judged. */
export function judgedBy(db: ReadDatabase, month: Day): Judged {
  const period = periodOf(db, month)
  return {
    period,
    scheme: period?.scheme ?? parameterInForce(db, 'assessment.scheme', month),
    rule: period?.rule ?? parameterInForce(db, 'usage.effective', month),
  }
}

/** Whether appeals are taken on a day. */
export function takesAppeals(period: PeriodInForce | null, today: Day): boolean {
  return period?.state === 'provisional' && today <= (period.appeal_until ?? '')
}

/** A month as screens show it. */
export function periodView(period: PeriodInForce | null): PeriodView | null {
  return (
    period && {
      month: period.month,
      state: period.state,
      schemeVersion: period.scheme_version,
      useVersion: period.use_version,
      appealUntil: period.appeal_until,
      lockedAtMs: period.locked_at,
    }
  )
}

/** Sessions of a person on this PC from the day before a month on, as the assessment takes them. */
export function sessionsHere(journal: ReadDatabase, staffId: string, month: Day): ToldSession[] {
  const sinceMs = instantOfDay(month) - dayMs
  const actions = sessionActions(journal, staffId, sinceMs)
  const bySession = Map.groupBy(actions, ({ sessionId }) => sessionId)
  return sessionUses(journal, staffId, sinceMs).map((session) => {
    const used = new Set((bySession.get(session.id) ?? []).map(({ module }) => module))
    return { ...session, modules: usageModules.filter((name) => used.has(name)) }
  })
}

/** The result of a person's month; null where nothing of it has arrived. */
export function toldMonth(db: ReadDatabase, staffId: string, month: Day): ToldMonth | null {
  return resultsOf(db, staffId, month).find((one) => one.month === month) ?? null
}

/** Effective and raw logins of each day, from judged sessions. */
export function byDay(
  judged: readonly JudgedSession[],
): Map<Day, { effective: number; logins: number }> {
  const days = new Map<Day, { effective: number; logins: number }>()
  for (const { session, verdict } of judged) {
    const day = dayOfInstant(session.startMs)
    const of = days.get(day) ?? { effective: 0, logins: 0 }
    const effective = of.effective + (verdict === 'counted' ? 1 : 0)
    days.set(day, { effective, logins: of.logins + 1 })
  }
  return days
}

/** Working days of a month from today on; today is left out where it counted already. */
export interface DaysLeft {
  /** All working days left, today among them. */
  all: Day[]
  exceptions: CalendarExceptions
  today: Day
}

/** What a forecast of one person needs. */
export interface Pace {
  month: Day
  have: number
  judged: readonly JudgedSession[]
  /** Sessions of the month before, from which a young month takes its pace. */
  earlier: readonly ToldSession[]
  rule: EffectiveRule
  left: DaysLeft
}

/** The forecast of a person's running month. */
export function forecastFor({ month, have, judged, earlier, rule, left }: Pace): Forecast | null {
  const { today, exceptions } = left
  const before = addMonths(month, -1)
  const counts = byDay([...judgeSessions(earlier, before, rule), ...judged])
  const countOn = (day: Day) => counts.get(day)?.effective ?? 0
  const past = workingDaysBetween(exceptions, before, today).filter((day) => day < today)
  const known = earlier.length > 0 ? past : past.filter((day) => day >= month)
  const pace = known.slice(-paceDays.most).map(countOn)
  const ahead = left.all.filter((day) => day > today || countOn(day) === 0)
  return forecastOf(have, pace, ahead.length, rule.mostADay)
}

/** Names of the branch's staff by id. */
export type Names = ReadonlyMap<string, { name: string; staffNo: string; post: string }>

/** An appeal as screens show it; a row nobody at head office has seen has `rev` 0. */
export function appealView(
  appeal: AssessmentAppeal & { rev?: number },
  names: Names,
  pending: ReadonlySet<string>,
): AppealView {
  return {
    id: appeal.id,
    branchId: appeal.branch_id,
    staffId: appeal.staff_id,
    staffName: names.get(appeal.staff_id)?.name ?? '',
    part: appeal.part,
    reason: appeal.reason,
    state: appeal.state,
    submittedAtMs: appeal.submitted_at,
    decision: appeal.decision,
    decidedAtMs: appeal.decided_at,
    waits: pending.has(appeal.id),
  }
}

/** An exemption as screens show it. */
export function exemptionView(
  exemption: AssessmentExemption,
  names: Names,
  pending: ReadonlySet<string>,
): ExemptionView {
  const { id, branch_id: branchId, staff_id: staffId, scope, kind, reason } = exemption
  return {
    id,
    branchId,
    staffId,
    staffName: names.get(staffId)?.name ?? '',
    scope,
    kind,
    reason,
    grantedAtMs: exemption.granted_at,
    waits: pending.has(id),
  }
}

/** Ids of appeals, exemptions and days off duty, and names of signs, about which an act of this PC is not answered yet. */
export function pendingNames(waiting: readonly Record<string, unknown>[]): Set<string> {
  return new Set(
    waiting.flatMap(({ appealId, exemptionId, entryId, staffId, kind }) =>
      [appealId, exemptionId, entryId, signName(staffId, kind)].flatMap((name) =>
        typeof name === 'string' ? name : [],
      ),
    ),
  )
}

/** The name of a sign's case in {@link pendingNames}; null for what names none. */
export function signName(staffId: unknown, kind: unknown): string | null {
  return typeof staffId === 'string' && typeof kind === 'string' ? `${staffId} ${kind}` : null
}
