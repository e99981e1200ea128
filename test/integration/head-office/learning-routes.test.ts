import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answerReplySchema,
  beginQuizReplySchema,
  feedbackDeskReplySchema,
  quizReplySchema,
} from '#contract/sync/learning.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { actOnFeedback, submitFeedback } from '#head-office/learning/feedback.ts'
import { installLibrary } from '#head-office/learning/install-library.ts'
import { library } from '#head-office/learning/library/index.ts'
import { inBranchOf } from '#head-office/learning/scene.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { branchA, branchB, people, type TestStaff } from '#test/support/branch-data.ts'
import { TestDevice } from '#test/support/device.ts'
import { startHeadOffice, type TestHeadOffice } from '#test/support/head-office.ts'
import { withDatabase } from '#test/support/postgres.ts'

const database = withDatabase()
const { li, wang, other, line, zhao } = people
const code = 'assessment'
const bank = library.find((each) => each.code === code)?.bank ?? []
let office: TestHeadOffice
let device: TestDevice
let elsewhere: TestDevice
const grants = new Map<string, string>()

beforeAll(async () => {
  office = await startHeadOffice({ databaseUrl: database.url })
  await installLibrary(office.pool, '2026-09-20', Date.now())
  device = await TestDevice.of(office)
  elsewhere = await TestDevice.of(office, branchB, 'PC-B')
  for (const staff of [li, wang, line, zhao]) {
    grants.set(staff.id, (await device.login(staff)).grant)
  }
  grants.set(other.id, (await elsewhere.login(other)).grant)
})
afterAll(() => office.close())

async function ask(staff: TestStaff, path: string, body: object, from = device) {
  const response = await from.send('POST', `/v1/learning/${path}`, {
    grant: grants.get(staff.id),
    ...body,
  })
  const reply = (await response.json()) as { error?: { code: string } }
  return { status: response.status, reply, code: reply.error?.code }
}

const begin = async (staff: TestStaff) =>
  beginQuizReplySchema.parse((await ask(staff, 'begin', { code })).reply).attempt

describe('a quiz over the line', () => {
  test('tells nothing of what is right before the answer, and goes on at another PC', async () => {
    const first = await ask(li, 'begin', { code })
    const { attempt } = beginQuizReplySchema.parse(first.reply)
    for (const { why } of bank) expect(JSON.stringify(first.reply)).not.toContain(why.zh)
    expect(JSON.stringify(first.reply)).not.toContain('"right"')
    const asked = bank.find(({ id }) => id === attempt.question?.id)
    const given = {
      attemptId: attempt.id,
      questionId: attempt.question?.id,
      optionId: asked?.right,
    }
    const told = answerReplySchema.parse((await ask(li, 'answer', given)).reply).answered
    expect(told).toMatchObject({ right: true, rightOptionId: asked?.right, result: null })
    const another = await TestDevice.of(office, branchA, 'PC-2')
    const { grant } = await another.login(li)
    const again = await another.send('POST', '/v1/learning/begin', { grant, code })
    expect(beginQuizReplySchema.parse(await again.json()).attempt).toEqual(told.next)
    const standing = quizReplySchema.parse((await ask(li, 'quiz', { code })).reply).quiz
    expect(standing).toMatchObject({ running: { answered: 1, of: 4 }, ended: [] })
  })

  test('is nobody else’s', async () => {
    const attempt = await begin(wang)
    const given = { attemptId: attempt.id, questionId: attempt.question?.id, optionId: 'o1' }
    expect(await ask(li, 'answer', given)).toMatchObject({ code: 'learning.notFound' })
    expect(await ask(wang, 'quiz', { code, grant: grants.get(other.id) })).toMatchObject({
      status: 403,
      code: 'request.forbidden',
    })
    expect(await ask(wang, 'quiz', { code, grant: 'none' })).toMatchObject({
      code: 'request.forbidden',
    })
    expect(await ask(wang, 'quiz', { code: 'none' })).toMatchObject({ code: 'learning.notFound' })
  })

  test('passed brings a certificate into the scope of the branch', async () => {
    let attempt = await begin(wang)
    while (attempt.question) {
      const { id: questionId } = attempt.question
      const optionId = bank.find(({ id }) => id === questionId)?.right
      const given = { attemptId: attempt.id, questionId, optionId }
      const { answered } = answerReplySchema.parse((await ask(wang, 'answer', given)).reply)
      if (answered.result) expect(answered.result).toMatchObject({ passed: true })
      attempt = answered.next
    }
    const { rows } = await office.pool.query(
      `select c.staff_id::text as who, c.ver = v.v as last from course_certificate c
       join scope_version v on v.branch_id = c.branch_id where c.branch_id = $1`,
      [branchA],
    )
    expect(rows).toEqual([{ who: wang.id, last: true }])
  })

  test('does not take what is malformed', async () => {
    const wrong = [
      ['begin', {}],
      ['begin', { code: 'x'.repeat(41) }],
      ['quiz', { code, more: 1 }],
      ['answer', { attemptId: 'x', questionId: 1, optionId: 'o1' }],
      ['feedback', { group: 'none' }],
    ] as const
    for (const [path, body] of wrong) {
      expect(await ask(li, path, body)).toMatchObject({ status: 400, code: 'request.invalid' })
    }
    const strange = { attemptId: "'; drop", questionId: 'x', optionId: 'y' }
    expect(await ask(li, 'answer', strange)).toMatchObject({ code: 'learning.notFound' })
  })
})

describe('the feedback desk', () => {
  const write = (staff: TestStaff, branchId: string, words: string) => {
    const id = uuidV7(Date.now())
    return inBranchOf(
      office.pool,
      { staffId: staff.id, branchId, nowMs: instantOfDay('2026-11-10') },
      async (scene) => {
        await submitFeedback(scene, { id, topic: 'idea', words })
        return id
      },
    )
  }
  const read = async (group: 'open' | 'done', staff = line) =>
    feedbackDeskReplySchema.parse((await ask(staff, 'feedback', { group })).reply)

  test('shows what all branches below wrote to a line manager, and to nobody else', async () => {
    await write(li, branchA, '甲网点的第一条建议，请看看')
    const second = await write(other, branchB, '乙网点的第一条建议，请看看')
    const open = await read('open')
    expect(open.counts).toEqual({ open: 2, done: 0 })
    expect(open.items.map(({ authorName }) => authorName)).toEqual([li.name, other.name])
    expect(await ask(zhao, 'feedback', { group: 'open' })).toMatchObject({
      status: 403,
      code: 'request.forbidden',
    })
    const refused = await office.pool.query(
      `select from audit_log where action = 'reading.refused' and object = 'feedback'`,
    )
    expect(refused.rowCount).toBe(1)
    const steps = [
      ['accept', null],
      ['answer', '不做'],
      ['decline', '已有别的做法'],
    ] as const
    for (const [act, text] of steps) {
      await inBranchOf(
        office.pool,
        { staffId: line.id, branchId: branchB, nowMs: Date.now() },
        (scene) => actOnFeedback(scene, { id: second, act, text }),
      )
    }
    const done = await read('done')
    expect(done.counts).toEqual({ open: 1, done: 1 })
    expect(done.items[0]?.steps.map(({ act, words }) => [act, words])).toEqual(steps)
  })
})
