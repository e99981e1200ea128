import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnMonth } from '#contract/ipc/assessment.ts'
import { type AssessmentFacts, noFacts } from '#domain/assessment/facts.ts'
import { defaultScheme } from '#domain/assessment/scheme.ts'
import { type ToldSession, writeSessions } from '#domain/assessment/told-sessions.ts'
import { instantOfDay } from '#domain/time/day.ts'
import type { UsageType } from '#domain/usage/record.ts'
import { type CustomerDesk, makeCustomerDesk } from '#test/support/customer-desk.ts'
import { callers, fillSmallBranch, ids } from '#test/support/small-branch.ts'

const minute = 60_000
const month = '2026-11-01'
const last = '2026-10-01'
const nine = (day: string) => instantOfDay(day) + 9 * 60 * minute
const line = { staffId: ids.supervisor, roles: ['line_manager' as const] }
let desk: CustomerDesk

const told = (day: string, over: Partial<ToldSession> = {}): ToldSession => ({
  id: `told-${day}`,
  startMs: nine(day),
  endMs: nine(day) + 20 * minute,
  activeMs: 20 * minute,
  lockedMs: 0,
  actions: 3,
  modules: ['workbench', 'customers'],
  offline: false,
  ...over,
})

const facts: AssessmentFacts = {
  ...noFacts,
  roles: ['customer_manager'],
  workingDays: 21,
  dutyTenths: 210,
  logins: 2,
  effective: 2,
  activeDays: 2,
  modules: ['workbench', 'customers'],
  coursesRequired: 2,
  coursesPassed: 2,
  mandatoryRequired: 2,
  mandatoryPassed: 2,
}

function result(of: string, staffId: string, over: Partial<AssessmentFacts> = {}): void {
  const day = (nth: number) => `${of.slice(0, 8)}${String(nth).padStart(2, '0')}`
  desk.cache.put('assessment_result', {
    branch_id: ids.branch,
    month: of,
    staff_id: staffId,
    outcome: 'retrain',
    hundredths: 5000,
    quiz_points: 88,
    facts: JSON.stringify({ ...facts, ...over }),
    sessions: writeSessions([told(day(9)), told(day(10))]),
  })
}

function period(of: string, state: string, until: string | null = null, scheme = 0): void {
  desk.cache.put('assessment_month', {
    month: of,
    state,
    scheme_version: scheme,
    use_version: 0,
    sample_seed: state === 'open' ? null : 'seed',
    appeal_until: until,
    locked_at: state === 'locked' ? 1 : null,
  })
}

/** A sign nobody has judged. */
const sign = (of: string, staffId: string) => ({
  branch_id: ids.branch,
  month: of,
  staff_id: staffId,
  kind: 'short_sessions',
  evidence: '{"kind":"short_sessions","sessions":9,"short":8,"belowMs":120000}',
  starts_ms: '[]',
  rule_version: 'anomalies/1',
  found_at: 1,
  state: 'open',
  decided_by: null,
  decided_at: null,
  decision: null,
})

/** A session of ten minutes with an action, as this PC's ledger tells it. */
function work(id: string, day: string, offline = false): void {
  const mark = (type: UsageType, at: number, module?: string) =>
    desk.testify([
      {
        ...desk.record(ids.lin, type, id),
        wall_ms: nine(day) + at * minute,
        mono_ms: at * minute,
        boot_id: `boot-${id}`,
        auth_mode: offline ? 'offline' : 'online',
        body: module === undefined ? null : JSON.stringify({ module, verb: 'open' }),
      },
    ])
  mark('session.start', 0)
  mark('action', 2, 'groups')
  mark('session.end', 10)
}

const own = (of: string | null = null, who = callers.lin): Promise<OwnMonth> =>
  desk.call(who, 'assessment.own', { month: of })

beforeEach(async () => {
  desk = await makeCustomerDesk('2026-11-22', ids.branch)
  fillSmallBranch(desk)
  desk.clock.wallMs = nine('2026-11-23')
  period(month, 'open')
  period(last, 'provisional', '2026-11-25')
  result(month, ids.lin)
  result(month, ids.chen, { effective: 12, logins: 30 })
  result(last, ids.lin)
})
afterEach(() => desk.remove())

