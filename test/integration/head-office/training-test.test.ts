import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOfInstant, instantOfDay } from '#domain/time/day.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { offline } from '#head-office/learning/library/offline.ts'
import { beginAttempt, quizStanding } from '#head-office/learning/quiz.ts'
import { inBranchOf } from '#head-office/learning/scene.ts'
import { assignCourse } from '#head-office/learning/study.ts'
import { actOnTraining, planTraining } from '#head-office/learning/trainings.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import {
  branchA,
  branchB,
  fillOrganisation,
  people,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { answerAll } from '#test/support/take-quiz.ts'

const database = withDatabase()
const { li, wang, zhao, teller } = people
const { code } = offline
const of = offline.quiz.questions
const held = '2026-10-15'
const nowMs = instantOfDay(held) + 17 * 3_600_000
let pool: pg.Pool
let count = 0

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
  await installLibrary(pool, '2026-09-20', instantOfDay('2026-09-20'))
})
afterAll(() => pool.end())

const act = (
  id: string,
  { id: staffId }: TestStaff,
  name: 'sign_in' | 'hold' | 'close',
  outcome: string | null = null,
) =>
  inBranchOf(pool, { staffId, branchId: branchA, nowMs }, (scene) =>
    actOnTraining(scene, id, { act: name, staffId: null, testPoints: null, outcome }),
  )

/** A training about the course by customer manager Li, to which these have signed in. */
async function trained(...there: readonly TestStaff[]): Promise<string> {
  count += 1
  const id = uuidV7(nowMs + count)
  const plan = { id, on: held, title: '断网时怎么登记', material: '第 1、2 节', trainerId: li.id }
  await inBranchOf(pool, { staffId: zhao.id, branchId: branchA, nowMs }, (scene) =>
    planTraining(scene, { ...plan, test: true, courseCode: code }),
  )
  for (const each of there) await act(id, each, 'sign_in')
  return id
}

const taker = ({ id: staffId }: TestStaff, branchId = branchA) => ({ staffId, branchId })
const begin = (sessionId: string | null, who: TestStaff, atMs = nowMs, branchId = branchA) =>
  beginAttempt(pool, { code, sessionId }, taker(who, branchId), atMs)

/** Takes the test of a training, or the quiz of the course, with so many right answers. */
async function take(sessionId: string | null, who: TestStaff, right: number, atMs = nowMs) {
  const begun = await begin(sessionId, who, atMs)
  return answerAll(pool, offline, begun, { taker: taker(who), right, nowMs: atMs })
}

async function came(sessionId: string, { id }: TestStaff) {
  const { rows } = await pool.query<Record<string, unknown>>(
    `select test_points as points, test_passed as passed, test_tries as tries
     from training_attendance where session_id = $1 and staff_id = $2`,
    [sessionId, id],
  )
  return rows[0]
}

const certificates = async ({ id }: TestStaff) =>
  (await pool.query('select from course_certificate where staff_id = $1', [id])).rowCount

const nextDay = nowMs + 24 * 3_600_000

test('is open to who signed in, from the holding to the closing', async () => {
  const id = await trained(li, teller)
  await expect(begin(id, teller)).rejects.toThrow('learning.testNotOpen')
  await act(id, li, 'hold')
  await expect(begin(id, wang)).rejects.toThrow('learning.notSignedIn')
  await expect(begin(id, li)).rejects.toThrow('request.forbidden')
  await expect(begin(uuidV7(nowMs), teller)).rejects.toThrow('learning.notFound')
  await expect(begin('none', teller)).rejects.toThrow('learning.notFound')
  await expect(begin(id, teller, nowMs, branchB)).rejects.toThrow('learning.notFound')
  const other = beginAttempt(pool, { code: 'suitability', sessionId: id }, taker(teller), nowMs)
  await expect(other).rejects.toThrow('learning.notFound')
  const begun = await begin(id, teller)
  expect(JSON.stringify(begun)).not.toContain('"right"')
  expect(await begin(id, teller)).toEqual(begun)
  await act(id, zhao, 'close', '下次再练')
  await expect(begin(id, teller)).rejects.toThrow('learning.testNotOpen')
})

