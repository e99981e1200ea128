import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawQuiz } from '#domain/learning/attempt.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { reckonMonth } from '#head-office/assessment/reckon.ts'
import {
  courseDuties,
  moveCourse,
  publishedCourse,
  writeDraft,
} from '#head-office/learning/courses.ts'
import { actOnFeedback, submitFeedback } from '#head-office/learning/feedback.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { suitability } from '#head-office/learning/library/suitability.ts'
import { library } from '#head-office/learning/library/index.ts'
import { libraryPictures } from '#head-office/learning/library/pictures.ts'
import {
  answerQuestion,
  beginAttempt,
  quizStanding,
  type RunningAttempt,
} from '#head-office/learning/quiz.ts'
import { inBranchOf, type LearningScene } from '#head-office/learning/scene.ts'
import { assignCourse, readCard } from '#head-office/learning/study.ts'
import { actOnTraining, planTraining } from '#head-office/learning/trainings.ts'
import { branchA, fillOrganisation, people } from '#test/support/branch-data.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { openPool } from '#test/support/pool.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { answerAll } from '#test/support/take-quiz.ts'

const database = withDatabase()
const day = (text: string) => instantOfDay(text) + 9 * 3_600_000
const { li, wang, zhao, teller, line, secondLine } = people
const code = suitability.code
const quiz = { code, sessionId: null }
let pool: pg.Pool

beforeAll(async () => {
  pool = openPool(database.url)
  await fillOrganisation(pool)
})
afterAll(() => pool.end())

/** Does something as a person, in branch A. */
const as = <Result>(
  staffId: string,
  nowMs: number,
  act: (scene: LearningScene) => Promise<Result>,
): Promise<Result> => inBranchOf(pool, { staffId, branchId: branchA, nowMs }, act)

const answer = (staffId: string, begun: RunningAttempt, right: number, nowMs: number) =>
  answerAll(pool, suitability, begun, { taker: { staffId }, right, nowMs })

async function facts(staffId: string) {
  await reckonMonth(pool, '2026-10-01', day('2026-10-30'))
  const { rows } = await pool.query<{ facts: string }>(
    'select facts from assessment_score where staff_id = $1',
    [staffId],
  )
  return JSON.parse(rows[0]?.facts ?? '{}') as Record<string, number>
}

describe('authoring', () => {
  let draft: string

  test('a line manager above all outlets writes; nobody else', async () => {
    await expect(writeDraft(pool, suitability, zhao.id, day('2026-08-01'))).rejects.toThrow(
      'request.forbidden',
    )
    const written = day('2026-08-01')
    draft = await writeDraft(pool, suitability, line.id, written, libraryPictures())
    expect(await writeDraft(pool, suitability, line.id, day('2026-08-02'))).toBe(draft)
    await expect(writeDraft(pool, suitability, secondLine.id, day('2026-08-02'))).rejects.toThrow(
      'learning.moved',
    )
    const broken = { ...suitability, bank: suitability.bank.slice(0, 2) }
    await expect(writeDraft(pool, broken, line.id, day('2026-08-02'))).rejects.toThrow(
      'at least as many questions',
    )
  })

  test('another one reviews it, and a return says why', async () => {
    const move = (act: 'submit' | 'publish' | 'return', byId: string, note: string | null = null) =>
      moveCourse(pool, { id: draft, act, note }, byId, day('2026-08-03'))
    await expect(move('publish', secondLine.id)).rejects.toThrow('learning.moved')
    await expect(move('submit', secondLine.id)).rejects.toThrow('learning.own')
    await move('submit', line.id)
    await expect(move('publish', line.id)).rejects.toThrow('learning.own')
    await expect(move('return', secondLine.id, ' ')).rejects.toThrow('assessment.reasonMissing')
    await move('return', secondLine.id, '第 2 题答案有歧义')
    await move('submit', line.id)
    await move('publish', secondLine.id)
    expect((await publishedCourse(pool, code))?.course).toEqual(suitability)
    expect(await courseDuties(pool)).toEqual([
      expect.objectContaining({ code, mandatory: true, publishedOn: '2026-08-03' }),
    ])
    const { rows } = await pool.query<{ action: string }>(
      `select action from audit_log where object = $1 order by at, id`,
      [draft],
    )
    expect(rows.map(({ action }) => action.replace('course.', ''))).toEqual(
      expect.arrayContaining(['write', 'submit', 'return', 'publish']),
    )
  })

  test('the product’s own courses are published once, and leave what a bank has alone', async () => {
    await installLibrary(pool, '2026-09-20', day('2026-09-20'))
    await installLibrary(pool, '2026-10-20', day('2026-10-20'))
    const { rows } = await pool.query(
      `select code from course_version where state = 'published' order by code`,
    )
    expect(rows.map((row: { code: string }) => row.code)).toEqual(
      library.map((course) => course.code).sort(),
    )
    expect((await publishedCourse(pool, code))?.course).toEqual(suitability)
  })

  test('what is published stands on the shelf of every branch, without what is scored', async () => {
    const shelf = async (of: string) => {
      const { rows } = await pool.query<{ course: string; retired: string | null }>(
        'select course, retired_on::text as retired from course where code = $1',
        [of],
      )
      return rows[0]
    }
    const known = (await shelf(code))?.course ?? '{}'
    const { bank, ...rest } = suitability
    expect(JSON.parse(known)).toEqual(rest)
    for (const { text } of bank) {
      expect(known).not.toContain(text.zh)
    }
    const draft = await writeDraft(
      pool,
      { ...suitability, code: 'short-lived' },
      line.id,
      day('2026-09-21'),
    )
    const move = (act: 'submit' | 'publish' | 'retire', byId: string) =>
      moveCourse(pool, { id: draft, act, note: null }, byId, day('2026-09-21'))
    await move('submit', line.id)
    expect(await shelf('short-lived')).toBeUndefined()
    await move('publish', secondLine.id)
    expect(await shelf('short-lived')).toMatchObject({ retired: null })
    await move('retire', line.id)
    expect(await shelf('short-lived')).toMatchObject({ retired: '2026-09-21' })
  })
})

