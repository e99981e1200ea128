import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnUse } from '#contract/ipc/training.ts'
import { instantOfDay } from '#domain/time/day.ts'
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
