import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOfDay } from '#domain/time/day.ts'
import { moduleUse } from '#domain/usage/breadth.ts'
import {
  countLogins,
  effectiveRule,
  effectiveRuleSchema,
  judgeSessions,
  monthUseOf,
  type SessionUse,
} from '#domain/usage/effective.ts'

const minute = 60_000
const day = 24 * 60
const eight = instantOfDay('2026-11-23') + 8 * 3_600_000

/** One session: `minutes` long, with so many business actions, starting `at` minutes after eight. */
function session(at: number, minutes: number, actions: number, waits = false): SessionUse {
  const startMs = eight + at * minute
  const activeMs = minutes * minute
  const times = { startMs, endMs: startMs + activeMs, activeMs, lockedMs: 0 }
  return { ...times, actions, ...(waits ? { waits } : {}) }
}
const judge = (...sessions: SessionUse[]) => judgeSessions(sessions, '2026-11-23', effectiveRule)
const verdicts = (...sessions: SessionUse[]) => judge(...sessions).map(({ verdict }) => verdict)

describe('how each session counted', () => {
  test('too short, without an action, or both of which the first is told', () => {
    expect(verdicts(session(0, 0.9, 3))).toEqual(['too_short'])
    expect(verdicts(session(0, 20, 0))).toEqual(['no_action'])
    expect(verdicts(session(0, 0.5, 0))).toEqual(['too_short'])
  })

  test('a login within 30 minutes is merged into the first of the same use', () => {
    const first = session(0, 5, 1)
    const judged = judge(first, session(35, 5, 1), session(60, 5, 1))
    expect(judged.map(({ verdict }) => verdict)).toEqual(['counted', 'merged', 'merged'])
    expect(judged[2]?.mergedIntoMs).toBe(first.startMs)
  })

  test('what came after the lock stands there, counts nothing, and takes nothing away', () => {
    const late = { ...session(20, 30, 5), afterLock: true }
    const judged = judge(session(0, 5, 1), late, session(60, 5, 1))
    expect(judged.map(({ verdict }) => verdict)).toEqual(['counted', 'after_lock', 'counted'])
    expect(monthUseOf(judged)).toMatchObject({ logins: 2, effective: 2 })
  })

  test('the third of a day is over its most, and the first two say which they are', () => {
    const judged = judge(session(0, 5, 1), session(60, 5, 1), session(120, 5, 1))
    expect(judged.map(({ verdict, nthOfDay }) => [verdict, nthOfDay])).toEqual([
      ['counted', 1],
      ['counted', 2],
      ['over_days_most', null],
    ])
  })

  test('time behind a locked screen counts where the rule says so', () => {
    const locked = { ...session(0, 20, 3), lockedMs: 19.5 * minute }
    const under = (lockedCounts: boolean) =>
      judgeSessions([locked], '2026-11-23', { ...effectiveRule, lockedCounts })
    expect(effectiveRule.lockedCounts).toBe(false)
    expect(under(false).map(({ verdict }) => verdict)).toEqual(['too_short'])
    expect(under(true).map(({ verdict }) => verdict)).toEqual(['counted'])
  })

  test('a version of the rule from before there was the choice counts no locked time', () => {
    const before: Record<string, unknown> = { ...effectiveRule }
    delete before['lockedCounts']
    expect(effectiveRuleSchema.parse(before)).toEqual(effectiveRule)
  })

  test('what did not count takes no place of its day', () => {
    expect(verdicts(session(0, 5, 0), session(60, 5, 1), session(120, 5, 1))).toEqual([
      'no_action',
      'counted',
      'counted',
    ])
  })

  test('use that began before midnight belongs to the day on which it began', () => {
    const judged = judge(session(15.5 * 60, 60, 3), session(17.5 * 60, 10, 1))
    expect(monthUseOf(judged)).toMatchObject({ effective: 2, activeDays: 2 })
  })

  test('a session of this month that continues one of the last is merged, and still a login', () => {
    const edge = instantOfDay('2026-11-01')
    const at = (startMs: number): SessionUse => {
      return { startMs, endMs: startMs + 5 * minute, activeMs: 5 * minute, lockedMs: 0, actions: 1 }
    }
    const judged = judge(at(edge - 10 * minute), at(edge + 10 * minute))
    expect(judged.map(({ verdict }) => verdict)).toEqual(['merged'])
    expect(monthUseOf(judged)).toEqual({ logins: 1, effective: 0, activeDays: 0, waiting: 0 })
  })

  test('an offline session waits for its records, then counts like any other', () => {
    expect(verdicts(session(0, 20, 3, true))).toEqual(['waits'])
    expect(verdicts(session(0, 20, 3))).toEqual(['counted'])
  })
})

/** Any sessions of four days, some offline and not verified. */
const some = fc
  .array(fc.tuple(fc.nat(4 * day), fc.integer({ min: 0, max: 40 }), fc.nat(2), fc.boolean()), {
    maxLength: 30,
  })
  .map((parts) =>
    parts.map(([at, minutes, actions, waits]) => session(at, minutes, actions, waits)),
  )

describe('for any sessions', () => {
  test('each of the month has one verdict, and those counted are the count', () => {
    fc.assert(
      fc.property(some, (sessions) => {
        const judged = judge(...sessions)
        const use = monthUseOf(judged)
        expect(judged).toHaveLength(sessions.length)
        expect(new Set(judged.map((each) => each.session)).size).toBe(sessions.length)
        expect(countLogins(sessions, '2026-11-23', effectiveRule)).toEqual({
          logins: use.logins,
          effective: use.effective,
        })
        expect(use.effective).toBeLessThanOrEqual(use.activeDays * effectiveRule.mostADay)
        expect(use.activeDays).toBeLessThanOrEqual(use.effective)
      }),
    )
  })

  test('the order in which they come changes no count', () => {
    fc.assert(
      fc.property(some, (sessions) => {
        expect(monthUseOf(judge(...sessions.toReversed()))).toEqual(monthUseOf(judge(...sessions)))
      }),
    )
  })

  test('one that waits takes away nothing that counted', () => {
    fc.assert(
      fc.property(some, fc.nat(4 * day), (sessions, at) => {
        const more = monthUseOf(judge(...sessions, session(at, 30, 2, true)))
        expect(more.effective).toBe(monthUseOf(judge(...sessions)).effective)
      }),
    )
  })
})

test('the breadth of use is of known modules, of the month, each once', () => {
  const at = (module: string, minutes = 0) => ({ module, atMs: eight + minutes * minute })
  const actions = [at('customers'), at('customers', 5), at('gone'), at('workbench', -31 * day)]
  expect(moduleUse([...actions, at('workbench', 1)], '2026-11-23')).toEqual([
    { module: 'workbench', actions: 1, lastMs: eight + minute },
    { module: 'customers', actions: 2, lastMs: eight + 5 * minute },
  ])
})
