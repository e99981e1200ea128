import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'
import { call } from '#renderer/bridge/call.ts'
import { useCall } from '#renderer/bridge/use-call.ts'
import { useCustomerChanged, useDataChanged } from '#renderer/bridge/use-event.ts'
import { usePagedRows } from '#renderer/bridge/use-paged-rows.ts'
import { answerChannels } from './bridge-double.ts'

let causes: unknown[]
type Change = { tables: string[]; customerIds: string[] }
let listeners: ((payload: Change) => void)[]
const changed = (payload: Change) => listeners.forEach((listener) => listener(payload))

/** Works in a scope as a component does. */
function onScreen<Value>(work: () => Value): Value {
  const value = effectScope().run(work)
  if (value === undefined) throw new Error('the scope has ended')
  return value
}

beforeEach(() => {
  vi.useFakeTimers()
  causes = []
  listeners = []
  answerChannels({
    'app.language': (_request, cause) => {
      causes.push(cause)
      return Promise.resolve({ ok: true, value: 'en' })
    },
  })
  Object.assign(window.branch, {
    on: (_name: string, listener: (payload: Change) => void) => {
      listeners.push(listener)
      return () => undefined
    },
  })
})
afterEach(() => void vi.useRealTimers())

test('a person asks; asking the same again by itself is a refresh', async () => {
  const shown = onScreen(() => useCall(() => call('app.language')))
  await shown.run()
  await shown.retry()
  await shown.run()
  expect(causes).toEqual(['person', 'refresh', 'person'])
})

test('what is read because data changed is a refresh, and nothing after it', async () => {
  const shown = onScreen(() => {
    const live = useCall(() => call('app.language'))
    useDataChanged(['customer'], () => void live.run())
    return live
  })
  changed({ tables: ['customer'], customerIds: [] })
  await vi.advanceTimersByTimeAsync(150)
  await shown.run()
  expect(causes).toEqual(['refresh', 'person'])
})

test('a record reads again for its customer, for nobody named, and for a new day of figures', async () => {
  let reads = 0
  onScreen(() => {
    useCustomerChanged(
      ['contact', 'reckoning'],
      () => 'own',
      () => (reads += 1),
    )
    return true
  })
  const after = async (tables: string[], customerIds: string[]) => {
    const before = reads
    changed({ tables, customerIds })
    await vi.advanceTimersByTimeAsync(150)
    return reads - before
  }
  expect(await after(['contact'], ['own'])).toBe(1)
  expect(await after(['contact'], ['other'])).toBe(0)
  expect(await after(['contact'], [])).toBe(1)
  expect(await after(['contact', 'reckoning'], ['other'])).toBe(1)
})

test('a screen that fails while it reads again leaves the next act a person’s', async () => {
  onScreen(() => {
    useDataChanged(['customer'], () => {
      throw new Error('broken screen')
    })
    return true
  })
  changed({ tables: ['customer'], customerIds: [] })
  expect(() => vi.advanceTimersByTime(150)).toThrow('broken screen')
  await call('app.language')
  expect(causes).toEqual(['person'])
})

test('a list’s question is a person’s; its further pages and reading again are not', async () => {
  const list = onScreen(() =>
    usePagedRows(async (offset, limit) => {
      await call('app.language')
      return { total: 300, rows: Array.from({ length: limit }, (_, index) => offset + index) }
    }, 100),
  )
  await list.reset()
  list.need(100, 250)
  await vi.advanceTimersByTimeAsync(0)
  await list.reload()
  await list.reset()
  expect(causes[0]).toBe('person')
  expect(causes.slice(1, -1)).toEqual(causes.slice(1, -1).map(() => 'refresh'))
  expect(causes.length).toBeGreaterThan(4)
  expect(causes.at(-1)).toBe('person')
})
