import { beforeAll, describe, expect, test } from 'vitest'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { library } from '#head-office/learning/library/index.ts'
import { learningIdParts } from '#domain/learning/records.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { nameBasedId, uuidV7 } from '#platform/ids/uuid.ts'
import { branchA, branchB, people } from '#test/support/branch-data.ts'
import { withCommandDesk } from '#test/support/command-desk.ts'

const { li, wang, zhao, teller, other, line, secondLine } = people
const desk = withCommandDesk([li, wang, zhao, teller, line, secondLine])
const code = 'offline'
const course = library.find((each) => each.code === code)
const unitId = course?.units[0]?.id ?? ''
const cards = course?.units[0]?.cards.length ?? 0
const today = dayOfInstant(Date.now())

beforeAll(() => installLibrary(desk.office.pool, '2026-09-20', Date.now()))

const rowsOf = async (sql: string, values: unknown[]) =>
  (await desk.office.pool.query<Record<string, unknown>>(sql, values)).rows

describe('a card that was read', () => {
  const read = (over: object = {}) =>
    desk.give('course.read', li, { code, unitId, card: cards, atMs: Date.now(), ...over })

  test('stands in the branch once, and never goes back', async () => {
    const id = nameBasedId(...learningIdParts.progress(li.id, code, unitId))
    const first = await read()
    expect(first).toMatchObject({ outcome: 'applied', revs: { [`course_progress:${id}`]: 1 } })
    expect((await read({ card: 1 })).revs).toEqual({})
    expect(
      await rowsOf('select branch_id::text, card, rev::int from course_progress where id = $1', [
        id,
      ]),
    ).toEqual([{ branch_id: branchA, card: cards, rev: 1 }])
  })

  test('of a course, a unit or a card that is not there is refused', async () => {
    for (const over of [{ code: 'none' }, { unitId: 'none' }, { card: 8 }]) {
      expect(await read(over)).toMatchObject({ outcome: 'rejected', code: 'learning.notFound' })
    }
    for (const over of [{ card: 0 }, { card: 1.5 }, { code: 7 }, { more: 1 }]) {
      expect((await read(over)).outcome).toBe('quarantined')
    }
  })

  test('was read no later than head office’s clock says', async () => {
    const second = course?.units[1]?.id ?? ''
    await read({ unitId: second, card: 1, atMs: Date.now() + 9_000_000 })
    const [row] = await rowsOf(
      'select read_at <= now() as past from course_progress where staff_id = $1 and unit_id = $2',
      [li.id, second],
    )
    expect(row).toEqual({ past: true })
  })
})

describe('an assignment', () => {
  const told = { staffId: li.id, code, dueOn: '2099-01-01', reason: '断网演练', atMs: Date.now() }

  test('is the branch head’s, about others of the branch alone', async () => {
    expect(await desk.give('course.assign', wang, told)).toMatchObject({
      code: 'request.forbidden',
    })
    const own = { ...told, staffId: zhao.id }
    expect(await desk.give('course.assign', zhao, own)).toMatchObject({ code: 'assessment.own' })
    const elsewhere = { ...told, staffId: other.id }
    expect(await desk.give('course.assign', zhao, elsewhere)).toMatchObject({
      code: 'request.forbidden',
    })
    const silent = { ...told, reason: ' ' }
    expect(await desk.give('course.assign', zhao, silent)).toMatchObject({
      code: 'assessment.reasonMissing',
    })
    const never = { ...told, dueOn: '2099-02-31' }
    expect(await desk.give('course.assign', zhao, never)).toMatchObject({ code: 'request.invalid' })
    expect((await desk.give('course.assign', zhao, told)).outcome).toBe('applied')
    await desk.give('course.assign', zhao, { ...told, dueOn: '2099-02-01' })
    expect(
      await rowsOf(
        'select due_on::text as on, rev::int from course_assignment where staff_id = $1',
        [li.id],
      ),
    ).toEqual([{ on: '2099-02-01', rev: 2 }])
  })
})

