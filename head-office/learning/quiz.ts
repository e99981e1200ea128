import type pg from 'pg'
import { AppError, type ErrorCode } from '#contract/errors.ts'
import {
  type Answer,
  type AnswerRefusal,
  answerRefusal,
  type Attempt,
  type AttemptResult,
  nextQuestion,
  resultOf,
  triesLeft,
} from '#domain/learning/attempt.ts'
import { certificateOf } from '#domain/learning/certificate.ts'
import { type Course, courseSchema, type Question } from '#domain/learning/course.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { randomKey } from '#platform/crypto/hash.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { placeOf, type StaffPlace } from '../assessment/deciders.ts'
import { markDue } from '../assessment/due.ts'
import { isId } from '../server/parse.ts'
import { BranchWriter } from '../store/branch-writer.ts'
import { nationalId } from '../store/scope-version.ts'
import { inTransaction } from '../store/transaction.ts'
import { publishedCourse } from './courses.ts'
import { audited } from './scene.ts'
import { countTry, requireTest, type TestedTraining } from './training-test.ts'

/**
 * Who takes a quiz, and the branch whose terminal it is at: a certificate comes up there. Tries belong to the
 * person's home, so nobody has more of them for changing the branch.
 */
export interface QuizTaker {
  staffId: string
  branchId?: string
}

/**
 * Which quiz is taken: that of a course, or the test of a training that goes through it. Both are drawn from
 * the same bank with the same pass mark, and share the tries of a day, so passing either gives the certificate.
 */
export interface AskedQuiz {
  code: string
  sessionId: string | null
}

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
  /** The training whose test it is; null for the course's own quiz. */
  training: TestedTraining | null
}

interface AttemptRow extends Omit<Attempt, 'answers'> {
  id: string
  course: string
  sessionId: string | null
  sessionBranchId: string | null
}

