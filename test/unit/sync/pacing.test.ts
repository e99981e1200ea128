import { describe, expect, test } from 'vitest'
import { AppError } from '#contract/errors.ts'
import type { PushRequest } from '#contract/sync/commands.ts'
import {
  busyPauseMs,
  largerPush,
  largestPush,
  type PushSize,
  smallerPush,
  wasTooMuch,
} from '#main/sync/pacing.ts'
import { Patience } from '#main/sync/patience.ts'
import { pushWaiting, type PushNeeds } from '#main/sync/push.ts'

test('a push is halved from what was sent, grows slowly, and stays within its bounds', () => {
  expect(smallerPush(largestPush, 8).commands).toBe(4)
  let size = largestPush
  for (let n = 0; n < 20; n += 1) size = smallerPush(size, size.commands)
  expect(size.commands).toBe(1)
  expect(size.bytes).toBeGreaterThan(4_096)
  const grown: PushSize[] = []
  for (let n = 0; n < 40; n += 1) grown.push((size = largerPush(size)))
  expect(grown[0]?.commands).toBe(11)
  expect(grown.at(-1)).toEqual(largestPush)
})

test('busy is too much, and so is silence; nobody being there is not', () => {
  expect(wasTooMuch('headOffice.busy', 1)).toBe(true)
  expect(wasTooMuch('headOffice.unreachable', 5_000)).toBe(true)
  expect(wasTooMuch('headOffice.unreachable', 20)).toBe(false)
  expect(wasTooMuch('session.required', 5_000)).toBe(false)
})

test('who is told to come back does so after the time named, not all together', () => {
  expect([busyPauseMs(4, 0), busyPauseMs(4, 0.5), busyPauseMs(4, 0.999)]).toEqual([
    4_000, 6_000, 7_996,
  ])
})

describe('patience', () => {
  let nowMs = 0
  const clock = { now: () => nowMs, monotonic: () => nowMs }

  test('a session of many puts off what can wait, until a moment by chance', () => {
    nowMs = 1_000
    const patience = new Patience(clock, () => 0.5)
    const session = { spreadMs: 900_000 }
    expect(patience.begin(session)).toBe(true)
    expect(patience.spreading).toBe(true)
    nowMs += 449_999
    // The same session does not begin anew.
    expect(patience.begin(session)).toBe(false)
    expect(patience.spreading).toBe(true)
    nowMs += 1
    expect(patience.spreading).toBe(false)
    expect(patience.begin({ spreadMs: 0 })).toBe(true)
    expect(patience.spreading).toBe(false)
  })

  test('head office is left alone as long as it asked, unless a person does not wait', () => {
    const patience = new Patience(clock, () => 0.25)
    expect(patience.busy(8)).toBe(10_000)
    nowMs += 9_000
    expect(patience.busyLeftMs).toBe(1_000)
    patience.end()
    expect(patience.busyLeftMs).toBeLessThanOrEqual(0)
  })
})

/** A journal of `count` commands and a head office that takes up to `most` at once. */
function exchange(count: number, most: () => number) {
  let waiting = count
  const sent: number[] = []
  const size = { now: largestPush }
  const needs = {
    writer: {
      call: (name: string, args: { maxCommands: number; results?: unknown[] }) => {
        if (name === 'journal.takeBatch') {
          return Promise.resolve(Array.from({ length: Math.min(waiting, args.maxCommands) }))
        }
        waiting -= args.results?.length ?? 0
        return Promise.resolve({})
      },
    },
    transport: {
      exchange: ({ body }: { body: PushRequest }) => {
        const { length } = body.commands
        sent.push(length)
        if (length > most()) return Promise.reject(new AppError('headOffice.busy'))
        const results = body.commands.map(() => ({ outcome: 'applied' }))
        return Promise.resolve({ epoch: 'e', results })
      },
    },
    link: {
      open: () => Promise.resolve({ epoch: 'e' }),
      withToken: (_: unknown, act: (token: string, session: object) => unknown) =>
        Promise.resolve(act('', { epoch: 'e' })),
    },
    deviceEpoch: () => 1,
    branchId: () => '',
    size,
    monotonic: () => 0,
    answered: () => {},
  } as unknown as PushNeeds
  const push = (batches = Number.MAX_SAFE_INTEGER) =>
    pushWaiting(needs, batches, new AbortController().signal)
  return { sent, push, left: () => waiting, size }
}

test('what is refused goes again in halves, and in larger pieces once head office breathes', async () => {
  let most = 40
  const { sent, push, left } = exchange(1_000, () => most)
  const rounds = async () => {
    for (;;) {
      try {
        return await push()
      } catch (error) {
        expect(error).toMatchObject({ code: 'headOffice.busy' })
        if (left() < 600) most = 200
      }
    }
  }
  expect(await rounds()).toBe(true)
  expect(left()).toBe(0)
  expect(sent.slice(0, 5)).toEqual([200, 100, 50, 25, 35])
  expect(Math.max(...sent.slice(5))).toBeGreaterThan(80)
  // Of what was sent little was in vain.
  expect(sent.length).toBeLessThan(40)
})

test('one batch of many is the first push; what is left waits', async () => {
  const { sent, push, left } = exchange(450, () => 200)
  expect(await push(1)).toBe(false)
  expect([sent, left()]).toEqual([[200], 250])
  const few = exchange(3, () => 200)
  expect(await few.push(1)).toBe(true)
})
