import { describe, expect, test } from 'vitest'
import { effectScope, ref } from 'vue'
import { keepCursor } from '#renderer/bridge/keep-cursor.ts'
import { usePagedRows } from '#renderer/bridge/use-paged-rows.ts'
import { useGridCursor } from '#renderer/components/grid/use-cursor.ts'

/** A list of letters by pages of three, with the keys of a grid over it. */
function book(letters: string) {
  let all = [...letters]
  const cursor = ref(0)
  const list = effectScope().run(() => {
    const paged = usePagedRows<string>(
      (offset, limit) =>
        Promise.resolve({ total: all.length, rows: all.slice(offset, offset + limit) }),
      3,
    )
    keepCursor(paged, cursor, (row) => row)
    return paged
  })
  if (!list) throw new Error('the scope has ended')
  const { onKey } = useGridCursor({
    cursor,
    selected: ref(new Set()),
    count: () => list.rows.value.length,
    pageRows: () => 3,
    keyAt: (index) => list.rows.value[index] ?? null,
    selectable: () => false,
    characterKeys: () => true,
    // As the grid does: what comes into view is asked for.
    reveal: (index) => list.need(index, index),
    open: () => undefined,
    preview: () => undefined,
  })
  return {
    list,
    cursor,
    here: () => list.rows.value[cursor.value],
    press: (key: string) =>
      onKey({ key, keyCode: 0, preventDefault: () => undefined } as unknown as KeyboardEvent),
    set: (next: string) => (all = [...next]),
  }
}

/** Lets answers that are ready arrive. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('the cursor of a list by pages', () => {
  test('goes with J and K over the border of a page, and each row is there', async () => {
    const { list, cursor, here, press } = book('abcdefg')
    await list.reset()
    for (const expected of ['b', 'c', 'd', 'e']) {
      press('j')
      await settle()
      expect(here()).toBe(expected)
    }
    for (const expected of ['d', 'c']) {
      press('k')
      expect(here()).toBe(expected)
    }
    expect(cursor.value).toBe(2)
  })

  test('stays on its row when the list is read again and the row has moved', async () => {
    const { list, cursor, here, set } = book('abcdefg')
    await list.reset()
    list.need(0, 5)
    await settle()
    cursor.value = 4
    set('xabecdfg')
    await list.reload()
    expect([here(), cursor.value]).toEqual(['e', 3])
  })

  test('stays at its place when its row is gone, and then on the row that stands there', async () => {
    const { list, cursor, here, set } = book('abcdefg')
    await list.reset()
    cursor.value = 1
    set('acdefg')
    await list.reload()
    expect([here(), cursor.value]).toEqual(['c', 1])
    set('zacdefg')
    await list.reload()
    expect([here(), cursor.value]).toEqual(['c', 2])
  })

  test('waits for a row whose page is not there yet', async () => {
    const { list, cursor, here, set } = book('abcdefg')
    await list.reset()
    list.need(0, 5)
    await settle()
    cursor.value = 4
    list.need(0, 2)
    set('xabcdefg')
    await list.reload()
    expect(here()).toBeUndefined()
    list.need(3, 5)
    await settle()
    expect(here()).toBe('e')
  })

  test('is where its owner says when the question is another one', async () => {
    const { list, cursor, here, set } = book('abcdefg')
    await list.reset()
    cursor.value = 2
    set('gfedcba')
    cursor.value = 0
    await list.reset()
    expect([here(), cursor.value]).toEqual(['g', 0])
  })
})
