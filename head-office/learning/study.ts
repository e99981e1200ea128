import type pg from 'pg'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import {
  type Answer,
  type AnswerRefusal,
  answerRefusal,
  type Attempt,
  type AttemptResult,
  beginRefusal,
  nextQuestion,
  resultOf,
} from '#domain/learning/attempt.ts'
import { certificateOf } from '#domain/learning/certificate.ts'
import { type Course, courseSchema, type Question } from '#domain/learning/course.ts'
import { type CourseProgress, progressOf, type UnitProgress } from '#domain/learning/progress.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { markDue } from '../assessment/due.ts'
import { decider, placeOf, reasonGiven, type StaffPlace } from '../assessment/deciders.ts'
import { recordAudit } from '../audit/audit-log.ts'
import { isId } from '../server/parse.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { publishedCourse } from './courses.ts'

async function homeOf(client: pg.ClientBase, staffId: string): Promise<StaffPlace> {
  const place = await placeOf(client, staffId)
  if (place === null) throw new AppError('learning.notFound')
  return place
}

async function courseOf(client: pg.ClientBase, code: string) {
  const published = await publishedCourse(client, code)
  if (!published) throw new AppError('learning.notFound')
  return published
}

/**
 * Tells somebody to do a course by a day; told again, the later word stands. By the branch head or a line
 * manager above. Throws `learning.notFound`, `assessment.notFound`, `assessment.own`,
 * `assessment.reasonMissing` and `request.forbidden`.
 */
export async function assignCourse(
  pool: pg.Pool,
  {
    staffId,
    code,
    dueOn,
    reason: given,
  }: { staffId: string; code: string; dueOn: Day; reason: string },
  byId: string,
  nowMs: number,
): Promise<void> {
  const reason = reasonGiven(given)
  await inTransaction(pool, 'write', async (client) => {
    const roles = ['branch_head', 'line_manager'] as const
    const { branchId, staffNo } = await decider(client, byId, staffId, roles)
    await courseOf(client, code)
    await client.query(
      `insert into course_assignment
         (branch_id, staff_id, course_code, due_on, reason, assigned_by, assigned_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (branch_id, staff_id, course_code) do update set due_on = excluded.due_on,
         reason = excluded.reason, assigned_by = excluded.assigned_by,
         assigned_at = excluded.assigned_at`,
      [branchId, staffId, code, dueOn, reason, byId, new Date(nowMs)],
    )
    const detail = { code, dueOn }
    const entry = { branchId, actor: staffNo, action: 'course.assign', object: staffId, detail }
    await recordAudit(client, entry, nowMs)
  })
}

/**
 * Keeps that somebody has read a card, and says where to go on. A card read before changes nothing.
 * Throws `learning.notFound` for a course, unit or card that is not there.
 */
export async function readCard(
  pool: pg.Pool,
  { code, unitId, card }: { code: string; unitId: string; card: number },
  staffId: string,
  nowMs: number,
): Promise<CourseProgress> {
  return inTransaction(pool, 'write', async (client) => {
    const { branchId } = await homeOf(client, staffId)
    const { course } = await courseOf(client, code)
    const unit = course.units.find(({ id }) => id === unitId)
    if (!unit || !Number.isInteger(card) || card < 1 || card > unit.cards.length) {
      throw new AppError('learning.notFound')
    }
    await client.query(
      `insert into course_progress (branch_id, staff_id, course_code, unit_id, card, read_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (branch_id, staff_id, course_code, unit_id)
       do update set card = greatest(course_progress.card, excluded.card), read_at = excluded.read_at`,
      [branchId, staffId, code, unitId, card, new Date(nowMs)],
    )
    const { rows } = await client.query<UnitProgress>(
      `select unit_id as "unitId", card from course_progress
       where branch_id = $1 and staff_id = $2 and course_code = $3`,
      [branchId, staffId, code],
    )
    return progressOf(course, rows)
  })
}

/** A try as a page shows it. */
export interface RunningAttempt {
  id: string
  /** The question to answer now, without what is right about it; null where all have an answer. */
  question: Omit<Question, 'right' | 'why'> | null
  answered: number
  of: number
}

interface StoredAttempt extends Attempt {
  id: string
  course: Course
}

async function lockAttempt(
  client: pg.ClientBase,
  branchId: string,
  staffId: string,
  attemptId: string,
): Promise<StoredAttempt> {
  const { rows } = await client.query<
    Omit<Attempt, 'answers'> & { id: string; versionId: string; course: string }
  >(
    `select a.id::text, a.seed, a.version_id::text as "versionId", v.course,
       (extract(epoch from a.started_at) * 1000)::float8 as "startedAtMs",
       (extract(epoch from a.finished_at) * 1000)::float8 as "finishedAtMs"
     from course_attempt a join course_version v on v.branch_id = $4 and v.id = a.version_id
     where a.branch_id = $1 and a.staff_id = $2 and a.id = $3 for update of a`,
    [branchId, staffId, isId(attemptId) ? attemptId : null, nationalId],
  )
  const [row] = rows
  if (!row) throw new AppError('learning.notFound')
  const answers = await client.query<Answer>(
    `select question_id as "questionId", option_id as "optionId",
       (extract(epoch from answered_at) * 1000)::float8 as "atMs"
     from course_answer where branch_id = $1 and attempt_id = $2 order by answered_at, question_id`,
    [branchId, row.id],
  )
  return {
    ...row,
    course: courseSchema.parse(JSON.parse(row.course)),
    answers: answers.rows,
  }
}

