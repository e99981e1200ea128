import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnUse } from '#contract/ipc/training.ts'
import { noFacts } from '#domain/assessment/facts.ts'
import { type ToldSession, writeSessions } from '#domain/assessment/told-sessions.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { effectiveRule } from '#domain/usage/effective.ts'
import type { UsageType } from '#domain/usage/record.ts'
import { type CustomerDesk, makeCustomerDesk } from '#test/support/customer-desk.ts'
import { ids } from '#test/support/small-branch.ts'

const minute = 60_000
const eight = instantOfDay('2026-11-23') + 8 * 60 * minute
const lin = { staffId: ids.lin, roles: ['customer_manager' as const] }

let desk: CustomerDesk

beforeEach(async () => {
  desk = await makeCustomerDesk('2026-11-22', ids.branch)
  desk.clock.wallMs = eight + 10 * 60 * minute
})
afterEach(() => desk.remove())

/** One record: minutes after eight of 23 November. */
function mark(
  type: UsageType,
  session: string,
  at: number,
  {
    module,
    offline = false,
    actor = ids.lin,
  }: { module?: string; offline?: boolean; actor?: string } = {},
): void {
  desk.testify([
    {
      ...desk.record(actor, type, session),
      wall_ms: eight + at * minute,
      mono_ms: at * minute,
      boot_id: 'boot-1',
      auth_mode: offline ? 'offline' : 'online',
      body: module === undefined ? null : JSON.stringify({ module, verb: 'open' }),
    },
  ])
}

/** A session of ten minutes with an action in each of some modules. */
function work(session: string, at: number, modules: readonly string[], offline = false): void {
  mark('session.start', session, at, { offline })
  modules.forEach((module, nth) => mark('action', session, at + 1 + nth, { module, offline }))
  mark('session.end', session, at + 10, { offline })
}

const ownUse = (
  month: string | null = null,
  who: Parameters<CustomerDesk['call']>[0] = lin,
): Promise<OwnUse> => desk.call(who, 'training.ownUse', { month })

describe('own use of a month', () => {
  test('says of every login how it counted, with what was done', async () => {
    work('a', 0, ['customers', 'customers', 'workbench'])
    work('b', 30, ['customers'])
    work('c', 120, [])
    work('d', 240, ['groups'], true)
    work('e', 360, ['groups'])
    const use = await ownUse()
    expect(use).toMatchObject({
      month: '2026-11-01',
      latestMonth: '2026-11-01',
      logins: 5,
      effective: 2,
      activeDays: 1,
      target: 12,
      required: ['workbench', 'key_transactions', 'customers', 'groups'],
    })
    expect(use.used.map(({ module, actions }) => `${module} ${actions}`)).toEqual([
      'workbench 1',
      'customers 3',
      'groups 2',
    ])
    expect(
      use.sessions.map(({ verdict, actions, modules, offline, nthOfDay }) => {
        return { verdict, actions, modules, offline, nthOfDay }
      }),
    ).toEqual([
      {
        verdict: 'counted',
        actions: 3,
        modules: ['workbench', 'customers'],
        offline: false,
        nthOfDay: 1,
      },
      { verdict: 'merged', actions: 1, modules: ['customers'], offline: false, nthOfDay: null },
      { verdict: 'no_action', actions: 0, modules: [], offline: false, nthOfDay: null },
      { verdict: 'counted', actions: 1, modules: ['groups'], offline: true, nthOfDay: 2 },
      {
        verdict: 'over_days_most',
        actions: 1,
        modules: ['groups'],
        offline: false,
        nthOfDay: null,
      },
    ])
    expect(use.sessions[1]?.mergedIntoMs).toBe(eight)
  })

  test('is the person’s alone', async () => {
    work('a', 0, ['customers'])
    const chen = { staffId: ids.chen, roles: ['teller' as const] }
    expect(await ownUse(null, chen)).toMatchObject({
      logins: 0,
      sessions: [],
      required: ['counter'],
    })
  })

  test('shows an earlier month, and no month ahead', async () => {
    work('a', -20 * 24 * 60, ['customers'])
    work('b', 0, ['customers'])
    expect(await ownUse('2026-10-01')).toMatchObject({ month: '2026-10-01', logins: 0 })
    expect((await ownUse('2026-11-01')).logins).toBe(2)
    desk.clock.wallMs = instantOfDay('2026-12-03')
    expect(await ownUse()).toMatchObject({ month: '2026-12-01', logins: 0 })
    expect(await ownUse('2027-05-01')).toMatchObject({ month: '2026-12-01' })
    expect((await ownUse('2026-11-01')).effective).toBe(2)
  })

  describe('as head office judges the month', () => {
    const period = (state: string, useVersion: number) =>
      desk.cache.put('assessment_month', {
        month: '2026-11-01',
        state,
        scheme_version: 0,
        use_version: useVersion,
        sample_seed: state === 'open' ? null : 'seed',
        appeal_until: null,
        locked_at: state === 'locked' ? 1 : null,
      })
    const told = (sessions: ToldSession[]) =>
      desk.cache.put('assessment_result', {
        branch_id: ids.branch,
        month: '2026-11-01',
        staff_id: ids.lin,
        outcome: 'retrain',
        hundredths: 0,
        quiz_points: null,
        facts: JSON.stringify({ ...noFacts, workingDays: 21, dutyTenths: 210, logins: 1 }),
        sessions: writeSessions(sessions),
      })

    test('a rule that came into force within the month judges the next one', async () => {
      const rule = { ...effectiveRule, leastMs: 20 * minute, loginsAMonth: 20 }
      desk.cache.put('parameter', {
        id: ids.branch,
        key: 'usage.effective',
        version: 1,
        effective_from: '2026-11-16',
        value: JSON.stringify(rule),
      })
      work('a', 0, ['customers'])
      const shown = async () => {
        const { rule: by, target, sessions } = await ownUse()
        return { leastMs: by.leastMs, target, verdict: sessions[0]?.verdict }
      }
      const asBefore = { leastMs: 60_000, target: 12, verdict: 'counted' }
      expect(await shown()).toEqual(asBefore)
      period('open', 0)
      expect(await shown()).toEqual(asBefore)
      period('open', 1)
      expect(await shown()).toEqual({ leastMs: 20 * minute, target: 20, verdict: 'too_short' })
    })

    test('a session that came after the lock says so and is in no count', async () => {
      work('a', 0, ['customers'])
      work('b', 120, ['customers'])
      const [known] = (await ownUse()).sessions
      period('locked', 0)
      const { startMs = 0, endMs = 0 } = known ?? {}
      const times = { startMs, endMs, activeMs: 10 * minute, lockedMs: 0 }
      told([{ id: 'a', ...times, actions: 1, modules: ['customers'], offline: false }])
      const use = await ownUse()
      expect(use.sessions.map(({ verdict }) => verdict)).toEqual(['counted', 'after_lock'])
      expect(use).toMatchObject({ logins: 1, effective: 1 })
    })
  })

  test('looking at it is no business action', async () => {
    work('a', 0, [])
    await ownUse()
    expect((await ownUse()).sessions[0]?.actions).toBe(0)
  })

  test('a month is written as its first day, or refused', async () => {
    const answer = await desk.reply(lin, 'training.ownUse', { month: '2026-11-02' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'request.invalid' } })
  })
})