test('totals of all levels are a line manager’s, and in an outage there are none', async () => {
  const asked = { month: null, unitId: null }
  expect(await desk.call(line, 'assessment.levels', asked)).toEqual({
    latestMonth: month,
    levels: null,
    loadedAtMs: null,
    live: false,
  })
  const head = desk.call(callers.chen, 'assessment.levels', asked)
  await expect(head).rejects.toThrow('request.forbidden')
})

test('a month is taken away as a table; without head office it says that it is no proof', async () => {
  const asked = { month: last, format: 'csv' as const, language: 'zh' as const }
  const file = await desk.call(callers.head, 'assessment.export', asked)
  expect(file.signedPath).toBeNull()
  const text = readFileSync(file.path, 'utf8')
  expect(text).toContain('2026-10 · 暂定 · 无总行签名，不作依据')
  expect(text).toContain(file.exportNo)
  expect(text.split('\n').filter((line_) => line_.includes('待补训'))).toHaveLength(file.rows)
  const none = desk.call(callers.head, 'assessment.export', { ...asked, month: '2020-01-01' })
  await expect(none).rejects.toThrow('export.nothing')
  const manager = desk.call(callers.lin, 'assessment.export', asked)
  await expect(manager).rejects.toThrow('request.forbidden')
})

describe('the own month', () => {
  test('counts what this PC has and head office has not, and says both', async () => {
    work('here', '2026-11-16')
    work('told-2026-11-10', '2026-11-10')
    work('away', '2026-11-17', true)
    const now = await own()
    expect(now.told?.facts.effective).toBe(2)
    expect(now.now?.facts).toMatchObject({ effective: 3, activeDays: 3, logins: 4 })
    expect(now.now?.facts.modules).toContain('groups')
    const use = await desk.call(callers.lin, 'training.ownUse', { month: null })
    expect(use).toMatchObject({ effective: 3, logins: 4 })
    expect(use.sessions.map(({ verdict, here }) => [verdict, here])).toEqual([
      ['counted', false],
      ['counted', true],
      ['counted', true],
      ['waits', true],
    ])
  })

  test('names steps that are real, with the gate first', async () => {
    const { steps, daysLeft } = await own()
    expect(steps[0]).toMatchObject({ gate: true, act: { kind: 'effective', count: 10 } })
    expect(daysLeft).toBe(6)
    expect(steps.length).toBeLessThanOrEqual(3)
  })

  test('is the person’s alone', async () => {
    const mine = await own(null, callers.chen)
    expect(mine.now?.facts.effective).toBe(12)
    expect(JSON.stringify(mine)).not.toContain(ids.lin)
  })

  test('says what an appeal added to what sessions tell', async () => {
    expect((await own()).corrected).toBe(0)
    result(month, ids.lin, { effective: 4 })
    work('here', '2026-11-16')
    const { corrected, now } = await own()
    expect({ corrected, effective: now?.facts.effective }).toEqual({ corrected: 2, effective: 5 })
  })

  test('tells beside the running month what the one before still holds', async () => {
    expect((await own()).before).toEqual({ month: last, appealUntil: '2026-11-25', openSigns: 0 })
    desk.cache.put('usage_sign', sign(last, ids.lin))
    desk.cache.put('usage_sign', sign(last, ids.chen))
    expect((await own(last)).before).toBeNull()
    desk.clock.wallMs = nine('2026-11-26')
    expect((await own()).before).toEqual({ month: last, appealUntil: null, openSigns: 1 })
    period(last, 'locked', '2026-11-25')
    expect((await own()).before).toBeNull()
  })

  test('appeals within its days, once a part, and not otherwise', async () => {
    const appeal = (of: string, reason = '登录没有算进来') =>
      desk.call(callers.lin, 'assessment.appeal', { month: of, part: 'effective', reason })
    await expect(appeal(month)).rejects.toThrow('assessment.notOpen')
    await expect(appeal(last, '  ')).rejects.toThrow('request.invalid')
    expect((await own(last)).mayAppeal).toBe(true)
    await appeal(last)
    expect((await own(last)).appeals).toMatchObject([{ state: 'waiting', part: 'effective' }])
    await expect(appeal(last)).rejects.toThrow('assessment.standsAlready')
    desk.clock.wallMs = nine('2026-11-26')
    expect((await own(last)).mayAppeal).toBe(false)
    await expect(
      desk.call(callers.lin, 'assessment.appeal', { month: last, part: 'tasks', reason: '算错' }),
    ).rejects.toThrow('assessment.appealTooLate')
  })
})

