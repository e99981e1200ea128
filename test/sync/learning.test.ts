import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Request } from '#contract/ipc.ts'
import { first } from '#db/connection/statements.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { createEnrolmentCode } from '#head-office/devices/enrolment.ts'
import { moveCourse, writeDraft } from '#head-office/learning/courses.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { library } from '#head-office/learning/library/index.ts'
import {
  branchA,
  people,
  testDay,
  testPassword,
  type TestStaff,
} from '#test/support/branch-data.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { LocalService } from '#test/support/local-service.ts'
import { withDatabase } from '#test/support/postgres.ts'
import { refreshSummaries } from '#test/support/refresh-summaries.ts'

const database = withDatabase()
const { li, wang, zhao, teller, other, line } = people
const code = 'offline'
const course = library.find((each) => each.code === code)
let office: TestHeadOffice
let pc: LocalService
let count = 0

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await installLibrary(office.pool, '2026-09-20', Date.now())
  await refreshSummaries(office.pool, { businessDate: testDay, branchIds: [branchA] })
})
beforeEach(async () => {
  count += 1
  pc = new LocalService(
    office.url,
    await createEnrolmentCode(office.pool, { branchId: branchA }),
    `PC-${count}`,
  )
  await pc.start()
  await pc.until(async () => (await pc.call('app.status')).enrolled)
})
afterEach(() => pc.remove())
afterAll(() => office.close())

async function sit(staff: TestStaff): Promise<void> {
  const request = { staffNo: staff.staffNo, password: testPassword, offline: false }
  if ((await pc.call('session.current')) !== null) await pc.call('session.logout')
  await pc.call('session.login', request)
  await pc.filled()
  await pc.synced()
}

const answered = () => pc.until(async () => (await pc.call('app.status')).pending === 0)
const mine = async (of = code) =>
  (await pc.call('learning.courses')).courses.find((line_) => line_.code === of)

async function takeQuiz(right: boolean, sessionId: string | null = null) {
  let attempt = await pc.call('learning.begin', { code, sessionId })
  for (;;) {
    const { question } = attempt
    if (!question) throw new Error('a quiz without questions')
    const known = course?.bank.find(({ id }) => id === question.id)?.right
    const optionId = right ? known : question.options.find(({ id }) => id !== known)?.id
    const told = await pc.call('learning.answer', {
      attemptId: attempt.id,
      questionId: question.id,
      optionId: optionId ?? '',
    })
    if (told.result) return told.result
    attempt = told.next
  }
}

test('a teller learns without the line, takes the quiz with it, fails, tries again, and is certified', async () => {
  await sit(teller)
  expect(await mine()).toMatchObject({ standing: 'new', doneTenths: 0, certificate: null })
  const opened = await pc.call('learning.course', { code })
  expect(JSON.stringify(opened)).not.toContain(course?.bank[0]?.text.zh)
  await office.app.close()
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline')
  for (const unit of course?.units ?? []) {
    const read = { code, unitId: unit.id, card: unit.cards.length }
    expect((await pc.call('learning.read', read)).commandId).not.toBeNull()
    expect((await pc.call('learning.read', read)).commandId).toBeNull()
  }
  expect(await mine()).toMatchObject({ standing: 'begun', next: null, minutesLeft: 0 })
  expect(await pc.codeOf('learning.quiz', { code, sessionId: null })).toBe('headOffice.unreachable')
  expect(await pc.codeOf('learning.begin', { code, sessionId: null })).toBe(
    'headOffice.unreachable',
  )
  await office.restart()
  await answered()
  await pc.synced()
  expect(await mine()).toMatchObject({ standing: 'begun', next: null })
  const { rows } = await office.pool.query(
    'select from course_progress where branch_id = $1 and staff_id = $2',
    [branchA, teller.id],
  )
  expect(rows).toHaveLength(course?.units.length ?? 0)
  expect(await takeQuiz(false)).toMatchObject({ right: 0, passed: false })
  expect(await pc.call('learning.quiz', { code, sessionId: null })).toMatchObject({
    left: 4,
    running: null,
    ended: [{ passed: false }],
  })
  expect(await takeQuiz(true)).toMatchObject({ passed: true })
  await pc.synced()
  const today = dayOfInstant(Date.now())
  expect(await mine()).toMatchObject({
    standing: 'passed',
    certificate: { passedOn: today, validUntil: null },
  })
})

