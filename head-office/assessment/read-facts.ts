import type pg from 'pg'
import {
  type AssessmentFacts,
  contradictions,
  type Exemption,
  noFacts,
  tenthsOfADay,
} from '#domain/assessment/facts.ts'
import { dutyTenthsIn, hereSince } from '#domain/assessment/duty.ts'
import { correctableFields, withModules } from '#domain/assessment/corrections.ts'
import { sampleOf } from '#domain/assessment/sample.ts'
import { type CountedFeedback, feedbackCounts } from '#domain/learning/feedback.ts'
import { type Assignment, type Certificate, courseCounts } from '#domain/learning/certificate.ts'
import { isAssessed } from '#domain/assessment/scheme.ts'
import type { Role } from '#domain/organisation/roles.ts'
import { addDays, addMonths, type Day, instantOfDay } from '#domain/time/day.ts'
import { type CalendarExceptions, isWorkingDay } from '#domain/time/working-day.ts'
import { type ToldSession, useOf } from '#domain/assessment/told-sessions.ts'
import type { UsageModule } from '#domain/usage/modules.ts'
import { courseDuties } from '../learning/courses.ts'
import { dutySpans } from './duty-spans.ts'
import type { Period } from './periods.ts'

/** What a person's month rests on. */
export interface GatheredFacts {
  staffId: string
  facts: AssessmentFacts
  /** Sessions the facts count, and those of the day before the month. */
  sessions: ToldSession[]
  /** Points of 100 of the last test that was finished by the end of the month. */
  quizPoints: number | null
}

/** Working days of a month by the calendar. */
export function workingDaysOf(month: Day, exceptions: CalendarExceptions): Day[] {
  const days: Day[] = []
  for (let day = month; day < addMonths(month, 1); day = addDays(day, 1)) {
    if (isWorkingDay(day, exceptions)) days.push(day)
  }
  return days
}

// Who left within the month was here until then: the entry says so, also when the person may log in no more.
const peopleSql = `
  select s.id::text as "staffId", array_agg(distinct r.role order by r.role) as roles
  from staff s join staff_role r on r.branch_id = s.branch_id and r.staff_id = s.id
  where s.branch_id = $1 and (s.active or exists (
    select from duty_entry d where d.staff_id = s.id and d.kind = 'left' and d.withdrawn_at is null
      and d.from_day > $2 and d.from_day <= $3))
  group by s.id order by s.id`

// Wherever the person's PC stood: who moved, or helped out, did log in. A day before the month, so that use that
// goes on over midnight is merged right.
const sessionsSql = `
  select staff_id::text as "staffId", session_id as id,
    (extract(epoch from started_at) * 1000)::float8 as "startMs",
    (extract(epoch from ended_at) * 1000)::float8 as "endMs", active_ms::float8 as "activeMs",
    locked_ms::float8 as "lockedMs", action_count as actions, modules, offline
  from staff_session
  where staff_id in (select id from staff where branch_id = $1)
    and started_at >= $2 and started_at < $3`

// Other branches in which people of the branch worked in the month: who moved, or helped out.
const elsewhereSql = `
  select distinct branch_id, staff_id from staff_session
  where staff_id in (select id from staff where branch_id = $1) and branch_id <> $1
    and started_at >= $2 and started_at < $3`

// In time is on the due day (UTC+8) at the latest. What somebody cancelled was not to be done. Of a branch
// somebody has left, what he or she closed counts; what was left open is that branch's to hand on.
const tasksSql = `
  with elsewhere as (${elsewhereSql}), due as (
    select * from task where branch_id = $1 and due_on >= $4 and due_on < $5 and due_on <= $6
      and state <> 'cancelled'
    union all
    select t.* from elsewhere e join task t on t.branch_id = e.branch_id and t.staff_id = e.staff_id
    where t.due_on >= $4 and t.due_on < $5 and t.due_on <= $6 and t.state = 'done'
  )
  select id::text, staff_id::text as "staffId", state = 'done'
    and (completed_at at time zone 'UTC' + interval '8 hours')::date <= due_on as "inTime",
    kind = 'data_quality' as quality,
    exists (select from assessment_sample a where a.branch_id = due.branch_id
      and a.task_id = due.id and not a.passed) as failed,
    exists (select from correction c where c.branch_id = due.branch_id
      and c.customer_id = due.customer_id and c.proposed_by = due.staff_id
      and c.state = 'applied' and c.proposed_at >= due.created_at) as corrected
  from due`

// With an outcome is whom somebody reached, and what a sample found to be so.
const contactsSql = `
  with elsewhere as (${elsewhereSql}), made as (
    select branch_id, id, staff_id, outcome from contact
    where branch_id = $1 and at >= $2 and at < $3
    union all
    select c.branch_id, c.id, c.staff_id, c.outcome
    from elsewhere e join contact c on c.branch_id = e.branch_id and c.staff_id = e.staff_id
    where c.at >= $2 and c.at < $3
  )
  select m.staff_id::text as "staffId", count(*)::int as contacts,
    (count(*) filter (where m.outcome <> 'no_answer' and a.task_id is null))::int as "contactsWithOutcome"
  from made m left join assessment_sample a
    on a.branch_id = m.branch_id and a.task_id = m.id and not a.passed
  group by m.staff_id`

