import type { Board, BoardMember, SampleView, SignView } from '#contract/ipc/assessment.ts'
import {
  appealsOf,
  branchResults,
  exemptionsOf,
  periodOf,
  periodStates,
  remindersSince,
  signsOf,
  type ToldMonth,
  workOf,
} from '#db/assessment/results.ts'
import { waitingAssessment } from '#db/assessment/waiting.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { calendarExceptions, lastDayOf, workingDaysBetween } from '#db/organisation/calendar.ts'
import { branchName, staffNames } from '#db/workbench/staff.ts'
import { branchScoreOf } from '#domain/assessment/branch-score.ts'
import { byAttention, type Help, helpFor } from '#domain/assessment/help.ts'
import { reminderDays } from '#domain/assessment/records.ts'
import { sampleOf } from '#domain/assessment/sample.ts'
import { requiredModules } from '#domain/assessment/scheme.ts'
import { scoreOf } from '#domain/assessment/score.ts'
import { useOf } from '#domain/assessment/told-sessions.ts'
import type { Role } from '#domain/organisation/roles.ts'
import {
  addDays,
  addMonths,
  type Day,
  dayOfInstant,
  instantOfDay,
  monthStart,
} from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { dutyViews } from './duty.ts'
import {
  appealView,
  byDay,
  exemptionView,
  forecastFor,
  type Judged,
  judgedBy,
  type Names,
  pendingNames,
  periodView,
  signName,
} from './ground.ts'

/** Months of the trend. */
const monthsShown = 6
/** Most suggestions shown. */
const mostHelp = 4

interface Looking {
  staffId: string
  roles: readonly Role[]
  branchId: string
  month: Day
  nowMs: number
  pending: ReadonlySet<string>
}

interface MemberGround {
  db: ReadDatabase
  looking: Looking
  judged: Judged
  left: { all: Day[]; exceptions: ReadonlyMap<Day, boolean>; today: Day }
  /** Working days of the month that have passed, or all of one that is over. */
  passed: Day[]
  earlier: ReadonlyMap<string, ToldMonth>
  reminded: ReadonlyMap<string, number>
  names: Names
}

function memberOf(
  { staff_id: staffId, facts, sessions, quiz_points: quizPoints }: ToldMonth,
  ground: MemberGround,
): { member: BoardMember; help: Help | null } {
  const { looking, judged, left, passed, earlier, names } = ground
  const { month } = looking
  const { scheme, rule } = judged
  const score = scoreOf(facts, scheme, rule)
  const use = useOf(sessions, month, rule)
  const counts = byDay(use.judged)
  const before = earlier.get(staffId)?.sessions ?? []
  const pace = { month, have: facts.effective, judged: use.judged, earlier: before, rule, left }
  const judgedNow = score.outcome === 'passed' || score.outcome === 'retrain'
  const forecast = judgedNow && left.all.length > 0 ? forecastFor(pace) : null
  const required = requiredModules(facts.roles, scheme)
  const own = names.get(staffId)
  const daysSeen = passed.filter((day) => counts.has(day)).length
  return {
    help: helpFor({ facts, score, scheme, forecast, passed: passed.length, daysSeen }),
    member: {
      staffId,
      name: own?.name ?? '',
      staffNo: own?.staffNo ?? '',
      post: own?.post ?? '',
      own: staffId === looking.staffId,
      facts,
      score,
      quizPoints,
      forecast,
      days: passed.map((day) => ({ day, ...(counts.get(day) ?? { effective: 0, logins: 0 }) })),
      requiredModules: required.length,
      usedModules: required.filter((module) => facts.modules.includes(module)).length,
      missingModules: required.filter((module) => !facts.modules.includes(module)),
      remindedAtMs: ground.reminded.get(staffId) ?? null,
    },
  }
}

/** Share of those who pass among those who are judged, basis points; null where nobody is. */
function shareOf(passed: number, judged: number): number | null {
  return judged === 0 ? null : Math.round((passed * 10_000) / judged)
}

const isJudged = (outcome: string) => outcome === 'passed' || outcome === 'retrain'

function trendOf(
  db: ReadDatabase,
  results: readonly ToldMonth[],
  members: readonly BoardMember[],
  { month }: Looking,
): Board['trend'] {
  const states = periodStates(db)
  const byMonth = Map.groupBy(results, (one) => one.month)
  return [...byMonth.entries()].map(([of, rows]) => {
    const judged = rows.filter(({ outcome }) => isJudged(outcome))
    const passed = judged.filter(({ outcome }) => outcome === 'passed').length
    const hoped = members.filter(({ score, forecast, facts }) => {
      if (score.outcome === 'passed') return true
      if (score.outcome !== 'retrain') return false
      const others = score.gates.filter(({ gate }) => gate !== 'effective')
      const likely = forecast?.likely ?? facts.effective
      return likely >= score.target && others.every(({ met }) => met)
    }).length
    const ahead = of === month && members.some(({ forecast }) => forecast !== null)
    return {
      month: of,
      state: states.get(of) ?? 'open',
      passedBp: shareOf(passed, judged.length),
      forecastBp: ahead ? shareOf(hoped, judged.length) : null,
    }
  })
}

function signViews(
  db: ReadDatabase,
  { month, staffId, pending }: Looking,
  names: Names,
): SignView[] {
  return signsOf(db, month).map((sign) => ({
    staffId: sign.staff_id,
    staffName: names.get(sign.staff_id)?.name ?? '',
    own: sign.staff_id === staffId,
    kind: sign.kind,
    evidence: sign.evidence,
    startsMs: JSON.parse(sign.starts_ms) as number[],
    state: sign.state,
    decision: sign.decision,
    waits: pending.has(signName(sign.staff_id, sign.kind) ?? ''),
  }))
}

