import type { OwnMonth } from '#contract/ipc/assessment.ts'
import type { OwnSign, StepView } from '#contract/ipc/assessment-own.ts'
import {
  appealsOf,
  branchResults,
  exemptionsOf,
  openTasksOf,
  periodOf,
  resultsOf,
  signsOf,
  type ToldMonth,
} from '#db/assessment/results.ts'
import { waitingAssessment } from '#db/assessment/waiting.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { calendarExceptions, lastDayOf, workingDaysBetween } from '#db/organisation/calendar.ts'
import { staffNames } from '#db/workbench/staff.ts'
import type { Evidence } from '#domain/anomalies/signs.ts'
import { branchScoreOf } from '#domain/assessment/branch-score.ts'
import { scoreOf } from '#domain/assessment/score.ts'
import { type OpenTask, stepsOf } from '#domain/assessment/steps.ts'
import { factsWithOwn, type ToldSession, useOf } from '#domain/assessment/told-sessions.ts'
import { addMonths, type Day, dayOfInstant, monthStart } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { dutyViews } from './duty.ts'
import {
  appealView,
  exemptionView,
  forecastFor,
  type Judged,
  judgedBy,
  pendingNames,
  periodView,
  sessionsHere,
  takesAppeals,
} from './ground.ts'
import { isShort, lastReminder } from './reminder.ts'

/** Months whose bars are shown. */
const monthsShown = 6

/** Who asks, when, with what this PC knows beyond the cache. */
export interface Asked {
  staffId: string
  month: Day
  businessDate: Day
  nowMs: number
  here: readonly ToldSession[]
  pending: ReadonlySet<string>
}

interface Reckoned {
  told: OwnMonth['told']
  now: OwnMonth['now']
}

function steps(
  db: ReadDatabase,
  { staffId, month, businessDate, nowMs }: Asked,
  { scheme, rule }: Judged,
  { facts }: NonNullable<Reckoned['now']>,
  daysLeft: number,
): StepView[] {
  const rows = openTasksOf(db, staffId, month, dayOfInstant(nowMs))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const tasks = rows.map(({ id, customerId, kind, dueOn }): OpenTask => {
    return { id, customerId, dueOn, quality: kind === 'data_quality' }
  })
  return stepsOf({ facts, scheme, rule, tasks, asOf: businessDate, daysLeft })
    .slice(0, 3)
    .map(({ act, gate, gainHundredths }): StepView => {
      if (act.kind !== 'task') return { act, gate, gainHundredths }
      const { id: taskId, customerId, dueOn, quality } = act.task
      const row = byId.get(taskId)
      const words = { customerName: row?.customerName ?? '', taskKind: row?.kind ?? '' }
      const task = { kind: 'task' as const, taskId, customerId, dueOn, quality, ...words }
      return { act: task, gate, gainHundredths }
    })
}

/** The last reminder of this person that is not older than a week, if it was about the month. */
function reminderOf(db: ReadDatabase, { staffId, month, nowMs }: Asked): OwnMonth['reminder'] {
  const last = lastReminder(db, staffId, nowMs)
  if (last?.reminder.month !== month) return null
  return { atMs: last.reminder.at, byName: last.byName }
}

/** Signs about this person, open ones first; how many others are meant, never who. */
function ownSigns(db: ReadDatabase, month: Day, staffId: string): OwnSign[] {
  const told = (text: string) => {
    const evidence = JSON.parse(text) as Evidence
    if (evidence.kind !== 'shared_device') return text
    return JSON.stringify({ ...evidence, staffIds: evidence.staffIds.map(() => '') })
  }
  return signsOf(db, month, staffId)
    .map((sign) => ({
      evidence: told(sign.evidence),
      startsMs: JSON.parse(sign.starts_ms) as number[],
      state: sign.state,
      foundAtMs: sign.found_at,
      decision: sign.decision,
      decidedAtMs: sign.decided_at,
    }))
    .toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open'))
}

/** What the provisional month before still holds for its person; null where that is nothing. */
function monthBefore(
  db: ReadDatabase,
  { staffId, month: running, nowMs }: Asked,
  known: readonly ToldMonth[],
): OwnMonth['before'] {
  const month = addMonths(running, -1)
  const period = periodOf(db, month)
  if (period?.state !== 'provisional' || !known.some((one) => one.month === month)) return null
  const appealUntil = takesAppeals(period, dayOfInstant(nowMs)) ? period.appeal_until : null
  const openSigns = signsOf(db, month, staffId).filter(({ state }) => state === 'open').length
  return appealUntil === null && openSigns === 0 ? null : { month, appealUntil, openSigns }
}

