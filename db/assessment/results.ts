import type { DutyEntry } from '#domain/assessment/duty.ts'
import { type AssessmentFacts, assessmentFactsSchema } from '#domain/assessment/facts.ts'
import type {
  AssessmentAppeal,
  AssessmentExemption,
  AssessmentMonth,
  AssessmentReminder,
  AssessmentResult,
  AssessmentSample,
  UsageSign,
} from '#domain/assessment/records.ts'
import { readSessions, type ToldSession } from '#domain/assessment/told-sessions.ts'
import { parameterValue } from '#domain/administration/parameters.ts'
import type { AssessmentScheme } from '#domain/assessment/scheme.ts'
import { addMonths, type Day, instantOfDay } from '#domain/time/day.ts'
import type { EffectiveRule } from '#domain/usage/effective.ts'
import { all, first, type ReadDatabase } from '../connection/statements.ts'

/** A person's month as head office told it. */
export interface ToldMonth extends Pick<
  AssessmentResult,
  'month' | 'staff_id' | 'outcome' | 'hundredths' | 'quiz_points'
> {
  facts: AssessmentFacts
  sessions: ToldSession[]
}

/** A month with the versions of scheme and rule it is judged by. */
export interface PeriodInForce extends Omit<AssessmentMonth, 'month'> {
  month: Day
  scheme: AssessmentScheme
  rule: EffectiveRule
}

function told(row: AssessmentResult): ToldMonth[] {
  // What a later version of head office tells otherwise is left out: nothing is shown that is not understood.
  const facts = assessmentFactsSchema.safeParse(JSON.parse(row.facts))
  if (!facts.success) return []
  const { month, staff_id, outcome, hundredths, quiz_points } = row
  const sessions = readSessions(row.sessions)
  return [{ month, staff_id, outcome, hundredths, quiz_points, facts: facts.data, sessions }]
}

/** Results of one person from a month on, oldest first. */
export function resultsOf(db: ReadDatabase, staffId: string, from: Day): ToldMonth[] {
  return all<AssessmentResult>(
    db,
    'SELECT * FROM assessment_result WHERE staff_id = ? AND month >= ? ORDER BY month',
    staffId,
    from,
  ).flatMap(told)
}

/** Results of everybody in the branch from a month to another one, both included, oldest first. */
export function branchResults(db: ReadDatabase, from: Day, to: Day): ToldMonth[] {
  return all<AssessmentResult>(
    db,
    `SELECT * FROM assessment_result WHERE month >= ? AND month <= ? ORDER BY month, staff_id`,
    from,
    to,
  ).flatMap(told)
}

function versionOf(db: ReadDatabase, key: string, version: number): string | undefined {
  return first<{ value: string }>(
    db,
    'SELECT value FROM parameter WHERE key = ? AND version = ?',
    key,
    version,
  )?.value
}

/** A month as head office began it; null for one it has not begun. */
export function periodOf(db: ReadDatabase, month: Day): PeriodInForce | null {
  const row = first<AssessmentMonth>(db, 'SELECT * FROM assessment_month WHERE month = ?', month)
  if (!row) return null
  const scheme = versionOf(db, 'assessment.scheme', row.scheme_version)
  return {
    ...row,
    scheme: parameterValue('assessment.scheme', scheme),
    rule: parameterValue('usage.effective', versionOf(db, 'usage.effective', row.use_version)),
  }
}

/** States of all months head office began, by month. */
export function periodStates(db: ReadDatabase): Map<Day, AssessmentMonth['state']> {
  const rows = all<Pick<AssessmentMonth, 'month' | 'state'>>(
    db,
    'SELECT month, state FROM assessment_month',
  )
  return new Map(rows.map(({ month, state }) => [month, state]))
}

/** Appeals of a month, oldest first; of one person, or of the branch. */
export function appealsOf(db: ReadDatabase, month: Day, staffId?: string): AssessmentAppeal[] {
  return all(
    db,
    `SELECT * FROM assessment_appeal WHERE month = ? AND staff_id = coalesce(?, staff_id)
     ORDER BY submitted_at, id`,
    month,
    staffId ?? null,
  )
}

