import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useNotices } from '#renderer/stores/notices.ts'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => vi.useRealTimers())

const texts = () => useNotices().shown.map(({ text }) => text)

test('a confirmation goes by itself, at most three stand; a failure stays until it is closed', () => {
  const notices = useNotices()
  notices.fail('not taken back')
  for (const text of ['one', 'two']) notices.confirm(text)
  expect(texts()).toEqual(['not taken back', 'one', 'two'])
  notices.confirm('three')
  notices.confirm('four')
  expect(texts()).toEqual(['not taken back', 'two', 'three', 'four'])
  vi.advanceTimersByTime(5_999)
  expect(texts()).toHaveLength(4)
  vi.advanceTimersByTime(1)
  expect(texts()).toEqual(['not taken back'])
  notices.dismiss(notices.shown[0]?.id ?? 0)
  expect(texts()).toEqual([])
})

test('while somebody is at the notices none goes; afterwards each has its whole time again', () => {
  const notices = useNotices()
  notices.confirm('one')
  vi.advanceTimersByTime(5_000)
  notices.hold()
  notices.confirm('two')
  vi.advanceTimersByTime(60_000)
  expect(texts()).toEqual(['one', 'two'])
  notices.release()
  vi.advanceTimersByTime(5_999)
  expect(texts()).toEqual(['one', 'two'])
  vi.advanceTimersByTime(1)
  expect(texts()).toEqual([])
})

test('news stays until it is closed, and the next news takes its place', () => {
  const notices = useNotices()
  const action = { label: 'look', run: () => undefined }
  notices.tell('one card', action)
  notices.confirm('saved')
  vi.advanceTimersByTime(60_000)
  expect(texts()).toEqual(['one card'])
  notices.tell('two cards', action)
  expect(texts()).toEqual(['two cards'])
  notices.hush()
  expect(texts()).toEqual([])
})
