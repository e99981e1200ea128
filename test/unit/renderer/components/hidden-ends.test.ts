import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, type Ref, shallowRef } from 'vue'
import { useHiddenEnds } from '#renderer/components/use-hidden-ends.ts'

let watching = 0

/** Counts how many of its kind watch; the room changes by what the test does. */
class Observer {
  observe(): void {
    watching++
  }
  disconnect(): void {
    watching--
  }
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observer)
  vi.stubGlobal('MutationObserver', Observer)
})
afterEach(() => vi.unstubAllGlobals())

/** A row 200 px wide, `content` px long. */
function rowOf(content: number) {
  const row = Object.assign(new EventTarget(), {
    scrollLeft: 0,
    scrollWidth: content,
    clientWidth: 200,
  })
  const scrollTo = (left: number) => {
    row.scrollLeft = left
    row.dispatchEvent(new Event('scroll'))
  }
  return { element: row as unknown as HTMLElement, scrollTo }
}

async function followed(element: HTMLElement) {
  const scope = effectScope()
  const row: Ref<HTMLElement | null> = shallowRef(element)
  const ends = scope.run(() => useHiddenEnds(row))
  if (!ends) throw new Error('no scope')
  await nextTick()
  return { scope, row, seen: () => [ends.before.value, ends.after.value, ends.overflows.value] }
}

test('a row that has room for everything hides neither end', async () => {
  const { seen, scope } = await followed(rowOf(201).element)
  expect(seen()).toEqual([false, false, false])
  scope.stop()
})

test('a longer row hides its end, both while one is between, its beginning at last', async () => {
  const { element, scrollTo } = rowOf(500)
  const { seen, scope } = await followed(element)
  expect(seen()).toEqual([false, true, true])
  scrollTo(100)
  expect(seen()).toEqual([true, true, true])
  scrollTo(300)
  expect(seen()).toEqual([true, false, true])
  scope.stop()
})

test('nothing is watched once the row is gone', async () => {
  const { row, scope } = await followed(rowOf(500).element)
  expect(watching).toBe(2)
  row.value = null
  await nextTick()
  expect(watching).toBe(0)
  scope.stop()
})