test('failed it may be taken again; passed, it counts for the training and brings the certificate', async () => {
  const id = await trained(wang)
  await act(id, li, 'hold')
  expect((await take(id, wang, 0)).result).toMatchObject({ passed: false })
  expect(await came(id, wang)).toEqual({ points: 0, passed: false, tries: 1 })
  expect(await certificates(wang)).toBe(0)
  const told = { staffId: wang.id, code, dueOn: held, reason: '断网演练' }
  await inBranchOf(pool, { staffId: zhao.id, branchId: branchA, nowMs }, (scene) =>
    assignCourse(scene, told),
  )
  const passed = async () => {
    await reckonMonth(pool, '2026-10-01', instantOfDay('2026-10-30'))
    const { rows } = await pool.query<{ facts: string }>(
      'select facts from assessment_score where staff_id = $1',
      [wang.id],
    )
    return (JSON.parse(rows[0]?.facts ?? '{}') as Record<string, number>)['coursesPassed']
  }
  expect(await passed()).toBe(0)
  expect((await take(id, wang, of, nowMs + 60_000)).result).toMatchObject({
    passed: true,
    shareBp: 10_000,
  })
  expect(await came(id, wang)).toEqual({ points: 100, passed: true, tries: 2 })
  expect(await certificates(wang)).toBe(1)
  expect(await passed()).toBe(1)
  // A worse try afterwards takes nothing away.
  await take(id, wang, 0, nowMs + 120_000)
  expect(await came(id, wang)).toEqual({ points: 100, passed: true, tries: 3 })
  const standing = await quizStanding(pool, { code, sessionId: id }, taker(wang), nowMs)
  expect(standing).toMatchObject({ left: 2, running: null })
  expect(standing.ended.map((one) => one.passed)).toEqual([false, true, false])
})

test('shares the tries of a day with the quiz of the course, and runs beside it', async () => {
  const id = await trained(zhao)
  await act(id, li, 'hold')
  const own = await begin(null, zhao)
  const first = await begin(id, zhao)
  expect(first.id).not.toBe(own.id)
  await answerAll(pool, offline, first, { taker: taker(zhao), right: 0, nowMs })
  expect(await came(id, zhao)).toMatchObject({ tries: 1 })
  await answerAll(pool, offline, own, { taker: taker(zhao), right: 0, nowMs })
  expect(await came(id, zhao)).toMatchObject({ tries: 1 })
  for (let nth = 2; nth < offline.quiz.triesADay; nth += 1) await take(id, zhao, 0)
  await expect(begin(id, zhao)).rejects.toThrow('learning.noTriesToday')
  await expect(begin(null, zhao)).rejects.toThrow('learning.noTriesToday')
  expect((await take(id, zhao, of, nextDay)).result).toMatchObject({ passed: true })
  const course = await quizStanding(pool, { code, sessionId: null }, taker(zhao), nextDay)
  expect(course.ended).toHaveLength(offline.quiz.triesADay + 1)
  const { ended } = await quizStanding(pool, { code, sessionId: id }, taker(zhao), nextDay)
  expect(ended).toHaveLength(offline.quiz.triesADay)
})

test('answered after the closing it counts for the course alone; elsewhere it is not answered', async () => {
  const id = await trained(teller, wang)
  await act(id, li, 'hold')
  const begun = await begin(id, teller, nextDay)
  const there = { taker: taker(teller, branchB), right: of, nowMs: nextDay }
  await expect(answerAll(pool, offline, begun, there)).rejects.toThrow('learning.notFound')
  await act(id, li, 'close')
  const here = { taker: taker(teller), right: of, nowMs: nextDay }
  expect((await answerAll(pool, offline, begun, here)).result).toMatchObject({ passed: true })
  expect(await came(id, teller)).toEqual({ points: null, passed: null, tries: 0 })
  expect(await certificates(teller)).toBe(1)
  const { rows } = await pool.query<{ detail: unknown }>(
    `select detail from audit_log where action = 'course.finish' and actor = $1 order by at desc limit 1`,
    [teller.staffNo],
  )
  expect(JSON.stringify(rows[0]?.detail)).toContain(id)
  expect(dayOfInstant(nextDay)).toBe('2026-10-16')
})