describe('learning', () => {
  test('goes on at the card where it stopped', async () => {
    const [first] = suitability.units
    const read = (card: number) =>
      as(li.id, day('2026-10-08'), (scene) =>
        readCard(scene, { code, unitId: first?.id ?? '', card }),
      )
    expect(await read(1)).toMatchObject({ doneTenths: 5, next: { unitId: first?.id, card: 2 } })
    expect(await read(2)).toMatchObject({ doneTenths: 10, next: { card: 1 } })
    expect(await read(1)).toMatchObject({ doneTenths: 10 })
    await expect(read(3)).rejects.toThrow('learning.notFound')
  })

  test('a quiz goes on after a break, tells what is right with the answer alone, and is answered once', async () => {
    const begun = await beginAttempt(pool, quiz, { staffId: li.id }, day('2026-10-08'))
    expect(JSON.stringify(begun.question)).not.toContain('right')
    const { rows } = await pool.query<{ seed: string }>(
      'select seed from course_attempt where id = $1',
      [begun.id],
    )
    expect(begun.question?.options.map(({ id }) => id)).toEqual(
      drawQuiz(suitability, rows[0]?.seed ?? '')[0]?.options.map(({ id }) => id),
    )
    const given = { attemptId: begun.id, questionId: begun.question?.id ?? '', optionId: 'o2' }
    const answered = await answerQuestion(pool, given, { staffId: li.id }, day('2026-10-08'))
    expect(answered).toMatchObject({ right: false, rightOptionId: 'o1', result: null })
    // A reply that was lost is told again; another answer is not taken.
    expect(await answerQuestion(pool, given, { staffId: li.id }, day('2026-10-08'))).toEqual(
      answered,
    )
    const other = { ...given, optionId: 'o1' }
    await expect(
      answerQuestion(pool, other, { staffId: li.id }, day('2026-10-08')),
    ).rejects.toThrow('learning.moved')
    await expect(
      answerQuestion(pool, given, { staffId: wang.id }, day('2026-10-08')),
    ).rejects.toThrow('learning.notFound')
    const again = await beginAttempt(pool, quiz, { staffId: li.id }, day('2026-10-09'))
    expect(again).toEqual(answered.next)
    expect((await answer(li.id, again, 4, day('2026-10-09'))).result).toEqual({
      right: 4,
      of: 5,
      shareBp: 8000,
      passed: true,
    })
  })

  test('a course that is published anew changes no try that runs', async () => {
    const begun = await beginAttempt(pool, quiz, { staffId: wang.id }, day('2026-10-10'))
    const title = { zh: '适当性（修订）', en: 'Suitability, revised' }
    const next = await writeDraft(pool, { ...suitability, title }, line.id, day('2026-10-10'))
    await moveCourse(pool, { id: next, act: 'submit', note: null }, line.id, day('2026-10-10'))
    await moveCourse(
      pool,
      { id: next, act: 'publish', note: null },
      secondLine.id,
      day('2026-10-10'),
    )
    expect((await courseDuties(pool)).find((one) => one.code === code)?.publishedOn).toBe(
      '2026-08-03',
    )
    const ended = await answer(wang.id, begun, 3, day('2026-10-10'))
    expect(ended.result).toMatchObject({ right: 3, passed: false })
  })

  test('the tries of a day are counted, and the next day brings new ones', async () => {
    for (let nth = 0; nth < 2; nth += 1) {
      const begun = await beginAttempt(pool, quiz, { staffId: wang.id }, day('2026-10-10'))
      await answer(wang.id, begun, 0, day('2026-10-10'))
    }
    await expect(beginAttempt(pool, quiz, { staffId: wang.id }, day('2026-10-10'))).rejects.toThrow(
      'learning.noTriesToday',
    )
    expect(await quizStanding(pool, quiz, { staffId: wang.id }, day('2026-10-10'))).toMatchObject({
      left: 0,
      running: null,
      ended: [
        { right: 0, passed: false },
        { right: 0, passed: false },
        { right: 3, of: 5, passed: false },
      ],
    })
    await beginAttempt(pool, quiz, { staffId: wang.id }, day('2026-10-11'))
    expect(await quizStanding(pool, quiz, { staffId: wang.id }, day('2026-10-11'))).toMatchObject({
      left: 2,
      running: { answered: 0, of: 5 },
    })
  })

  test('certificates and assignments are counted in the month', async () => {
    // Of the library published on 20 September the mandatory ones have been out for thirty days.
    const must = library.filter(
      ({ mandatory, roles }) => mandatory && roles.includes('customer_manager'),
    )
    expect(await facts(li.id)).toMatchObject({
      mandatoryRequired: must.length,
      mandatoryPassed: 1,
      coursesRequired: must.length,
      coursesPassed: 1,
    })
    const told = { staffId: li.id, code: 'offline', dueOn: '2026-10-20', reason: '断网演练' }
    const assign = (byId: string) =>
      as(byId, day('2026-10-08'), (scene) => assignCourse(scene, told))
    await expect(assign(teller.id)).rejects.toThrow('request.forbidden')
    await assign(zhao.id)
    expect((await facts(li.id))['coursesRequired']).toBe(must.length + 1)
    expect((await facts(wang.id))['mandatoryPassed']).toBe(0)
  })
})

