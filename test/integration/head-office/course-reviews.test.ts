import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  decideReviewReplySchema,
  reviewReplySchema,
  reviewsReplySchema,
} from '#contract/sync/course-review.ts'
import type { Course } from '#domain/learning/course.ts'
import { dayOfInstant } from '#domain/time/day.ts'
import { moveCourse, publishedCourse, writeDraft } from '#head-office/learning/courses.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { counterCare } from '#head-office/learning/library/counter-care.ts'
import { joinStaff, people, person, type TestStaff } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const { teller, zhao, li, line, secondLine } = people
const thirdLine = person('3102', '范省线', 'HQ', 'line_manager')
const below = person('3103', '钟网线', 'A', 'line_manager')
const code = counterCare.code
const [firstQuestion] = counterCare.bank
let office: TestHeadOffice
let device: TestDevice
const grants = new Map<string, string>()

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await joinStaff(office.pool, [thirdLine, below])
  await installLibrary(office.pool, '2026-09-20', Date.now())
  device = await TestDevice.of(office)
  for (const staff of [teller, zhao, li, line, secondLine, thirdLine, below]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
})
afterAll(() => office.close())

async function ask(staff: TestStaff, path: string, body: object = {}) {
  const response = await device.send('POST', `/v1/learning/${path}`, {
    grant: grants.get(staff.id),
    ...body,
  })
  const reply = (await response.json()) as { error?: { code: string } }
  return { status: response.status, reply, code: reply.error?.code }
}

const list = async (staff: TestStaff) =>
  reviewsReplySchema.parse((await ask(staff, 'reviews')).reply)
const open = async (staff: TestStaff, id: string) =>
  reviewReplySchema.parse((await ask(staff, 'review', { id })).reply).review
const decide = (staff: TestStaff, given: object) => ask(staff, 'decide', { note: null, ...given })

async function handIn(course: Course, author: TestStaff = line): Promise<string> {
  const id = await writeDraft(office.pool, course, author.id, Date.now())
  await moveCourse(office.pool, { id, act: 'submit', note: null }, author.id, Date.now())
  return id
}

const actions = async (object: string) => {
  const { rows } = await office.pool.query<{ action: string; actor: string }>(
    `select action, actor from audit_log where object = $1 and action like 'course.%' order by at, id`,
    [object],
  )
  return rows.map(({ action, actor }) => `${actor} ${action.replace('course.', '')}`)
}

