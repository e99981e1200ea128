import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { all } from '#db/connection/statements.ts'
import type { UsageType } from '#domain/usage/record.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { effectiveRule } from '#domain/usage/effective.ts'
import { ownUsage } from '#main/service/usage/own-usage.ts'
import { type CustomerDesk, makeCustomerDesk } from '../../support/customer-desk.ts'
import { fillSmallBranch, ids } from '../../support/small-branch.ts'

const minute = 60_000
const eight = instantOfDay('2026-11-23') + 8 * 60 * minute

let desk: CustomerDesk

beforeEach(async () => {
  desk = await makeCustomerDesk('2026-11-22', ids.branch)
})
afterEach(() => desk.remove())

/** Writes one record: minutes after eight by the wall and by the boot's own clock. */
function mark(
  type: UsageType,
  session: string,
  wallMinutes: number,
  own: { mono?: number; boot?: string; actor?: string } = {},
): void {
  desk.testify([
    {
      ...desk.record(own.actor ?? ids.lin, type, session),
      wall_ms: eight + wallMinutes * minute,
      mono_ms: (own.mono ?? wallMinutes) * minute,
      boot_id: own.boot ?? 'boot-1',
    },
  ])
}

const usage = (day = 0) =>
  desk.journal((db) =>
    ownUsage(db, ids.lin, eight + (day * 24 + 10) * 60 * minute, effectiveRule, null),
  )

describe('own use this month', () => {
  test('is nothing before the first login', () => {
    expect(usage()).toEqual({ effective: 0, logins: 0, target: 12 })
  })

  test('a session of work counts; an unlock adds nothing', () => {
    mark('session.start', 'a', 0)
    mark('action', 'a', 2)
    mark('session.lock', 'a', 10)
    mark('session.unlock', 'a', 40)
    mark('action', 'a', 41)
    mark('session.end', 'a', 50)
    expect(usage()).toEqual({ effective: 1, logins: 1, target: 12 })
  })

  test('what a screen reads again by itself is nobody’s act', async () => {
    const lin = { staffId: ids.lin, roles: ['customer_manager' as const] }
    const read = async (minutes: number, cause: 'person' | 'refresh') => {
      desk.clock.wallMs = eight + minutes * minute
      const request = { customerId: ids.zhou }
      expect((await desk.reply(lin, 'customers.open', request, cause)).ok).toBe(true)
    }
    const actions = () =>
      desk.journal((db) =>
        all<{ n: number }>(db, `SELECT count(*) AS n FROM usage_record WHERE type = 'action'`),
      )[0]?.n
    fillSmallBranch(desk)
    mark('session.start', 's', 0)
    for (let after = 2; after < 20; after += 2) await read(after, 'refresh')
    mark('heartbeat', 's', 20)
    expect(actions()).toBe(0)
    expect(usage()).toMatchObject({ effective: 0, logins: 1 })
    await read(21, 'person')
    expect(actions()).toBe(1)
    expect(usage()).toMatchObject({ effective: 1, logins: 1 })
  })

  test('looking without doing, and a look of seconds, are logins only', () => {
    mark('session.start', 'a', 0)
    mark('session.end', 'a', 30)
    mark('session.start', 'b', 120)
    mark('action', 'b', 120.5)
    mark('session.end', 'b', 120.6)
    expect(usage()).toEqual({ effective: 0, logins: 2, target: 12 })
  })

  test('a session cut by a crash counts up to its last record in that boot', () => {
    mark('session.start', 'a', 0, { mono: 500 })
    mark('action', 'a', 5, { mono: 505 })
    mark('app.start', '', 6, { mono: 0, boot: 'boot-2', actor: '' })
    expect(usage()).toEqual({ effective: 1, logins: 1, target: 12 })
  })

  test('time between two boots, and a clock moved ahead, count nothing', () => {
    mark('session.start', 'a', 0, { mono: 1 })
    mark('action', 'a', 600, { mono: 1.5 })
    mark('session.end', 'a', 900, { mono: 0, boot: 'boot-2' })
    expect(usage()).toEqual({ effective: 0, logins: 1, target: 12 })
  })

  test('attempts and other people are not this person’s logins', () => {
    mark('login.attempt', '', 0)
    mark('session.start', 'a', 0, { actor: ids.chen })
    mark('action', 'a', 3, { actor: ids.chen })
    expect(usage().logins).toBe(0)
  })

  test('next month begins with nothing', () => {
    mark('session.start', 'a', 0)
    mark('action', 'a', 2)
    expect(usage(7).logins).toBe(1)
    expect(usage(8).logins).toBe(0)
  })
})