describe('feedback', () => {
  test('goes from 提交 to 采纳 with every word kept, and counts once somebody took it on', async () => {
    const id = uuidV7(day('2026-10-12'))
    const submit = (words: string) =>
      as(li.id, day('2026-10-12'), (scene) => submitFeedback(scene, { id, topic: 'idea', words }))
    await expect(submit('太短')).rejects.toThrow('learning.textMissing')
    await submit('到期承接名单希望带上次转出去向')
    expect((await facts(li.id))['feedback']).toBe(0)
    const act = (name: 'accept' | 'answer' | 'adopt', text: string | null, byId = line.id) =>
      as(byId, day('2026-10-13'), (scene) => actOnFeedback(scene, { id, act: name, text }))
    await expect(act('accept', null, zhao.id)).rejects.toThrow('request.forbidden')
    await expect(act('accept', null, li.id)).rejects.toThrow('learning.own')
    await expect(act('answer', '好')).rejects.toThrow('learning.moved')
    expect(await act('accept', null)).toBe('accepted')
    await expect(act('answer', ' ')).rejects.toThrow('learning.textMissing')
    await act('answer', '已列入下一版')
    expect(await act('adopt', '11 月上线')).toBe('adopted')
    expect(await facts(li.id)).toMatchObject({ feedback: 1, adopted: 1 })
    const { rows } = await pool.query<{ act: string; words: string | null }>(
      'select act, words from feedback_entry where feedback_id = $1 order by nth',
      [id],
    )
    expect(rows).toEqual([
      { act: 'accept', words: null },
      { act: 'answer', words: '已列入下一版' },
      { act: 'adopt', words: '11 月上线' },
    ])
  })
})

describe('a training in the branch', () => {
  test('is planned, signed in to, held, tested and closed with its outcome', async () => {
    const id = uuidV7(day('2026-10-10'))
    const plan = {
      id,
      on: '2026-10-15',
      title: '转介登记十分钟',
      material: '课程 counter-care 第 2 节',
      trainerId: li.id,
      test: true,
      courseCode: null,
    }
    const planBy = (byId: string) =>
      as(byId, day('2026-10-10'), (scene) => planTraining(scene, plan))
    await expect(planBy(wang.id)).rejects.toThrow('request.forbidden')
    await expect(planBy(people.other.id)).rejects.toThrow('request.forbidden')
    await planBy(zhao.id)
    const act = (
      name: 'sign_in' | 'hold' | 'record_test' | 'close',
      byId: string,
      over: { staffId?: string; testPoints?: number; outcome?: string } = {},
      on = '2026-10-15',
    ) =>
      as(byId, day(on), (scene) =>
        actOnTraining(scene, id, {
          act: name,
          staffId: over.staffId ?? null,
          testPoints: over.testPoints ?? null,
          outcome: over.outcome ?? null,
        }),
      )
    await expect(act('sign_in', teller.id, {}, '2026-10-14')).rejects.toThrow('learning.tooEarly')
    await expect(act('hold', li.id)).rejects.toThrow('learning.nobodyThere')
    await expect(act('sign_in', people.other.id)).rejects.toThrow('request.forbidden')
    await act('sign_in', teller.id)
    await expect(act('sign_in', teller.id)).rejects.toThrow('learning.moved')
    await expect(act('hold', wang.id)).rejects.toThrow('request.forbidden')
    await act('hold', li.id)
    await expect(act('close', zhao.id, { outcome: '全员会用' })).rejects.toThrow(
      'learning.testMissing',
    )
    await act('record_test', li.id, { staffId: teller.id, testPoints: 90 })
    await act('close', zhao.id, { outcome: '全员会用' })
    const { rows } = await pool.query('select state, outcome from training_session where id = $1', [
      id,
    ])
    expect(rows).toEqual([{ state: 'closed', outcome: '全员会用' }])
    await expect(act('sign_in', wang.id)).rejects.toThrow('learning.moved')
  })
})
