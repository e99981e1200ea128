import { describe, expect, test } from 'vitest'
import { type SessionMoment, verifiedSessions } from '#domain/usage/testified.ts'

const minute = 60_000
const day = Date.UTC(2026, 10, 23, 1)

/** A moment so many minutes after the day began, as a clock that is right tells it. */
function moment(at: number, over: Partial<SessionMoment> = {}): SessionMoment {
  return {
    sessionId: 's1',
    staffId: 'li',
    bootId: 'b1',
    type: 'heartbeat',
    offline: false,
    wallMs: day + at * minute,
    monoMs: at * minute,
    notBeforeMs: 0,
    notAfterMs: day + 600 * minute,
    module: null,
    ...over,
  }
}
const start = (at = 0, over: Partial<SessionMoment> = {}) =>
  moment(at, { type: 'session.start', ...over })

describe('a verified session', () => {
  test('is counted from its start, with its actions and their modules', () => {
    const [session] = verifiedSessions([
      start(),
      moment(2, { type: 'action', module: 'customers' }),
      moment(3, { type: 'reveal', module: 'of another age' }),
      moment(9, { type: 'session.end' }),
    ])
    expect(session).toEqual({
      staffId: 'li',
      sessionId: 's1',
      startMs: day,
      endMs: day + 9 * minute,
      activeMs: 9 * minute,
      lockedMs: 0,
      actions: [
        { afterMs: 2 * minute, module: 'customers' },
        { afterMs: 3 * minute, module: null },
      ],
      offline: false,
    })
  })

  test('of two boots counts nothing of what lies between them', () => {
    const [session] = verifiedSessions([
      start(),
      moment(5),
      moment(30, { bootId: 'b2', monoMs: 0 }),
      moment(34, { bootId: 'b2', monoMs: 4 * minute }),
    ])
    expect(session).toMatchObject({ activeMs: 9 * minute, endMs: day + 34 * minute })
  })

  test('tells how long it was locked: up to the unlock, or to the end of the boot', () => {
    const at = (boot: string, from: number, minutes: number, type: SessionMoment['type']) =>
      moment(from + minutes, { bootId: boot, monoMs: minutes * minute, type })
    const [session] = verifiedSessions([
      start(),
      at('b1', 0, 2, 'session.lock'),
      at('b1', 0, 5, 'heartbeat'),
      at('b1', 0, 8, 'session.unlock'),
      at('b1', 0, 9, 'action'),
      at('b1', 0, 10, 'session.lock'),
      at('b2', 60, 0, 'heartbeat'),
      at('b2', 60, 3, 'session.lock'),
      at('b2', 60, 7, 'session.end'),
    ])
    expect(session).toMatchObject({ activeMs: 17 * minute, lockedMs: 10 * minute })
  })

  test('is of the day of its receipt and arrival, wherever the clock was moved', () => {
    const arrived = day + 60 * minute
    const moved = (ms: number) => (at: number) =>
      start(at, { wallMs: day + ms, notBeforeMs: day - minute, notAfterMs: arrived })
    const tenYears = 3_650 * 86_400_000
    expect(verifiedSessions([moved(tenYears)(0)])[0]?.startMs).toBe(arrived)
    expect(verifiedSessions([moved(-tenYears)(0)])[0]?.startMs).toBe(day - minute)
  })

  test('lasts no longer than until its last record arrived', () => {
    const [session] = verifiedSessions([
      start(0, { notAfterMs: day + 10 * minute }),
      moment(1, { monoMs: Number.MAX_SAFE_INTEGER, notAfterMs: day + 10 * minute }),
    ])
    expect(session).toMatchObject({ activeMs: 10 * minute, endMs: day + 10 * minute })
  })

  test('without its start waits; of two people with one id there are two', () => {
    expect(verifiedSessions([moment(1)])).toEqual([])
    const both = verifiedSessions([start(), start(1, { staffId: 'wang' })])
    expect(both.map(({ staffId }) => staffId)).toEqual(['li', 'wang'])
  })
})
