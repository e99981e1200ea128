import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findSigns } from '#domain/anomalies/find.ts'
import { anomalyRuleSchema, defaultAnomalyRule } from '#domain/anomalies/rule.ts'
import type { TracedSession } from '#domain/anomalies/trace.ts'
import { addDays, type Day, instantOfDay } from '#domain/time/day.ts'

const second = 1000
const minute = 60 * second
/** Twenty duty days of a month, without regard to weekends. */
const days = Array.from({ length: 20 }, (_, nth) => addDays('2026-10-05', nth))

interface Use {
  who?: string
  device?: string
  /** Minutes after midnight (UTC+8), seconds each wait before an action, seconds after the last. */
  at: number
  waits: readonly number[]
  tail?: number
}

function use(
  day: Day,
  { who = 'zhou', device = 'pc-1', at, waits, tail = 60 }: Use,
): TracedSession {
  const startMs = instantOfDay(day) + at * minute
  let now = startMs
  const actionsMs = waits.map((wait) => (now += wait * second))
  return { staffId: who, deviceId: device, startMs, endMs: now + tail * second, actionsMs }
}

/** Ten minutes of work in which nothing repeats: waits differ with the day. */
const work = (day: Day, nth: number, over: Partial<Use> = {}) =>
  use(day, {
    at: 500 + ((nth * 37) % 400),
    waits: [20 + nth * 3, 35 + ((nth * 53) % 200), 240 - nth * 7, 11 + ((nth * 29) % 90)],
    tail: 90,
    ...over,
  })

const signs = (sessions: TracedSession[], dutyDays: readonly Day[] = days) => {
  const people = new Set(sessions.map(({ staffId }) => staffId))
  const duty = new Map([...people].map((who) => [who, dutyDays]))
  return findSigns({ sessions, dutyDays: duty }, defaultAnomalyRule)
}
const kinds = (...of: Parameters<typeof signs>) =>
  signs(...of).map(({ staffId, evidence }) => `${staffId} ${evidence.kind}`)

describe('logins for their number', () => {
  const empty = (day: Day, nth: number) => use(day, { at: 540 + nth * 35, waits: [], tail: 130 })
  const times = (day: Day, count: number) =>
    Array.from({ length: count }, (_, nth) => empty(day, nth))
  const [one = '', two = '', three = ''] = days

  test('twenty-four in a day in which nothing is done are seen, and so are five a day on two days', () => {
    expect(kinds(times(one, 24))).toEqual(['zhou empty_logins'])
    const [sign] = signs([...times(one, 5), ...times(two, 5), work(three, 2)])
    expect(sign?.evidence).toEqual({ kind: 'empty_logins', days: 2, logins: 10, empty: 10 })
    expect(sign?.startsMs).toHaveLength(10)
  })

  test('a look now and then, and a counter that changes hands over work, are not', () => {
    expect(kinds(days.flatMap((day) => times(day, 2)))).toEqual([])
    const busy = Array.from({ length: 12 }, (_, nth) =>
      use(one, { at: 500 + nth * 41 + (nth % 3) * 7, waits: [20 + nth * 17], tail: 200 }),
    )
    expect(kinds([...busy, ...times(two, 3)])).toEqual([])
  })
})

describe('honest use', () => {
  test('work on every day shows nothing', () => {
    expect(kinds(days.map((day, nth) => work(day, nth)))).toEqual([])
  })

  test('nobody is flagged for little use, or none', () => {
    expect(kinds([])).toEqual([])
    expect(
      kinds(days.slice(-3).map((day) => use(day, { at: 600, waits: [30], tail: 10 }))),
    ).toEqual([])
  })

  test('two neighbours who take turns at a PC, with work of some minutes, are no sign', () => {
    const turns = days.flatMap((day, nth) => {
      const first = work(day, nth)
      const at = (first.endMs - instantOfDay(day)) / minute + 1
      return [first, work(day, nth + 3, { who: 'qian', at })]
    })
    expect(kinds(turns)).toEqual([])
  })
})

describe('month end', () => {
  const late = days.slice(-4).flatMap((day, nth) => [work(day, nth), work(day, nth + 9)])

  test('seven of ten sessions in the last quarter of the duty days, with the numbers', () => {
    const [sign] = signs([...days.slice(0, 2).map((day, nth) => work(day, nth)), ...late])
    expect(sign?.evidence).toEqual({
      kind: 'month_end',
      sessions: 10,
      atEnd: 8,
      days: 5,
      dutyDays: 20,
    })
    expect(sign?.startsMs).toHaveLength(8)
  })

  test('less than seven of ten is none', () => {
    const early = days.slice(0, 4).map((day, nth) => work(day, nth))
    expect(kinds([...early, ...late])).toEqual([])
  })

  test('who came with the last week has no other days to work on', () => {
    expect(kinds(late, days.slice(-4))).toEqual([])
  })
})