function shown(attempt: StoredAttempt): RunningAttempt {
  const question = nextQuestion(attempt.course, attempt)
  return {
    id: attempt.id,
    question: question && {
      id: question.id,
      text: question.text,
      options: question.options,
    },
    answered: attempt.answers.length,
    of: attempt.course.quiz.questions,
  }
}

/**
 * Begins a try at a course's quiz, or goes on with the one that runs. Its seed is drawn here, so nobody
 * chooses the questions. Throws `learning.notFound` and `learning.noTriesToday`.
 */
export async function beginAttempt(
  pool: pg.Pool,
  code: string,
  staffId: string,
  nowMs: number,
): Promise<RunningAttempt> {
  return inTransaction(pool, 'write', async (client) => {
    const { branchId } = await homeOf(client, staffId)
    const { rows } = await client.query<
      Pick<Attempt, 'startedAtMs' | 'finishedAtMs'> & { id: string }
    >(
      `select id::text, (extract(epoch from started_at) * 1000)::float8 as "startedAtMs",
         (extract(epoch from finished_at) * 1000)::float8 as "finishedAtMs"
       from course_attempt where branch_id = $1 and staff_id = $2 and course_code = $3`,
      [branchId, staffId, code],
    )
    const running = rows.find(({ finishedAtMs }) => finishedAtMs === null)
    if (running) return shown(await lockAttempt(client, branchId, staffId, running.id))
    const { id: versionId, course } = await courseOf(client, code)
    if (beginRefusal(course, rows, nowMs) !== null) throw new AppError('learning.noTriesToday')
    const id = uuidV7(nowMs)
    await client.query(
      `insert into course_attempt
         (branch_id, id, staff_id, course_code, version_id, seed, started_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [branchId, id, staffId, code, versionId, randomKey(12).toString('hex'), new Date(nowMs)],
    )
    return shown(await lockAttempt(client, branchId, staffId, id))
  })
}

const answerCodes: Record<AnswerRefusal, ErrorCode> = {
  finished: 'learning.moved',
  answered: 'learning.moved',
  notAsked: 'learning.notFound',
  noOption: 'learning.notFound',
}

/** What an answer came to, and the whole result with the last one. */
export interface Answered {
  right: boolean
  /** The right option and why, told once the answer is given. */
  rightOptionId: string
  why: Question['why']
  next: RunningAttempt
  result: AttemptResult | null
}

/**
 * Takes an answer, the only one to its question, and tells what is right. With the last one the try ends;
 * passed, a certificate is given. Throws `learning.notFound` and `learning.moved`.
 */
export async function answerQuestion(
  pool: pg.Pool,
  given: { attemptId: string; questionId: string; optionId: string },
  staffId: string,
  nowMs: number,
): Promise<Answered> {
  return inTransaction(pool, 'write', async (client) => {
    const place = await homeOf(client, staffId)
    const { branchId } = place
    const attempt = await lockAttempt(client, branchId, staffId, given.attemptId)
    const { course } = attempt
    const refusal = answerRefusal(course, attempt, given)
    if (refusal !== null) throw new AppError(answerCodes[refusal])
    const at = new Date(nowMs)
    await client.query(
      `insert into course_answer (branch_id, attempt_id, question_id, option_id, answered_at)
       values ($1, $2, $3, $4, $5)`,
      [branchId, attempt.id, given.questionId, given.optionId, at],
    )
    const { questionId, optionId } = given
    const after = {
      ...attempt,
      answers: [...attempt.answers, { questionId, optionId, atMs: nowMs }],
    }
    const question = course.bank.find(({ id }) => id === questionId)
    if (!question) throw new AppError('learning.notFound')
    const ended = nextQuestion(course, after) === null
    const result = ended ? resultOf(course, after) : null
    if (result) await finish(client, place, staffId, after, result, nowMs)
    return {
      right: optionId === question.right,
      rightOptionId: question.right,
      why: question.why,
      next: shown(after),
      result,
    }
  })
}

async function finish(
  client: pg.ClientBase,
  { branchId, staffNo }: StaffPlace,
  staffId: string,
  { id, course }: StoredAttempt,
  { right, of, passed }: AttemptResult,
  nowMs: number,
): Promise<void> {
  await client.query(
    `update course_attempt set finished_at = $3, right_answers = $4, passed = $5
     where branch_id = $1 and id = $2`,
    [branchId, id, new Date(nowMs), right, passed],
  )
  if (passed) {
    const { passedOn, validUntil } = certificateOf(course, dayOfInstant(nowMs))
    await client.query(
      `insert into course_certificate
         (branch_id, staff_id, attempt_id, course_code, passed_on, valid_until)
       values ($1, $2, $3, $4, $5, $6)`,
      [branchId, staffId, id, course.code, passedOn, validUntil],
    )
    await markDue(client, branchId, nowMs)
  }
  const detail = { code: course.code, right, of, passed }
  await recordAudit(
    client,
    { branchId, actor: staffNo, action: 'course.finish', object: id, detail },
    nowMs,
  )
}
