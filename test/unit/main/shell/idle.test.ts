import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchIdle } from '#main/shell/idle.ts'

const power = Object.assign(new EventEmitter(), {
  idleSeconds: 0,
  getSystemIdleTime() {
    return this.idleSeconds
  },
})
let locks: number
let limitMs: number
let end: () => void

beforeEach(() => {
  vi.useFakeTimers()
  power.idleSeconds = 0
  locks = 0
  limitMs = 300_000
  end = watchIdle(
    power,
    () => locks++,
    () => limitMs,
  )
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

test('five minutes without input lock once, and once more after the next absence', () => {
  power.idleSeconds = 299
  vi.advanceTimersByTime(10_000)
  expect(locks).toBe(0)
  power.idleSeconds = 300
  vi.advanceTimersByTime(60_000)
  expect(locks).toBe(1)
  power.idleSeconds = 0
  vi.advanceTimersByTime(2_000)
  power.idleSeconds = 301
  vi.advanceTimersByTime(2_000)
  expect(locks).toBe(2)
})

test('a limit that is changed counts from the next look', () => {
  power.idleSeconds = 120
  vi.advanceTimersByTime(10_000)
  expect(locks).toBe(0)
  limitMs = 120_000
  vi.advanceTimersByTime(2_000)
  expect(locks).toBe(1)
})

test('a locked desktop and a sleeping machine lock at once', () => {
  power.emit('lock-screen')
  power.emit('suspend')
  expect(locks).toBe(2)
})

test('after its end the watch hears nothing', () => {
  end()
  power.idleSeconds = 900
  vi.advanceTimersByTime(60_000)
  power.emit('lock-screen')
  expect(locks).toBe(0)
  expect(power.listenerCount('suspend')).toBe(0)
})