/** Exemptions of a month, also withdrawn ones; of one person, or of the branch. */
export function exemptionsOf(
  db: ReadDatabase,
  month: Day,
  staffId?: string,
): AssessmentExemption[] {
  return all(
    db,
    `SELECT * FROM assessment_exemption WHERE month = ? AND staff_id = coalesce(?, staff_id)
     ORDER BY granted_at, id`,
    month,
    staffId ?? null,
  )
}

/** Days off duty that touch a month and stand, the earliest first; of one person, or of the branch. */
export function dutyOf(db: ReadDatabase, month: Day, staffId?: string): DutyEntry[] {
  return all(
    db,
    `SELECT * FROM duty_entry
     WHERE staff_id = coalesce(?, staff_id) AND withdrawn_at IS NULL AND from_day < ?
       AND (until_day IS NULL OR until_day >= ?)
     ORDER BY from_day, id`,
    staffId ?? null,
    addMonths(month, 1),
    month,
  )
}

/** Signs of misuse of a month, the newest first; of one person, or of the branch. */
export function signsOf(db: ReadDatabase, month: Day, staffId?: string): UsageSign[] {
  return all(
    db,
    `SELECT * FROM usage_sign WHERE month = ? AND staff_id = coalesce(?, staff_id)
     ORDER BY found_at DESC, staff_id, kind`,
    month,
    staffId ?? null,
  )
}

/** Reminders since a moment (ms UTC), the newest first. */
export function remindersSince(db: ReadDatabase, sinceMs: number): AssessmentReminder[] {
  return all(db, 'SELECT * FROM assessment_reminder WHERE at >= ? ORDER BY at DESC', sinceMs)
}

/** A closed task or a held contact of a month, of which a sample may be looked at, and what was found. */
export interface SampledWork {
  what: 'task' | 'contact'
  id: string
  staffId: string
  customerName: string
  /** Kind of the task, or channel of the contact. */
  kind: string
  completedAtMs: number
  outcome: string | null
  note: string | null
  judged: Pick<AssessmentSample, 'passed' | 'reason'> | null
}

/**
 * Closed tasks that were due in a month and are no work on data, and contacts of the month in which somebody was
 * reached (`sampledWork` at head office).
 */
export function workOf(db: ReadDatabase, month: Day): SampledWork[] {
  const next = addMonths(month, 1)
  const rows = all<Omit<SampledWork, 'judged'> & { passed: number | null; reason: string | null }>(
    db,
    `SELECT w.*, coalesce(c.name, '') AS customerName, s.passed, s.reason
     FROM (
       SELECT 'task' AS what, id, staff_id AS staffId, customer_id AS customerId, kind,
         completed_at AS completedAtMs, outcome, note
       FROM task WHERE due_on >= ? AND due_on < ? AND state = 'done' AND kind <> 'data_quality'
       UNION ALL
       SELECT 'contact', id, staff_id, customer_id, channel, at, outcome, nullif(summary, '')
       FROM contact WHERE at >= ? AND at < ? AND outcome <> 'no_answer'
     ) w LEFT JOIN customer c ON c.id = w.customerId
     LEFT JOIN assessment_sample s ON s.task_id = w.id`,
    month,
    next,
    instantOfDay(month),
    instantOfDay(next),
  )
  return rows.map(({ passed, reason, ...work }) => ({
    ...work,
    judged: passed === null ? null : { passed: passed === 1, reason: reason ?? '' },
  }))
}

/** Open tasks of a person that are due within a month, by due day. */
export function openTasksOf(db: ReadDatabase, staffId: string, month: Day, today: Day) {
  return all<{ id: string; customerId: string; customerName: string; kind: string; dueOn: Day }>(
    db,
    `SELECT t.id, t.customer_id AS customerId, coalesce(c.name, '') AS customerName, t.kind,
       t.due_on AS dueOn
     FROM task t LEFT JOIN customer c ON c.id = t.customer_id
     WHERE t.staff_id = ? AND t.state = 'open' AND t.due_on >= ? AND t.due_on < ? AND t.due_on >= ?
     ORDER BY t.due_on, t.priority DESC, t.id`,
    staffId,
    month,
    addMonths(month, 1),
    today,
  )
}