async function lockAttempt(
  client: pg.ClientBase,
  branchId: string,
  staffId: string,
  attemptId: string,
): Promise<StoredAttempt> {
  const { rows } = await client.query<AttemptRow>(
    `select a.id::text, a.seed, v.course, a.session_id::text as "sessionId",
       a.session_branch_id::text as "sessionBranchId",
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
  const { sessionId, sessionBranchId, course, ...attempt } = row
  return {
    ...attempt,
    course: courseSchema.parse(JSON.parse(course)),
    answers: answers.rows,
    training:
      sessionId === null || sessionBranchId === null
        ? null
        : { branchId: sessionBranchId, sessionId },
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

interface KnownTry {
  id: string
  sessionId: string | null
  startedAtMs: number
  finishedAtMs: number | null
  right: number | null
  of: number
  passed: boolean | null
  answered: number
}

async function triesOf(
  client: pg.ClientBase,
  branchId: string,
  staffId: string,
  code: string,
): Promise<KnownTry[]> {
  const { rows } = await client.query<KnownTry>(
    `select a.id::text, a.session_id::text as "sessionId",
       (extract(epoch from a.started_at) * 1000)::float8 as "startedAtMs",
       (extract(epoch from a.finished_at) * 1000)::float8 as "finishedAtMs",
       a.right_answers as right, a.passed, (v.course::jsonb #>> '{quiz,questions}')::integer as of,
       (select count(*)::integer from course_answer w
        where w.branch_id = a.branch_id and w.attempt_id = a.id) as answered
     from course_attempt a join course_version v on v.branch_id = $4 and v.id = a.version_id
     where a.branch_id = $1 and a.staff_id = $2 and a.course_code = $3
     order by a.started_at, a.id`,
    [branchId, staffId, code, nationalId],
  )
  return rows
}

/** The try that runs for a purpose; one for a course may be open beside one for a training. */
const runningFor = (tries: readonly KnownTry[], sessionId: string | null) =>
  tries.find((one) => one.finishedAtMs === null && one.sessionId === sessionId)

/** How somebody stands with a quiz. */
export interface QuizStanding {
  /** Tries that may still be begun today, the one that runs not counted. */
  left: number
  /** The one that runs. */
  running: { answered: number; of: number } | null
  /** Those that ended, the last one first; at most ten. */
  ended: { endedAtMs: number; right: number; of: number; passed: boolean }[]
}

/**
 * Reads how somebody stands with a course's quiz: all tries; or with the test of a training: its own. Throws
 * `learning.notFound`.
 */
export async function quizStanding(
  pool: pg.Pool,
  { code, sessionId }: AskedQuiz,
  { staffId }: QuizTaker,
  nowMs: number,
): Promise<QuizStanding> {
  return inTransaction(pool, 'snapshot', async (client) => {
    const { branchId } = await homeOf(client, staffId)
    const { course } = await courseOf(client, code)
    const tries = await triesOf(client, branchId, staffId, code)
    const running = runningFor(tries, sessionId)
    return {
      left: triesLeft(course, tries, nowMs),
      running: running ? { answered: running.answered, of: running.of } : null,
      ended: tries
        .filter((one) => sessionId === null || one.sessionId === sessionId)
        .flatMap(({ finishedAtMs, right, of, passed }) =>
          finishedAtMs === null || right === null || passed === null
            ? []
            : [{ endedAtMs: finishedAtMs, right, of, passed }],
        )
        .reverse()
        .slice(0, 10),
    }
  })
}

/**
 * Begins a try at a course's quiz or at the test of a training, or goes on with the one that runs. Its seed is
 * drawn here, so nobody chooses the questions. Throws `learning.notFound`, `learning.noTriesToday` and what
 * stands in the way of the training's test.
 */
export async function beginAttempt(
  pool: pg.Pool,
  { code, sessionId }: AskedQuiz,
  taker: QuizTaker,
  nowMs: number,
): Promise<RunningAttempt> {
  const { staffId } = taker
  return inTransaction(pool, 'write', async (client) => {
    const { branchId } = await homeOf(client, staffId)
    const training = sessionId === null ? null : { branchId: taker.branchId ?? branchId, sessionId }
    if (training) await requireTest(client, training, { staffId, code })
    // Two PCs at once: the second one waits here and goes on with what the first one began.
    await client.query('select from staff where branch_id = $1 and id = $2 for no key update', [
      branchId,
      staffId,
    ])
    const tries = await triesOf(client, branchId, staffId, code)
    const running = runningFor(tries, sessionId)
    if (running) return shown(await lockAttempt(client, branchId, staffId, running.id))
    const { id: versionId, course } = await courseOf(client, code)
    if (triesLeft(course, tries, nowMs) === 0) throw new AppError('learning.noTriesToday')
    const id = uuidV7(nowMs)
    await client.query(
      `insert into course_attempt
         (branch_id, id, staff_id, course_code, version_id, seed, started_at, session_branch_id, session_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        branchId,
        id,
        staffId,
        code,
        versionId,
        randomKey(12).toString('hex'),
        new Date(nowMs),
        training?.branchId ?? null,
        sessionId,
      ],
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

interface GivenAnswer {
  attemptId: string
  questionId: string
  optionId: string
}

/** Whether this very answer was taken already: its reply was lost, and it is told again. */
const isRepeat = (attempt: StoredAttempt, { questionId, optionId }: GivenAnswer) =>
  attempt.answers.some((answer) => answer.questionId === questionId && answer.optionId === optionId)

/**
 * Takes an answer, the only one to its question, and tells what is right; the same one again is told again.
 * With the last one the try ends; passed, a certificate is given. Throws `learning.notFound` and
 * `learning.moved`.
 */
export async function answerQuestion(
  pool: pg.Pool,
  given: GivenAnswer,
  taker: QuizTaker,
  nowMs: number,
): Promise<Answered> {
  const { staffId } = taker
  return inTransaction(pool, 'write', async (client) => {
    const home = await homeOf(client, staffId)
    const attempt = await lockAttempt(client, home.branchId, staffId, given.attemptId)
    const place = { ...home, branchId: taker.branchId ?? home.branchId }
    // The test of a training is taken where it is held.
    if (attempt.training && attempt.training.branchId !== place.branchId) {
      throw new AppError('learning.notFound')
    }
    const repeat = isRepeat(attempt, given)
    const after = repeat ? attempt : await keepAnswer(client, home, attempt, given, nowMs)
    const { course } = attempt
    const result = nextQuestion(course, after) === null ? resultOf(course, after) : null
    if (result && !repeat) {
      await finish(client, { home, place, staffId }, after, result, nowMs)
    }
    const question = course.bank.find(({ id }) => id === given.questionId)
    if (!question) throw new AppError('learning.notFound')
    return {
      right: given.optionId === question.right,
      rightOptionId: question.right,
      why: question.why,
      next: shown(after),
      result,
    }
  })
}

async function keepAnswer(
  client: pg.ClientBase,
  { branchId }: StaffPlace,
  attempt: StoredAttempt,
  { questionId, optionId }: GivenAnswer,
  nowMs: number,
): Promise<StoredAttempt> {
  const refusal = answerRefusal(attempt.course, attempt, { questionId, optionId })
  if (refusal !== null) throw new AppError(answerCodes[refusal])
  await client.query(
    `insert into course_answer (branch_id, attempt_id, question_id, option_id, answered_at)
     values ($1, $2, $3, $4, $5)`,
    [branchId, attempt.id, questionId, optionId, new Date(nowMs)],
  )
  return { ...attempt, answers: [...attempt.answers, { questionId, optionId, atMs: nowMs }] }
}

async function finish(
  client: pg.ClientBase,
  { home, place, staffId }: { home: StaffPlace; place: StaffPlace; staffId: string },
  { id, course, training }: StoredAttempt,
  result: AttemptResult,
  nowMs: number,
): Promise<void> {
  const { right, of, passed } = result
  await client.query(
    `update course_attempt set finished_at = $3, right_answers = $4, passed = $5
     where branch_id = $1 and id = $2`,
    [home.branchId, id, new Date(nowMs), right, passed],
  )
  const writer = await BranchWriter.lock(client, place.branchId)
  if (passed) {
    const { passedOn, validUntil } = certificateOf(course, dayOfInstant(nowMs))
    await writer.insert('course_certificate', id, {
      id,
      staff_id: staffId,
      course_code: course.code,
      passed_on: passedOn,
      valid_until: validUntil,
    })
    await markDue(client, home.branchId, nowMs)
  }
  if (training) {
    await countTry(client, writer, { sessionId: training.sessionId, staffId }, result)
  }
  const scene = { client, writer, staffId, staffNo: home.staffNo, atMs: nowMs, nowMs }
  const detail = { code: course.code, right, of, passed }
  const whose = training ? { training: training.sessionId } : {}
  await audited(scene, 'course.finish', id, { ...detail, ...whose })
}