test('whoever sits at the PC next sees nothing of it, and the head how far each is', async () => {
  await sit(teller)
  const unitId = course?.units[0]?.id ?? ''
  await pc.call('learning.read', { code, unitId, card: 1 })
  await answered()
  await sit(wang)
  expect(await mine()).toMatchObject({ standing: 'new', doneTenths: 0 })
  expect(await pc.codeOf('learning.learners', { code })).toBe('request.forbidden')
  await sit(zhao)
  const { people: learners } = await pc.call('learning.learners', { code })
  expect(learners.map(({ staffId }) => staffId).sort()).toEqual(
    [li.id, wang.id, zhao.id, teller.id].sort(),
  )
  const of = (staffId: string) => learners.find((one) => one.staffId === staffId)
  expect(of(teller.id)?.doneTenths).toBeGreaterThan(0)
  expect(of(wang.id)).toMatchObject({ standing: 'new', self: false })
})

test('the head assigns a course to somebody of the branch, and the person reads why', async () => {
  await sit(zhao)
  const told = { code, staffId: wang.id, dueOn: '2099-01-01', reason: '断网演练' }
  const tell = (over: Partial<Request<'learning.assign'>>) =>
    pc.codeOf('learning.assign', { ...told, ...over })
  expect(await tell({ staffId: zhao.id })).toBe('assessment.own')
  expect(await tell({ staffId: other.id })).toBe('assessment.notFound')
  expect(await tell({ dueOn: '2020-01-01' })).toBe('request.invalid')
  expect(await tell({ reason: '  ' })).toBe('assessment.reasonMissing')
  expect(await tell({ code: 'none' })).toBe('learning.notFound')
  expect(await tell({})).toBeNull()
  await answered()
  await sit(wang)
  expect((await mine())?.due).toEqual({
    on: '2099-01-01',
    by: 'assigned',
    reason: '断网演练',
    byName: zhao.name,
    late: false,
  })
  expect(await pc.codeOf('learning.assign', told)).toBe('request.forbidden')
})

test('a training is planned, signed in to under each login, tested and closed; points are private', async () => {
  const on = dayOfInstant(Date.now())
  const plan = {
    on,
    title: '转介十分钟',
    material: '第 2 节',
    trainerId: li.id,
    test: true,
    courseCode: null,
  }
  await sit(teller)
  expect(await pc.codeOf('learning.planTraining', plan)).toBe('request.forbidden')
  await sit(li)
  await pc.call('learning.planTraining', plan)
  const shown = async () => {
    const training = (await pc.call('learning.trainings')).trainings[0]
    if (!training) throw new Error('no training')
    return training
  }
  const { id } = await shown()
  const act = (
    name: Request<'learning.actOnTraining'>['act'],
    over: Partial<Request<'learning.actOnTraining'>> = {},
  ) => ({ id, act: name, staffId: null, testPoints: null, outcome: null, ...over })
  expect(await pc.codeOf('learning.actOnTraining', act('hold'))).toBe('learning.nobodyThere')
  await answered()
  for (const person of [teller, wang]) {
    await sit(person)
    expect((await shown()).acts).toEqual(['sign_in'])
    await pc.call('learning.actOnTraining', act('sign_in', { staffId: zhao.id }))
    expect(await shown()).toMatchObject({ here: true, acts: [] })
    await answered()
  }
  await sit(li)
  expect((await shown()).people.map(({ staffId }) => staffId)).toEqual([teller.id, wang.id])
  await pc.call('learning.actOnTraining', act('hold'))
  const end = act('close', { outcome: '都会了' })
  expect(await pc.codeOf('learning.actOnTraining', end)).toBe('learning.testMissing')
  for (const { id: staffId } of [teller, wang]) {
    await pc.call('learning.actOnTraining', act('record_test', { staffId, testPoints: 80 }))
  }
  await pc.call('learning.actOnTraining', end)
  await answered()
  await sit(teller)
  const seen = await shown()
  expect(seen).toMatchObject({ state: 'closed', outcome: '都会了', acts: [] })
  expect(seen.people.map(({ staffId, testPoints }) => [staffId, testPoints])).toEqual([
    [teller.id, 80],
    [wang.id, null],
  ])
})

