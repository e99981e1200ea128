import { expect, test } from 'vitest'
import {
  readSessions,
  type ToldSession,
  useOf,
  withOwnSessions,
  writeSessions,
} from '#domain/assessment/told-sessions.ts'
import { instantOfDay } from '#domain/time/day.ts'
import { effectiveRule } from '#domain/usage/effective.ts'

const minute = 60_000
const startMs = instantOfDay('2026-11-23') + 9 * 60 * minute
const session: ToldSession = {
  id: 's1',
  startMs,
  endMs: startMs + 10 * minute,
  activeMs: 10 * minute,
  lockedMs: 9.5 * minute,
  actions: 2,
  modules: ['customers'],
  offline: false,
}
const counted = (sessions: readonly ToldSession[]) =>
  useOf(sessions, '2026-11-01', effectiveRule).effective

test('locked time travels with a session, and is none in what was written before', () => {
  const text = writeSessions([session])
  expect(readSessions(text)).toEqual([session])
  expect(counted(readSessions(text))).toBe(0)
  const before = JSON.stringify((JSON.parse(text) as unknown[][]).map((each) => each.slice(0, 7)))
  expect(readSessions(before)).toEqual([{ ...session, lockedMs: 0 }])
})

test('a session that went on here counts with what was locked here', () => {
  const later = { ...session, activeMs: 12 * minute, endMs: startMs + 12 * minute }
  expect(counted(withOwnSessions([session], [later]))).toBe(1)
  const stillLocked = { ...later, lockedMs: 11.5 * minute }
  expect(counted(withOwnSessions([session], [stillLocked]))).toBe(0)
})