// What was decided about somebody holds wherever he or she worked then.
const ofPeople = 'staff_id in (select id from staff where branch_id = $1)'

const exemptionsSql = `
  select distinct on (staff_id, scope) staff_id::text as "staffId", scope, kind, reason
  from assessment_exemption where ${ofPeople} and month = $2 and withdrawn_at is null
  order by staff_id, scope, granted_at`

const correctionsSql = `
  select staff_id::text as "staffId", field, sum(delta)::int as delta from assessment_correction
  where ${ofPeople} and month = $2 group by staff_id, field`

const moduleCorrectionsSql = `
  select staff_id::text as "staffId", module from assessment_module_correction
  where ${ofPeople} and month = $2`

const assignmentsSql = `
  select staff_id::text as "staffId", course_code as "courseCode",
    to_char(due_on, 'YYYY-MM-DD') as "dueOn"
  from course_assignment where branch_id = $1`

// Where somebody of the branch passed a course or wrote a feedback does not matter.
const certificatesSql = `
  select staff_id::text as "staffId", course_code as "courseCode",
    to_char(passed_on, 'YYYY-MM-DD') as "passedOn", to_char(valid_until, 'YYYY-MM-DD') as "validUntil"
  from course_certificate where staff_id in (select id from staff where branch_id = $1)`

const feedbackSql = `
  select staff_id::text as "staffId", state,
    to_char(submitted_at at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD') as "submittedOn",
    to_char(adopted_on, 'YYYY-MM-DD') as "adoptedOn"
  from feedback where staff_id in (select id from staff where branch_id = $1)
    and (submitted_at >= $2 and submitted_at < $3 or adopted_on >= $4 and adopted_on < $5)`

// A quiz asks as many questions as were answered when it ended.
const quizSql = `
  select distinct on (a.staff_id) a.staff_id::text as "staffId",
    round(100.0 * a.right_answers / greatest(1, (select count(*) from course_answer w
      where w.branch_id = a.branch_id and w.attempt_id = a.id)))::int as points
  from course_attempt a
  where a.branch_id = $1 and a.finished_at < $2 order by a.staff_id, a.finished_at desc`

type SessionRow = Omit<ToldSession, 'modules'> & { staffId: string; modules: string }
interface TaskRow {
  id: string
  staffId: string
  inTime: boolean
  failed: boolean
  quality: boolean
  corrected: boolean
}

const toldOf = ({ staffId: _staffId, modules, ...session }: SessionRow): ToldSession => {
  return { ...session, modules: JSON.parse(modules) as UsageModule[] }
}

function taskFacts(tasks: readonly TaskRow[]) {
  const ordinary = tasks.filter(({ quality }) => !quality)
  const quality = tasks.filter((task) => task.quality)
  return {
    tasksDue: ordinary.length,
    tasksInTime: ordinary.filter(({ inTime }) => inTime).length,
    tasksFailed: ordinary.filter(({ inTime, failed }) => inTime && failed).length,
    dataDue: quality.length,
    dataAccepted: quality.filter(({ corrected }) => corrected).length,
  }
}

/** Counts that an appeal corrected, held between nothing and what their whole allows. */
function corrected(
  facts: AssessmentFacts,
  corrections: readonly { field: string; delta: number }[],
): AssessmentFacts {
  const after = { ...facts }
  for (const { field, delta } of corrections) {
    const known = correctableFields.find((name) => name === field)
    if (known) after[known] = Math.max(0, after[known] + delta)
  }
  // What is counted now may have grown past an old correction: the whole is the limit.
  after.dutyTenths = Math.min(after.dutyTenths, after.workingDays * tenthsOfADay)
  after.tasksInTime = Math.min(after.tasksInTime, after.tasksDue)
  after.tasksFailed = Math.min(after.tasksFailed, after.tasksInTime)
  after.coursesPassed = Math.min(after.coursesPassed, after.coursesRequired)
  after.mandatoryPassed = Math.min(
    after.mandatoryPassed,
    after.mandatoryRequired,
    after.coursesPassed,
  )
  after.dataAccepted = Math.min(after.dataAccepted, after.dataDue)
  return after
}

/** What {@link gatherFacts} needs to know of the month. */
export interface Gathering {
  period: Period
  exceptions: CalendarExceptions
  /** Business date: what is due later is not due yet. */
  asOf: Day
}

/**
 * Facts of everybody in one branch whose role the scheme assesses, by staff id. Every query names the
 * branch and the month; nothing is read twice a person.
 */