test('the test of a training is drawn at head office and taken under each login, its results close it', async () => {
  const on = dayOfInstant(Date.now())
  const title = '断网时怎么登记'
  const plan = { on, title, material: '课程', trainerId: li.id, test: true, courseCode: code }
  await sit(li)
  const gone = { ...plan, courseCode: 'none' }
  expect(await pc.codeOf('learning.planTraining', gone)).toBe('learning.notFound')
  await pc.call('learning.planTraining', plan)
  const shown = async () => {
    const training = (await pc.call('learning.trainings')).trainings.find(
      (one) => one.title === title,
    )
    if (!training) throw new Error('no training')
    return training
  }
  const { id } = await shown()
  const act = (name: Request<'learning.actOnTraining'>['act'], outcome: string | null = null) =>
    pc.call('learning.actOnTraining', { id, act: name, staffId: null, testPoints: null, outcome })
  await answered()

  // Without the line one signs in and cannot be tested: head office does not know it yet.
  await sit(teller)
  await office.app.close()
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline')
  await act('sign_in')
  expect(await shown()).toMatchObject({ here: true, queued: true, mayTest: false })
  expect(await pc.codeOf('learning.begin', { code, sessionId: id })).toBe('headOffice.unreachable')
  await office.restart()
  await answered()
  await pc.until(async () => (await pc.call('app.status')).connection === 'online')
  expect(await pc.codeOf('learning.begin', { code, sessionId: id })).toBe('learning.testNotOpen')
  await sit(wang)
  await act('sign_in')
  await answered()

  await sit(li)
  await act('hold')
  await answered()
  await pc.synced()
  expect(await shown()).toMatchObject({
    mayTest: false,
    acts: ['sign_in', 'close'],
    course: { code, gone: false },
    results: { signedIn: 2, tested: 0, passed: 0 },
  })
  await sit(teller)
  expect((await shown()).mayTest).toBe(true)
  expect(await takeQuiz(false, id)).toMatchObject({ passed: false })
  expect(await takeQuiz(true, id)).toMatchObject({ passed: true })
  const own = (training: Awaited<ReturnType<typeof shown>>, staffId: string) =>
    training.people.find((one) => one.staffId === staffId)
  const mine = { testPoints: 100, testPassed: true, testTries: 2 }
  // A synchronisation that began before the second try brings the first alone.
  await pc.until(async () => own(await shown(), teller.id)?.testTries === mine.testTries)
  expect(own(await shown(), teller.id)).toMatchObject(mine)
  await sit(wang)
  expect(await takeQuiz(false, id)).toMatchObject({ passed: false })
  await pc.synced()
  const seen = await shown()
  expect(own(seen, wang.id)).toMatchObject({ testPoints: 0, testPassed: false, testTries: 1 })
  expect(own(seen, teller.id)).toMatchObject({ testPoints: null, testPassed: null, testTries: 0 })

  await sit(li)
  const led = await shown()
  expect(own(led, teller.id)).toMatchObject(mine)
  expect(own(led, wang.id)).toMatchObject({ testPassed: false })
  expect(led.results).toEqual({ signedIn: 2, tested: 2, passed: 1 })
  await act('close')
  await answered()
  expect(await shown()).toMatchObject({ state: 'closed', outcome: null, acts: [] })
  await sit(wang)
  expect((await shown()).mayTest).toBe(false)
  expect(await pc.codeOf('learning.begin', { code, sessionId: id })).toBe('learning.testNotOpen')
})

test('a handout goes on paper once, after its usage record, also for a teller without the line', async () => {
  await sit(teller)
  await office.app.close()
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline')
  const unknown = { code: 'none', way: 'printer' as const }
  expect(await pc.codeOf('learning.printHandout', unknown)).toBe('learning.notFound')
  const { printId, staffNo } = await pc.call('learning.printHandout', { code, way: 'pdf' })
  expect(staffNo).toBe(teller.staffNo)
  const body = pc.journal((db) =>
    first<{ body: string }>(
      db,
      'SELECT body FROM usage_record WHERE body IS NOT NULL ORDER BY place DESC LIMIT 1',
    ),
  )
  const lines = course?.units.reduce((sum, { cards }) => sum + cards.length, 0)
  expect(JSON.parse(body?.body ?? '{}')).toMatchObject({
    document: 'handout',
    course: code,
    way: 'pdf',
    lines,
  })
  expect(await pc.codeOf('workbench.takePrint', { printId })).toBeNull()
  expect(await pc.codeOf('workbench.takePrint', { printId })).toBe('print.notRecorded')
  await office.restart()
})

