import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { type Aim, restMs, useAim } from '#renderer/features/workbench/use-aim.ts'

let scope: EffectScope
let aim: Aim
let menuOpen = false
let refreshes = 0

/** The list as the pointer's events name it. */
const list = { querySelector: () => (menuOpen ? {} : null) } as unknown as EventTarget
const point = () => aim.moved({ currentTarget: list })
const change = () => aim.whenStill(() => refreshes++)

beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  aim = scope.run(useAim) as Aim
  menuOpen = false
  refreshes = 0
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('rows that somebody aims at', () => {
  test('change at once where nobody does', () => {
    change()
    expect(refreshes).toBe(1)
  })

  test('stay until the pointer has rested, however often they change meanwhile', () => {
    point()
    change()
    vi.advanceTimersByTime(restMs - 1)
    point()
    change()
    vi.advanceTimersByTime(restMs - 1)
    expect(refreshes).toBe(0)
    vi.advanceTimersByTime(1)
    expect(refreshes).toBe(1)
    vi.advanceTimersByTime(10 * restMs)
    expect(refreshes).toBe(1)
  })

  test('change when the pointer leaves them', () => {
    point()
    change()
    aim.left()
    expect(refreshes).toBe(1)
  })

  test('stay while a menu of one of them is open, wherever the pointer is', () => {
    point()
    menuOpen = true
    change()
    aim.left()
    vi.advanceTimersByTime(20 * restMs)
    expect(refreshes).toBe(0)
    menuOpen = false
    vi.advanceTimersByTime(restMs)
    expect(refreshes).toBe(1)
  })

  test('are left alone once their page is gone', () => {
    point()
    change()
    scope.stop()
    vi.advanceTimersByTime(10 * restMs)
    expect(refreshes).toBe(0)
  })
})