export async function gatherFacts(
  client: pg.ClientBase,
  branchId: string,
  { period, exceptions, asOf }: Gathering,
): Promise<GatheredFacts[]> {
  const { month } = period
  const next = addMonths(month, 1)
  const moments = [new Date(instantOfDay(month)), new Date(instantOfDay(next))] as const
  const byStaff = async <Row extends { staffId: string }>(sql: string, values: unknown[]) => {
    const { rows } = await client.query<Row>(sql, [branchId, ...values])
    return Map.groupBy(rows, ({ staffId }) => staffId)
  }
  const people = await client.query<{ staffId: string; roles: Role[] }>(peopleSql, [
    branchId,
    month,
    next,
  ])
  const sessions = await byStaff<SessionRow>(sessionsSql, [
    new Date(instantOfDay(addDays(month, -1))),
    moments[1],
  ])
  const duty = await dutySpans(client, branchId, month, next)
  const tasks = await byStaff<TaskRow>(tasksSql, [...moments, month, next, asOf])
  const contacts = await byStaff<
    { staffId: string } & Pick<AssessmentFacts, 'contacts' | 'contactsWithOutcome'>
  >(contactsSql, [...moments])
  const exemptions = await byStaff<Exemption & { staffId: string }>(exemptionsSql, [month])
  const corrections = await byStaff<{ staffId: string; field: string; delta: number }>(
    correctionsSql,
    [month],
  )
  const addedModules = await byStaff<{ staffId: string; module: UsageModule }>(
    moduleCorrectionsSql,
    [month],
  )
  const assignments = await byStaff<Assignment & { staffId: string }>(assignmentsSql, [])
  const certificates = await byStaff<Certificate & { staffId: string }>(certificatesSql, [])
  const feedback = await byStaff<CountedFeedback & { staffId: string }>(feedbackSql, [
    ...moments,
    month,
    next,
  ])
  const quizzes = await byStaff<{ staffId: string; points: number }>(quizSql, [moments[1]])
  const courses = await courseDuties(client)
  const lastDay = addDays(next, -1)
  const by = asOf < lastDay ? asOf : lastDay
  const working = workingDaysOf(month, exceptions)
  return people.rows
    .filter(({ roles }) => isAssessed(roles, period.scheme))
    .map(({ staffId, roles }) => {
      const spans = duty.get(staffId) ?? []
      const [contact] = contacts.get(staffId) ?? []
      const told = (sessions.get(staffId) ?? []).map(toldOf)
      const { logins, effective, activeDays, modules } = useOf(told, month, period.rule)
      const facts: AssessmentFacts = {
        ...noFacts,
        roles,
        workingDays: working.length,
        dutyTenths: dutyTenthsIn(working, spans),
        ...{ logins, effective, activeDays },
        modules: withModules(
          modules,
          (addedModules.get(staffId) ?? []).map(({ module }) => module),
        ),
        ...taskFacts(tasks.get(staffId) ?? []),
        // Since when somebody is here is known where it was recorded; a mandatory course has its days from then on.
        ...courseCounts(
          {
            roles,
            since: hereSince(spans) ?? '1900-01-01',
            assignments: assignments.get(staffId) ?? [],
          },
          courses,
          certificates.get(staffId) ?? [],
          by,
        ),
        ...feedbackCounts(feedback.get(staffId) ?? [], month),
        contacts: contact?.contacts ?? 0,
        contactsWithOutcome: contact?.contactsWithOutcome ?? 0,
        exemptions: (exemptions.get(staffId) ?? []).map(({ scope, kind, reason }) => {
          return { scope, kind, reason }
        }),
      }
      const counted = corrected(facts, corrections.get(staffId) ?? [])
      const wrong = contradictions(counted)
      if (wrong.length > 0) throw new Error(`facts of ${staffId} contradict: ${wrong.join(', ')}`)
      const quizPoints = quizzes.get(staffId)?.[0]?.points ?? null
      return { staffId, facts: counted, sessions: told, quizPoints }
    })
}

/**
 * Closed tasks and held contacts of a person that are looked at for this month, by the seed of the month;
 * empty before it is over. A contact that nobody answered tells of nothing to look at.
 */
export async function sampledWork(
  client: pg.ClientBase,
  branchId: string,
  staffId: string,
  { month, sampleSeed, scheme }: Period,
): Promise<string[]> {
  if (sampleSeed === null) return []
  const next = addMonths(month, 1)
  const { rows } = await client.query<{ id: string }>(
    `select id::text from task where branch_id = $1 and staff_id = $2 and due_on >= $3
       and due_on < $4 and state = 'done' and kind <> 'data_quality'
     union all
     select id::text from contact where branch_id = $1 and staff_id = $2 and at >= $5 and at < $6
       and outcome <> 'no_answer'`,
    [branchId, staffId, month, next, new Date(instantOfDay(month)), new Date(instantOfDay(next))],
  )
  return sampleOf(
    rows.map(({ id }) => id),
    `${sampleSeed}/${staffId}`,
    scheme.sampling,
  )
}