/** The closed tasks and contacts that head office's seed chose for somebody to look at; none before the month is over. */
function sampleViews(db: ReadDatabase, { month, staffId }: Looking, names: Names): SampleView[] {
  const { period, scheme } = judgedBy(db, month)
  const seed = period?.sample_seed
  if (!seed || period.state !== 'provisional') return []
  const byStaff = Map.groupBy(workOf(db, month), (work) => work.staffId)
  return [...byStaff.entries()].flatMap(([owner, work]) => {
    const ids = work.map(({ id }) => id)
    const chosen = new Set(sampleOf(ids, `${seed}/${owner}`, scheme.sampling))
    return work
      .filter(({ id }) => chosen.has(id))
      .map(
        ({
          what,
          id,
          customerName,
          kind,
          completedAtMs,
          outcome,
          note,
          judged: found,
        }): SampleView => ({
          what,
          taskId: id,
          staffId: owner,
          staffName: names.get(owner)?.name ?? '',
          own: owner === staffId,
          customerName,
          kind,
          completedAtMs,
          outcome,
          note,
          passed: found?.passed ?? null,
          reason: found?.reason ?? null,
        }),
      )
  })
}

/** How much of the provisional month before the running one waits for a decision. */
function waitingBefore(db: ReadDatabase, looking: Looking): Board['waitingBefore'] {
  const month = addMonths(looking.month, -1)
  if (periodOf(db, month)?.state !== 'provisional') return null
  const appeals = appealsOf(db, month).filter(({ state }) => state === 'waiting').length
  const signs = signsOf(db, month).filter(({ state }) => state === 'open').length
  const samples = sampleViews(db, { ...looking, month }, new Map()).filter(
    ({ passed }) => passed === null,
  ).length
  return appeals + signs + samples === 0 ? null : { month, appeals, signs, samples }
}

/** What is next with a month as a whole; null while it runs, its days for appeals do, or it is locked. */
function closing({ period }: Judged, today: Day, last: Day): Board['may']['close'] {
  if (period?.state === 'open') return today > last ? 'end' : null
  if (period?.state !== 'provisional') return null
  return today > (period.appeal_until ?? '') ? 'lock' : null
}

function boardOf(db: ReadDatabase, looking: Looking): Board {
  const { month, nowMs, roles, branchId, pending } = looking
  const judged = judgedBy(db, month)
  const today = dayOfInstant(nowMs)
  const exceptions = calendarExceptions(db)
  const last = lastDayOf(month)
  const running = month === monthStart(today)
  const all = running ? workingDaysBetween(exceptions, today, last) : []
  const passed = workingDaysBetween(exceptions, month, today < last ? today : last)
  const results = branchResults(db, addMonths(month, 1 - monthsShown), month)
  const before = results.filter((one) => one.month === addMonths(month, -1))
  const names = staffNames(db)
  const since = instantOfDay(addDays(today, 1 - reminderDays))
  // The newest comes first.
  const reminded = new Map(
    remindersSince(db, since)
      .toReversed()
      .map(({ staff_id, at }) => [staff_id, at]),
  )
  const earlier = new Map(before.map((one) => [one.staff_id, one]))
  const left = { all, exceptions, today }
  const ground = { db, looking, judged, left, passed, earlier, reminded, names }
  const found = results
    .filter((one) => one.month === month)
    .map((one) => memberOf(one, ground))
    .sort((a, b) => byAttention(a.member, b.member))
  const members = found.map(({ member }) => member)
  const help = found
    .flatMap(({ member, help: one }) => (one ? [{ member, one }] : []))
    .sort((a, b) => b.one.weight - a.one.weight)
    .slice(0, mostHelp)
  const isLine = roles.includes('line_manager')
  return {
    month,
    latestMonth: monthStart(today),
    branchName: branchName(db, branchId),
    period: periodView(judged.period),
    rule: judged.rule,
    daysLeft: all.length,
    score: branchScoreOf(members, judged.rule),
    before:
      before.length === 0
        ? null
        : {
            effectiveAHead: branchScoreOf(
              before.map(({ facts, outcome, hundredths }) => ({
                facts,
                score: { outcome, hundredths },
              })),
              judged.rule,
            ).effectiveAHead,
          },
    waitingBefore: running ? waitingBefore(db, looking) : null,
    members,
    help: help.map(({ member: { staffId, name, post }, one: { kind, count, of, modules } }) => {
      return { staffId, name, post, kind, count, of, modules }
    }),
    trend: trendOf(db, results, members, looking),
    appeals: appealsOf(db, month).map((one) => appealView(one, names, pending)),
    exemptions: exemptionsOf(db, month)
      .filter(({ withdrawn_at }) => withdrawn_at === null)
      .map((one) => exemptionView(one, names, pending)),
    duty: dutyViews(db, month, names, pending),
    signs: signViews(db, looking, names),
    samples: sampleViews(db, looking, names),
    may: {
      remind: running && roles.includes('branch_head'),
      decideAppeals: isLine,
      exempt: isLine,
      judge: isLine || roles.includes('branch_head'),
      sample: isLine || roles.includes(judged.scheme.sampling.by),
      close: isLine ? closing(judged, today, last) : null,
    },
  }
}

/** `assessment.board`: the branch of this PC, for its head and for a line manager who is at it. */
export const readBoard: Handler<'assessment.board'> = ({ month: asked }, context) => {
  const { staffId, roles, branchId } = context.actor
  const nowMs = context.clock.now()
  const latest = monthStart(dayOfInstant(nowMs))
  const month = asked === null || asked > latest ? latest : asked
  const pending = pendingNames(context.journal(waitingAssessment))
  return context.cache((db) => boardOf(db, { staffId, roles, branchId, month, nowMs, pending }))
}