/** The own month from the cache and this PC's ledger, by the functions head office judges it with. */
export function ownMonth(db: ReadDatabase, asked: Asked): OwnMonth {
  const { staffId, month, nowMs, here, pending } = asked
  const judged = judgedBy(db, month)
  const { period, scheme, rule } = judged
  const known = resultsOf(db, staffId, addMonths(month, 1 - monthsShown))
  const ofMonth = known.find((one) => one.month === month)
  const today = dayOfInstant(nowMs)
  const running = month === monthStart(today)
  const exceptions = calendarExceptions(db)
  const left = running ? workingDaysBetween(exceptions, today, lastDayOf(month)) : []
  const reckoned: Reckoned = { told: null, now: null }
  let forecast: OwnMonth['forecast'] = null
  let corrected = 0
  if (ofMonth) {
    const { facts } = ofMonth
    corrected = facts.effective - useOf(ofMonth.sessions, month, rule).effective
    reckoned.told = { facts, score: scoreOf(facts, scheme, rule) }
    const own = factsWithOwn(facts, ofMonth.sessions, here, month, rule)
    // A month that is locked is what it is.
    const counted = period?.state === 'locked' ? facts : own.facts
    reckoned.now = { facts: counted, score: scoreOf(counted, scheme, rule) }
    const earlier = known.find((one) => one.month === addMonths(month, -1))?.sessions ?? []
    const pace = { month, have: counted.effective, judged: own.use.judged, earlier, rule }
    if (running) forecast = forecastFor({ ...pace, left: { all: left, exceptions, today } })
  }
  const names = staffNames(db)
  const everybody = branchResults(db, month, month).map(({ facts, outcome, hundredths }) => {
    return { facts, score: { outcome, hundredths } }
  })
  return {
    month,
    period: periodView(period),
    ...reckoned,
    corrected,
    quizPoints: ofMonth?.quiz_points ?? null,
    daysLeft: left.length,
    forecast,
    steps: reckoned.now && running ? steps(db, asked, judged, reckoned.now, left.length) : [],
    months: known
      .filter((one) => one.month <= month)
      .map((one) => {
        const of = one === ofMonth && reckoned.now ? reckoned.now : null
        const { logins, effective } = (of ?? one).facts
        const score = of?.score ?? { outcome: one.outcome, hundredths: one.hundredths }
        const by = one.month === month ? judged : judgedBy(db, one.month)
        const { target } = scoreOf(one.facts, by.scheme, by.rule)
        const { outcome, hundredths } = score
        return { month: one.month, logins, effective, target, outcome, hundredths }
      }),
    branchLoginsAHead: branchScoreOf(everybody, rule).loginsAHead,
    appeals: appealsOf(db, month, staffId).map((one) => appealView(one, names, pending)),
    mayAppeal: takesAppeals(period, today) && ofMonth !== undefined,
    before: running ? monthBefore(db, asked, known) : null,
    exemptions: exemptionsOf(db, month, staffId)
      .filter(({ withdrawn_at }) => withdrawn_at === null)
      .map((one) => exemptionView(one, names, pending)),
    duty: dutyViews(db, month, names, pending, staffId),
    signs: ownSigns(db, month, staffId),
    reminder:
      reckoned.now && isShort(reckoned.now.facts, reckoned.now.score)
        ? reminderOf(db, asked)
        : null,
  }
}

/** `assessment.own`: the own month; another person's never. */
export const readOwnMonth: Handler<'assessment.own'> = ({ month: asked }, context) => {
  const { actor, clock, businessDate } = context
  const nowMs = clock.now()
  const latest = monthStart(dayOfInstant(nowMs))
  const month = asked === null || asked > latest ? latest : asked
  const { staffId } = actor
  const { here, pending } = context.journal((db) => ({
    here: sessionsHere(db, staffId, month),
    pending: pendingNames(waitingAssessment(db)),
  }))
  return context.cache((db) => ownMonth(db, { staffId, month, businessDate, nowMs, here, pending }))
}