test('feedback goes from the box to adopted; its author and the head see it, colleagues do not', async () => {
  await sit(li)
  expect(await pc.codeOf('learning.submitFeedback', { topic: 'idea', words: '太短' })).toBe(
    'learning.textMissing',
  )
  const words = '名单希望带上次转出去向，方便联系'
  await pc.call('learning.submitFeedback', { topic: 'idea', words })
  await answered()
  expect((await pc.call('learning.feedback')).items).toMatchObject([{ words, state: 'submitted' }])
  expect(await pc.codeOf('learning.desk', { group: 'open' })).toBe('request.forbidden')
  await sit(wang)
  expect((await pc.call('learning.feedback')).items).toEqual([])
  await sit(line)
  for (const [act, text] of [
    ['accept', null],
    ['answer', '已列入下一版'],
    ['adopt', '下月上线'],
  ] as const) {
    const { desk } = await pc.call('learning.desk', { group: 'open' })
    const [item] = desk?.items ?? []
    expect(item?.acts).toContain(act)
    const id = item?.id ?? ''
    if (text) {
      const silent = { id, act, text: ' ' }
      expect(await pc.codeOf('learning.actOnFeedback', silent)).toBe('learning.textMissing')
    }
    await pc.call('learning.actOnFeedback', { id, act, text })
    expect(await pc.codeOf('learning.actOnFeedback', { id, act, text })).toBe('learning.moved')
    await answered()
  }
  await sit(zhao)
  const adoptedHere = async () => (await pc.call('learning.feedback')).items[0]?.state === 'adopted'
  await pc.until(adoptedHere)
  expect((await pc.call('learning.feedback')).items).toMatchObject([
    { authorName: li.name, state: 'adopted', own: false },
  ])
  await sit(li)
  const [adopted] = (await pc.call('learning.feedback')).items
  expect(adopted?.steps.map(({ act, words: said, byName }) => [act, said, byName])).toEqual([
    ['accept', null, line.name],
    ['answer', '已列入下一版', line.name],
    ['adopt', '下月上线', line.name],
  ])
})

test('without the line the desk shows what was read in this session, and an act waits', async () => {
  await sit(teller)
  const words = '两位同名客户查出来排在一起，不好分'
  await pc.call('learning.submitFeedback', { topic: 'data', words })
  await answered()
  await sit(line)
  const { desk } = await pc.call('learning.desk', { group: 'open' })
  const id = desk?.items.find((item) => item.words === words)?.id ?? ''
  await office.app.close()
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline')
  await pc.call('learning.actOnFeedback', { id, act: 'accept', text: null })
  const stale = await pc.call('learning.desk', { group: 'open' })
  expect(stale.live).toBe(false)
  expect(stale.desk?.items.find((item) => item.id === id)).toMatchObject({
    state: 'submitted',
    waiting: 'accept',
    acts: [],
  })
  expect(await pc.call('learning.desk', { group: 'done' })).toEqual({
    desk: null,
    loadedAtMs: null,
    live: false,
  })
  await office.restart()
  await answered()
  const fresh = await pc.call('learning.desk', { group: 'open' })
  expect(fresh.desk?.items.find((item) => item.id === id)).toMatchObject({
    state: 'accepted',
    waiting: null,
  })
})

test('a line manager reviews over the line what another one wrote; nothing of it stays on the PC', async () => {
  const { secondLine } = people
  if (!course) throw new Error('no course')
  const id = await writeDraft(office.pool, course, secondLine.id, Date.now())
  await moveCourse(office.pool, { id, act: 'submit', note: null }, secondLine.id, Date.now())
  const refused = { id, round: 1, act: 'return' as const, note: '第 1 题有歧义' }
  await sit(teller)
  expect(await pc.codeOf('learning.reviews')).toBe('request.forbidden')
  expect(await pc.codeOf('learning.review', { id })).toBe('request.forbidden')
  expect(await pc.codeOf('learning.decideReview', refused)).toBe('request.forbidden')
  await sit(secondLine)
  expect((await pc.call('learning.review', { id })).file?.own).toBe(true)
  expect(await pc.codeOf('learning.decideReview', refused)).toBe('learning.own')
  await sit(line)
  expect(await pc.codeOf('learning.decideReview', refused)).toBe('learning.notFound')
  expect((await pc.call('learning.reviews')).list?.waiting).toMatchObject([{ id, own: false }])
  const answer = course.bank[0]?.why.zh ?? ''
  expect(JSON.stringify(await pc.call('learning.review', { id }))).toContain(answer)
  await office.app.close()
  await pc.until(async () => (await pc.call('app.status')).connection === 'offline')
  expect(await pc.call('learning.review', { id })).toMatchObject({ live: false, file: { id } })
  expect(await pc.codeOf('learning.decideReview', refused)).toBe('headOffice.unreachable')
  await office.restart()
  await pc.until(async () => (await pc.call('app.status')).connection === 'online')
  expect(await pc.call('learning.decideReview', refused)).toEqual({ validFrom: null })
  expect(await pc.codeOf('learning.decideReview', { ...refused, note: '别的' })).toBe(
    'learning.moved',
  )
  expect((await pc.call('learning.reviews')).list).toMatchObject({
    waiting: [],
    decided: [{ id, act: 'return', words: refused.note, byName: line.name }],
  })
  await sit(secondLine)
  expect(await pc.call('learning.review', { id })).toMatchObject({
    file: { state: 'draft', own: true, steps: [{ act: 'return', words: refused.note }, {}] },
  })
})