describe('short sessions', () => {
  const brief = days.map((day, nth) =>
    use(day, { at: 500 + nth * 17, waits: [20 + nth], tail: 45 - nth }),
  )

  test('most sessions under two minutes', () => {
    expect(kinds(brief)).toEqual(['zhou short_sessions'])
  })

  test('sessions without an action are not counted: they bring nothing', () => {
    expect(kinds(brief.map((session) => ({ ...session, actionsMs: [] })))).toEqual([])
  })

  test('three in five is the share', () => {
    const long = days.slice(0, 14).map((day, nth) => work(day, nth, { at: 950 + nth }))
    expect(kinds([...brief, ...long])).toEqual([])
    expect(kinds([...brief, ...long.slice(1)])).toEqual(['zhou short_sessions'])
  })
})

describe('a program’s rhythm', () => {
  const clicked = (jitter: number) =>
    days.map((day, nth) =>
      use(day, {
        at: 500 + ((nth * 37) % 400),
        waits: Array.from({ length: 10 }, (_, k) => 20 + ((k * 7 + nth) % 5) * jitter),
        tail: 200,
      }),
    )

  test('waits within some per cent of each other', () => {
    const found = signs(clicked(0.2)).find(({ evidence }) => evidence.kind === 'rhythm')
    expect(found?.evidence).toMatchObject({ waits: 180, medianMs: 20_400, spreadBp: 196 })
  })

  test('waits as different as a person’s are none', () => {
    expect(kinds(clicked(10))).not.toContain('zhou rhythm')
  })

  test('the same time of the day, to some seconds, on most days', () => {
    const daily = days.map((day, nth) => work(day, nth, { at: 540 + (nth % 3) / 20 }))
    const [sign] = signs(daily)
    expect(sign?.evidence).toMatchObject({ kind: 'same_time', days: 20, of: 20, minuteOfDay: 540 })
    const punctual = days.map((day, nth) => work(day, nth, { at: 540 + (nth % 9) }))
    expect(kinds(punctual)).toEqual([])
  })

  test('one recording played again, each wait the same', () => {
    const played = days.slice(0, 5).map((day, nth) => work(day, 4, { at: 500 + nth * 61 }))
    expect(kinds(played)).toEqual(['zhou repeated'])
    expect(kinds(played.slice(0, 3))).toEqual([])
  })
})

describe('several people at one device', () => {
  const row = (day: Day, people: readonly string[], nth: number) =>
    people.map((who, place) =>
      use(day, {
        who,
        at: 500 + nth * 23 + place * 3,
        waits: [30 + ((nth * 7) % 20), 25 + place * 4],
        tail: 50,
      }),
    )

  test('three in a row on three days: each of them, with all the names', () => {
    const rows = days.slice(0, 3).flatMap((day, nth) => row(day, ['sun', 'wu', 'zhou'], nth))
    expect(kinds(rows)).toEqual(['sun', 'wu', 'zhou'].map((who) => `${who} shared_device`))
    expect(signs(rows)[0]?.evidence).toMatchObject({
      deviceId: 'pc-1',
      days: days.slice(0, 3),
      staffIds: ['sun', 'wu', 'zhou'],
    })
    expect(kinds(rows.slice(0, 6))).toEqual([])
  })

  test('two need six days, and others beside them are not drawn in', () => {
    const pairs = days.slice(0, 6).flatMap((day, nth) => row(day, ['sun', 'wu'], nth))
    const beside = days.map((day, nth) => work(day, nth, { who: 'li', device: 'pc-2' }))
    const shared = (of: TracedSession[]) => kinds(of).filter((kind) => kind.endsWith('device'))
    expect(shared([...pairs, ...beside])).toEqual(['sun shared_device', 'wu shared_device'])
    expect(shared([...pairs.slice(2), ...beside])).toEqual([])
  })
})

test('the order of sessions changes nothing', () => {
  const sessions = days.flatMap((day, nth) => [
    work(day, nth % 4),
    use(day, { who: 'sun', at: 700 + nth, waits: [30], tail: 40 }),
  ])
  const found = signs(sessions)
  expect(found.length).toBeGreaterThan(0)
  fc.assert(
    fc.property(fc.shuffledSubarray(sessions, { minLength: sessions.length }), (turned) => {
      expect(signs(turned).map(({ evidence }) => evidence)).toEqual(
        found.map(({ evidence }) => evidence),
      )
    }),
    { numRuns: 20 },
  )
})

test('the product’s rule is one a bank could publish', () => {
  expect(anomalyRuleSchema.parse(JSON.parse(JSON.stringify(defaultAnomalyRule)))).toEqual(
    defaultAnomalyRule,
  )
})