describe('a training', () => {
  const plan = (over: object = {}) => ({
    sessionId: uuidV7(Date.now()),
    on: today,
    title: '转介十分钟',
    material: '第 2 节',
    trainerId: li.id,
    test: true,
    courseCode: null,
    atMs: Date.now(),
    ...over,
  })
  const act = (sessionId: string, name: string, over: object = {}) => ({
    sessionId,
    act: name,
    staffId: null,
    testPoints: null,
    outcome: null,
    atMs: Date.now(),
    ...over,
  })

  test('is planned by the head, or by who holds it', async () => {
    expect(await desk.give('training.plan', wang, plan())).toMatchObject({
      code: 'request.forbidden',
    })
    expect((await desk.give('training.plan', li, plan())).outcome).toBe('applied')
    expect((await desk.give('training.plan', zhao, plan())).outcome).toBe('applied')
    expect(await desk.give('training.plan', zhao, plan({ title: ' ' }))).toMatchObject({
      code: 'learning.textMissing',
    })
    expect(await desk.give('training.plan', zhao, plan({ trainerId: uuidV7(1) }))).toMatchObject({
      code: 'learning.notFound',
    })
    expect((await desk.give('training.plan', zhao, plan({ on: 'soon' }))).outcome).toBe(
      'quarantined',
    )
  })

  test('is signed in to by each for him- or herself, whatever name is in the command', async () => {
    const given = plan()
    await desk.give('training.plan', zhao, given)
    const { sessionId } = given
    await desk.give('training.act', teller, act(sessionId, 'sign_in', { staffId: wang.id }))
    expect(
      await rowsOf('select staff_id::text as who from training_attendance where session_id = $1', [
        sessionId,
      ]),
    ).toEqual([{ who: teller.id }])
    expect(await desk.give('training.act', teller, act(sessionId, 'sign_in'))).toMatchObject({
      code: 'learning.moved',
    })
    expect(await desk.give('training.act', teller, act(sessionId, 'hold'))).toMatchObject({
      code: 'request.forbidden',
    })
    expect((await desk.give('training.act', li, act(sessionId, 'hold'))).outcome).toBe('applied')
    const points = (testPoints: number) =>
      act(sessionId, 'record_test', { staffId: teller.id, testPoints })
    expect((await desk.give('training.act', li, points(101))).outcome).toBe('quarantined')
    expect((await desk.give('training.act', li, points(90))).outcome).toBe('applied')
    const end = act(sessionId, 'close', { outcome: '都会了' })
    expect((await desk.give('training.act', zhao, end)).outcome).toBe('applied')
  })

  test('names a course that is published, or none; an earlier terminal names none', async () => {
    const given = plan({ courseCode: code })
    expect((await desk.give('training.plan', zhao, given)).outcome).toBe('applied')
    expect(await desk.give('training.plan', zhao, plan({ courseCode: 'none' }))).toMatchObject({
      code: 'learning.notFound',
    })
    const stored = 'select course_code as code from training_session where id = $1'
    expect(await rowsOf(stored, [given.sessionId])).toEqual([{ code }])
  })

  test('with a drawn test takes no typed points, and closes with or without words', async () => {
    const given = plan({ courseCode: code })
    const { sessionId } = given
    await desk.give('training.plan', zhao, given)
    await desk.give('training.act', teller, act(sessionId, 'sign_in'))
    await desk.give('training.act', li, act(sessionId, 'hold'))
    const typed = act(sessionId, 'record_test', { staffId: teller.id, testPoints: 90 })
    expect(await desk.give('training.act', li, typed)).toMatchObject({ code: 'request.forbidden' })
    const long = act(sessionId, 'close', { outcome: ' ' })
    expect((await desk.give('training.act', li, long)).outcome).toBe('applied')
    expect(
      await rowsOf('select state, outcome from training_session where id = $1', [sessionId]),
    ).toEqual([{ state: 'closed', outcome: null }])
  })

  test('of another branch is none that anybody here can act on', async () => {
    const { sessionId } = plan()
    await desk.office.pool.query(
      `insert into training_session values ($1, $2, $3, '别处', '材料', $4, false, 'planned', null,
         $4, now(), null, 1, 1)`,
      [branchB, sessionId, today, other.id],
    )
    expect(await desk.give('training.act', zhao, act(sessionId, 'sign_in'))).toMatchObject({
      code: 'learning.notFound',
    })
  })
})

describe('feedback', () => {
  const words = '名单希望带上次转出去向，方便联系'
  const submit = async (over: object = {}, author = li) => {
    const feedbackId = uuidV7(Date.now())
    const given = { feedbackId, topic: 'idea', words, atMs: Date.now(), ...over }
    return { feedbackId, result: await desk.give('feedback.submit', author, given) }
  }
  const act = (
    feedbackId: string,
    name: string,
    text: string | null = null,
    branchId = branchA,
  ) => ({
    branchId,
    feedbackId,
    act: name,
    text,
  })

  test('is handed in by anybody, and dealt with by a line manager above alone', async () => {
    const { feedbackId, result } = await submit()
    expect(result.outcome).toBe('applied')
    expect(await desk.give('feedback.act', zhao, act(feedbackId, 'accept'))).toMatchObject({
      code: 'request.forbidden',
    })
    expect(await desk.give('feedback.act', line, act(feedbackId, 'answer', '好'))).toMatchObject({
      code: 'learning.moved',
    })
    const steps = [
      ['accept', null],
      ['answer', '已列入下一版'],
      ['adopt', '下月上线'],
    ] as const
    for (const [name, text] of steps) {
      const given = act(feedbackId, name, text)
      expect((await desk.give('feedback.act', line, given)).outcome).toBe('applied')
    }
    expect(
      await rowsOf(
        'select act, words, by_name as by from feedback_entry where feedback_id = $1 order by nth',
        [feedbackId],
      ),
    ).toEqual(steps.map(([name, text]) => ({ act: name, words: text, by: line.name })))
    expect(
      await rowsOf('select state, rev::int from feedback where id = $1', [feedbackId]),
    ).toEqual([{ state: 'adopted', rev: 4 }])
  })

  test('is not dealt with by its author, nor in a branch where it is not', async () => {
    const { feedbackId } = await submit({}, line)
    expect(await desk.give('feedback.act', line, act(feedbackId, 'accept'))).toMatchObject({
      code: 'learning.own',
    })
    const elsewhere = act(feedbackId, 'accept', null, branchB)
    expect(await desk.give('feedback.act', secondLine, elsewhere)).toMatchObject({
      code: 'learning.notFound',
    })
    const nowhere = act('no id', 'accept', null, 'no id')
    expect(await desk.give('feedback.act', secondLine, nowhere)).toMatchObject({
      code: 'learning.notFound',
    })
    expect((await desk.give('feedback.act', secondLine, act(feedbackId, 'accept'))).outcome).toBe(
      'applied',
    )
  })

  test('that says nothing, or too much, does not fit', async () => {
    for (const over of [{ words: '太短' }, { words: '长'.repeat(1001) }, { topic: 'none' }]) {
      expect((await submit(over)).result.outcome).toBe('quarantined')
    }
    expect((await submit({ words: ` ${' '.repeat(12)} ` })).result).toMatchObject({
      outcome: 'rejected',
      code: 'learning.textMissing',
    })
  })
})