describe('a review', () => {
  const title = { zh: '柜面：改过的名称', en: 'Counter: another title' }
  let id = ''

  test('is read by line managers above all outlets alone, who see what is new', async () => {
    id = await handIn({ ...counterCare, title, bank: counterCare.bank.slice(0, 4) })
    const { waiting, decided } = await list(secondLine)
    expect(waiting).toEqual([
      expect.objectContaining({
        ...{ id, code, title, version: 1, before: 0, times: 1, own: false },
        authorName: line.name,
        mandatory: true,
        validMonths: 12,
      }),
    ])
    expect(waiting[0]?.count.facts).toBe(1)
    expect(decided).toEqual([])
    expect((await list(line)).waiting[0]?.own).toBe(true)
    const file = await open(secondLine, id)
    expect(file).toMatchObject({ state: 'review', round: 1, own: false, before: { version: 0 } })
    expect(file?.course.bank[0]?.right).toBe(firstQuestion?.right)
    expect(file?.before?.course).toEqual(counterCare)
    expect(await open(secondLine, 'none')).toBeNull()
  })

  test.each([
    ['a teller', teller],
    ['a manager', li],
    ['a branch head', zhao],
    ['a line manager of one outlet', below],
  ])('is not for %s, and an attempt leaves a trace', async (_who, staff) => {
    const given = { id, round: 1, act: 'publish' }
    const attempts = [
      ask(staff, 'reviews'),
      ask(staff, 'review', { id }),
      ask(staff, 'picture', { hash: 'a'.repeat(64) }),
      decide(staff, given),
    ]
    for (const refused of await Promise.all(attempts)) {
      expect(refused).toMatchObject({ status: 403, code: 'request.forbidden' })
      expect(JSON.stringify(refused.reply)).not.toContain(firstQuestion?.why.zh)
    }
    const { rows } = await office.pool.query<{ object: string }>(
      `select object from audit_log where action = 'reading.refused' and actor = $1 order by object`,
      [staff.staffNo],
    )
    expect(rows.map(({ object }) => object)).toEqual([
      'course.picture',
      'course.review',
      'course.review',
      'course.reviews',
    ])
    expect(await list(secondLine)).toMatchObject({ waiting: [{ id }], decided: [] })
  })

  test('is never the author’s own', async () => {
    for (const act of ['publish', 'return']) {
      expect(await decide(line, { id, round: 1, act, note: '我自己看过' })).toMatchObject({
        code: 'learning.own',
      })
    }
  })

  test('asks why something is given back, and does not take what is malformed', async () => {
    expect(await decide(secondLine, { id, round: 1, act: 'return' })).toMatchObject({
      code: 'assessment.reasonMissing',
    })
    for (const wrong of [
      { act: 'retire' },
      { note: ' ' },
      { note: 'x'.repeat(201) },
      { round: -1 },
    ]) {
      const given = { id, round: 1, act: 'return', note: '有歧义', ...wrong }
      expect(await decide(secondLine, given)).toMatchObject({ code: 'request.invalid' })
    }
    expect(await decide(secondLine, { id: 'none', round: 1, act: 'publish' })).toMatchObject({
      code: 'learning.notFound',
    })
  })

  test('gives back with a reason its author reads, and is told again what was lost', async () => {
    const given = { id, round: 1, act: 'return', note: '第 2 题有歧义' }
    for (const reply of [await decide(secondLine, given), await decide(secondLine, given)]) {
      expect(decideReviewReplySchema.parse(reply.reply).validFrom).toBeNull()
    }
    const { waiting, decided } = await list(line)
    expect(waiting).toEqual([])
    expect(decided).toEqual([
      expect.objectContaining({
        ...{ id, act: 'return', words: '第 2 题有歧义', own: true, validFrom: null },
        byName: secondLine.name,
      }),
    ])
    expect((await open(line, id))?.steps.map(({ act }) => act)).toEqual(['return', 'submit'])
  })

  test('is about what was seen: handed in again meanwhile, nothing is decided', async () => {
    await handIn({ ...counterCare, title: { ...title, zh: '又改过的名称' } })
    for (const round of [1, 2]) {
      expect(await decide(thirdLine, { id, round, act: 'publish' })).toMatchObject({
        code: 'learning.moved',
      })
    }
    expect((await list(thirdLine)).waiting[0]).toMatchObject({ id, times: 2 })
  })

  test('is decided once, by whoever is first of two at the same time', async () => {
    const replies = await Promise.all([
      decide(secondLine, { id, round: 3, act: 'publish', note: '同意' }),
      decide(thirdLine, { id, round: 3, act: 'return', note: '再看一看' }),
    ])
    const codes = replies.map((reply) => reply.code)
    expect(codes.toSorted()).toEqual(['learning.moved', undefined])
    const first = codes.indexOf(undefined) === 0
    const { decided, waiting } = await list(secondLine)
    expect(waiting).toEqual([])
    expect(decided).toHaveLength(2)
    expect(decided[0]).toMatchObject(
      first
        ? { act: 'publish', byName: secondLine.name, validFrom: dayOfInstant(Date.now()) }
        : { act: 'return', byName: thirdLine.name, validFrom: null },
    )
    const published = await publishedCourse(office.pool, code)
    expect(published?.id === id).toBe(first)
  })

  test('leaves every step in the audit log, and each opening', async () => {
    const done = await actions(id)
    expect(done.slice(0, 3)).toEqual(['3001 write', '3001 submit', '3002 review.read'])
    expect(done.filter((one) => one.endsWith(' return') || one.endsWith(' publish'))).toHaveLength(
      2,
    )
    expect(done).toContain('3001 review.read')
  })
})

test('a published version stands on the shelf without the questions that are scored', async () => {
  const course = { ...counterCare, code: 'new-course', mandatory: false }
  const id = await handIn(course, secondLine)
  expect((await open(line, id))?.before).toBeNull()
  const reply = await decide(line, { id, round: 1, act: 'publish' })
  const today = dayOfInstant(Date.now())
  expect(decideReviewReplySchema.parse(reply.reply).validFrom).toBe(today)
  const { rows } = await office.pool.query<{ course: string; on: string }>(
    `select course::text as course, to_char(published_on, 'YYYY-MM-DD') as on from course
     where code = 'new-course'`,
  )
  expect(rows[0]?.on).toBe(today)
  expect(rows[0]?.course).not.toContain(firstQuestion?.why.zh)
})