describe('the board', () => {
  const board = (who = callers.head) => desk.call(who, 'assessment.board', { month: null })

  test('is for the branch head and a line manager alone', async () => {
    for (const who of [callers.lin, callers.teller, callers.supervisor, callers.admin]) {
      await expect(board(who)).rejects.toThrow('request.forbidden')
    }
    expect((await board()).may).toEqual({
      remind: true,
      decideAppeals: false,
      exempt: false,
      judge: true,
      sample: true,
      close: null,
    })
    expect((await desk.call(line, 'assessment.board', { month: null })).may.decideAppeals).toBe(
      true,
    )
  })

  test('puts those who need attention first, with both averages', async () => {
    const { members, score } = await board()
    expect(members.map(({ staffId }) => staffId)).toEqual([ids.lin, ids.chen])
    expect(score).toMatchObject({ logins: 32, effective: 14, loginsAHead: 1600 })
    expect(members[0]?.quizPoints).toBe(88)
  })

  test('reminds once in a week, and never oneself', async () => {
    const remind = (...staffIds: string[]) =>
      desk.call(callers.head, 'assessment.remind', { month, staffIds })
    await expect(remind(ids.head)).rejects.toThrow('assessment.own')
    await remind(ids.lin)
    expect((await board()).members[0]?.remindedAtMs).toBe(nine('2026-11-23'))
    await expect(remind(ids.lin)).rejects.toThrow('assessment.remindedAlready')
    expect((await own()).reminder).toMatchObject({ atMs: nine('2026-11-23') })
    desk.clock.wallMs = nine('2026-11-30')
    await remind(ids.lin)
  })

  test('lets a sign be decided once, by others', async () => {
    desk.cache.put('usage_sign', sign(month, ids.lin))
    desk.cache.put('usage_sign', sign(month, ids.head))
    const decide = (staffId: string) =>
      desk.call(callers.head, 'assessment.decideSign', {
        month,
        staffId,
        kind: 'short_sessions',
        confirmed: false,
        reason: '当日系统培训，反复登录演示',
      })
    await expect(decide(ids.head)).rejects.toThrow('assessment.own')
    expect((await own()).signs).toMatchObject([{ state: 'open', foundAtMs: 1, decision: null }])
    expect((await own(null, callers.chen)).signs).toEqual([])
    await decide(ids.lin)
    expect((await own()).signs).toMatchObject([
      { state: 'explained', decision: '当日系统培训，反复登录演示' },
    ])
    const { signs } = await board()
    expect(signs.find(({ staffId }) => staffId === ids.lin)?.state).toBe('explained')
    await expect(decide(ids.lin)).rejects.toThrow('assessment.notFound')
  })

  test('names nobody else to whom a sign is about', async () => {
    const evidence = { kind: 'shared_device', deviceId: 'd', days: ['2026-11-02', '2026-11-03'] }
    desk.cache.put('usage_sign', {
      branch_id: ids.branch,
      month,
      staff_id: ids.lin,
      kind: 'shared_device',
      evidence: JSON.stringify({ ...evidence, staffIds: [ids.lin, ids.chen] }),
      starts_ms: '[]',
      rule_version: 'anomalies/1',
      found_at: 1,
      state: 'open',
      decided_by: null,
      decided_at: null,
      decision: null,
    })
    const [sign] = (await own()).signs
    expect(JSON.parse(sign?.evidence ?? '')).toEqual({ ...evidence, staffIds: ['', ''] })
  })

  test('shows a reminder where its person works until it is put away, and the next one again', async () => {
    const remind = () =>
      desk.call(callers.head, 'assessment.remind', { month, staffIds: [ids.lin] })
    const shown = (who = callers.lin) => desk.call(who, 'assessment.reminder', null)
    expect(await shown()).toBeNull()
    await remind()
    const first = await shown()
    expect(first).toMatchObject({ atMs: nine('2026-11-23') })
    expect(await shown(callers.chen)).toBeNull()
    await desk.call(callers.lin, 'assessment.dismissReminder', { id: first?.id ?? '' })
    expect(await shown()).toBeNull()
    // It is put away from there alone.
    expect((await own()).reminder).toMatchObject({ atMs: nine('2026-11-23') })
    desk.clock.wallMs = nine('2026-11-30')
    await remind()
    expect((await shown())?.id).not.toBe(first?.id)
    desk.clock.wallMs = nine('2026-12-07')
    expect(await shown()).toBeNull()
  })

  test('is silent about what is no longer missing, and about a month that is over', async () => {
    await desk.call(callers.head, 'assessment.remind', { month, staffIds: [ids.lin] })
    const shown = () => desk.call(callers.lin, 'assessment.reminder', null)
    result(month, ids.lin, { effective: 11 })
    expect(await shown()).toMatchObject({ effective: 11, target: 12 })
    expect((await own()).reminder).not.toBeNull()
    expect((await own(last)).reminder).toBeNull()
    // The twelfth is made at this PC, and head office has not counted it yet.
    work('here', '2026-11-16')
    expect(await shown()).toBeNull()
    expect((await own()).reminder).toBeNull()
  })

  test('does not remind in December of what was missing in November', async () => {
    desk.clock.wallMs = nine('2026-11-30')
    await desk.call(callers.head, 'assessment.remind', { month, staffIds: [ids.lin] })
    desk.clock.wallMs = nine('2026-12-01')
    expect(await desk.call(callers.lin, 'assessment.reminder', null)).toBeNull()
    expect((await own()).reminder).toBeNull()
    expect((await own(month)).reminder).not.toBeNull()
  })

  test('names what waits of the month before', async () => {
    const { samples } = await desk.call(callers.head, 'assessment.board', { month: last })
    expect((await board()).waitingBefore).toMatchObject({ samples: samples.length })
    for (const { staffId, taskId } of samples) {
      const found = { month: last, staffId, taskId, passed: true, reason: '看过记录' }
      await desk.call(callers.head, 'assessment.judgeSample', found)
    }
    expect((await board()).waitingBefore).toBeNull()
    desk.cache.put('usage_sign', sign(last, ids.lin))
    await desk.call(callers.lin, 'assessment.appeal', {
      month: last,
      part: 'effective',
      reason: '登录没有算进来',
    })
    expect((await board()).waitingBefore).toEqual({ month: last, appeals: 1, signs: 1, samples: 0 })
    const before = await desk.call(callers.head, 'assessment.board', { month: last })
    expect(before.waitingBefore).toBeNull()
  })

  test('lets a line manager end a month that is over and lock it after the days for appeals', async () => {
    period('2026-09-01', 'open')
    const close = (
      of: string,
      act: 'end' | 'lock',
      who: typeof line | typeof callers.head = line,
    ) => desk.call(who, 'assessment.closeMonth', { month: of, act })
    await expect(close('2026-09-01', 'end', callers.head)).rejects.toThrow('request.forbidden')
    await expect(close(month, 'end')).rejects.toThrow('assessment.notOver')
    await expect(close(last, 'end')).rejects.toThrow('assessment.notOpen')
    await expect(close(last, 'lock')).rejects.toThrow('assessment.appealWaiting')
    const shown = (of: string) => desk.call(line, 'assessment.board', { month: of })
    expect((await shown('2026-09-01')).may.close).toBe('end')
    expect((await shown(last)).may.close).toBeNull()
    await close('2026-09-01', 'end')
    desk.clock.wallMs = nine('2026-11-26')
    expect((await shown(last)).may.close).toBe('lock')
    await close(last, 'lock')
  })

  test('lets a line manager record days off duty, which the person and the branch then see', async () => {
    const span = {
      fromDay: '2026-11-09',
      untilDay: '2026-11-13',
      tenths: 0,
      kind: 'leave' as const,
    }
    const given = { staffId: ids.lin, ...span, reason: '年休假' }
    const record = (
      over: Partial<typeof given> = {},
      who: typeof line | typeof callers.head = line,
    ) => desk.call(who, 'assessment.recordDuty', { ...given, ...over })
    await expect(record({}, callers.head)).rejects.toThrow('request.forbidden')
    await expect(record({ staffId: ids.supervisor })).rejects.toThrow('assessment.own')
    await expect(record({ untilDay: '2026-11-08' })).rejects.toThrow('request.invalid')
    await expect(record({ fromDay: '2026-02-30' })).rejects.toThrow('request.invalid')
    await record()
    await expect(record()).rejects.toThrow('assessment.standsAlready')
    expect((await own()).duty).toMatchObject([{ ...span, reason: '年休假', waits: true }])
    expect((await own(null, callers.chen)).duty).toEqual([])
    expect((await own(last)).duty).toEqual([])
    const shown = async () => (await desk.call(line, 'assessment.board', { month: null })).duty
    const [entry] = await shown()
    expect(entry).toMatchObject({ staffId: ids.lin, waits: true })
    const back = { branchId: ids.branch, entryId: entry?.id ?? '', reason: '未休' }
    await desk.call(line, 'assessment.withdrawDuty', back)
    expect(await shown()).toEqual([])
  })

  test('shows the sample of contacts as of tasks, to whom the scheme gives it', async () => {
    const held = (id: string, outcome: string) => ({
      branch_id: ids.branch,
      id,
      customer_id: ids.zhou,
      staff_id: ids.chen,
      at: nine('2026-10-12'),
      channel: 'phone',
      outcome,
      summary: '约下周到店',
      next_on: null,
      duration_minutes: null,
      origin: 'terminal',
    })
    desk.cache.put('contact', held('reached', 'interested'))
    desk.cache.put('contact', held('not reached', 'no_answer'))
    const board = () => desk.call(callers.head, 'assessment.board', { month: last })
    const { samples, may } = await board()
    expect(samples.filter(({ staffId }) => staffId === ids.chen)).toMatchObject([
      { what: 'contact', taskId: 'reached', kind: 'phone', note: '约下周到店', passed: null },
    ])
    expect(may.sample).toBe(true)
    await desk.call(callers.head, 'assessment.judgeSample', {
      month: last,
      staffId: ids.chen,
      taskId: 'reached',
      passed: false,
      reason: '没有打过',
    })
    expect((await board()).samples.find(({ taskId }) => taskId === 'reached')?.passed).toBe(false)
    const sampling = { ...defaultScheme.sampling, by: 'line_manager' }
    desk.cache.put('parameter', {
      id: ids.branch,
      key: 'assessment.scheme',
      version: 3,
      effective_from: '2026-10-01',
      value: JSON.stringify({ ...defaultScheme, sampling }),
    })
    period(last, 'provisional', '2026-11-25', 3)
    expect((await board()).may).toMatchObject({ judge: true, sample: false })
    const { may: ofLine } = await desk.call(line, 'assessment.board', { month: last })
    expect(ofLine.sample).toBe(true)
  })

  test('changes nothing of a locked month', async () => {
    period('2026-09-01', 'locked')
    await expect(
      desk.call(line, 'assessment.exempt', {
        month: '2026-09-01',
        staffId: ids.lin,
        scope: 'all',
        kind: 'sick',
        reason: '病假',
      }),
    ).rejects.toThrow('assessment.locked')
  })
})
