import { beforeEach, describe, expect, test } from 'vitest'
import { ref } from 'vue'
import { gridKey } from '#renderer/components/grid/grid-key.ts'
import type { Selection } from '#renderer/components/grid/selection.ts'
import { useGridCursor } from '#renderer/components/grid/use-cursor.ts'

const cursor = ref(0)
const selected = ref<Selection>(new Set())
let opened: number[] = []
let previewed: number[] = []
let revealed: number[] = []
let count = 100
let characterKeys = true

const grid = useGridCursor({
  cursor,
  selected,
  count: () => count,
  pageRows: () => 10,
  keyAt: (index) => (index === 50 ? null : `row-${index}`),
  selectable: () => true,
  characterKeys: () => characterKeys,
  reveal: (index) => revealed.push(index),
  open: (index) => opened.push(index),
  preview: (index) => previewed.push(index),
})

function press(key: string, shiftKey = false): void {
  grid.onKey({
    key,
    keyCode: 0,
    shiftKey,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    isComposing: false,
    preventDefault: () => undefined,
  } as unknown as KeyboardEvent)
}

const chosen = (): string[] => [...selected.value]

beforeEach(() => {
  press('Home')
  cursor.value = 0
  selected.value = new Set()
  opened = []
  previewed = []
  revealed = []
  count = 100
  characterKeys = true
})

describe('keys of a grid', () => {
  test('J K and arrows move by a row and stop at the ends', () => {
    for (const key of ['j', 'ArrowDown', 'J']) press(key)
    expect(cursor.value).toBe(3)
    for (const key of ['k', 'ArrowUp', 'K', 'k']) press(key)
    expect(cursor.value).toBe(0)
  })

  test('PgDn moves by what is in view, End to the last row, and the row is brought into view', () => {
    press('PageDown')
    expect(cursor.value).toBe(10)
    press('End')
    expect(cursor.value).toBe(99)
    press('PageDown')
    expect(cursor.value).toBe(99)
    press('Home')
    expect(revealed).toEqual([10, 99, 99, 0])
  })

  test('Enter opens and Space previews the row under the cursor', () => {
    press('j')
    press('Enter')
    press(' ')
    expect([opened, previewed]).toEqual([[1], [1]])
  })

  test('X selects and unselects', () => {
    press('x')
    press('j')
    press('x')
    expect(chosen()).toEqual(['row-0', 'row-1'])
    press('X')
    expect(chosen()).toEqual(['row-0'])
  })

  test('Shift with an arrow selects the range from where it began', () => {
    press('j')
    press('ArrowDown', true)
    press('ArrowDown', true)
    expect(chosen()).toEqual(['row-1', 'row-2', 'row-3'])
  })

  test('Shift with a click selects from the last chosen row', () => {
    grid.select(2, false)
    grid.select(5, true)
    expect(chosen()).toEqual(['row-2', 'row-3', 'row-4', 'row-5'])
  })

  test('a row that is not fetched yet cannot be selected', () => {
    grid.select(50, false)
    expect(chosen()).toEqual([])
  })

  test('letters can be switched off; arrows, Enter and Space stay', () => {
    characterKeys = false
    for (const key of ['j', 'x', 'ArrowDown']) press(key)
    press('Enter')
    press(' ')
    expect([cursor.value, chosen(), opened, previewed]).toEqual([1, [], [1], [1]])
  })

  test('nothing happens in an empty grid', () => {
    count = 0
    press('Enter')
    press('j')
    expect([cursor.value, opened]).toEqual([0, []])
  })
})

describe('keys that are not the grid’s', () => {
  const plain = { keyCode: 0, isComposing: false, ctrlKey: false, altKey: false, metaKey: false }

  test('are left alone', () => {
    expect(gridKey({ key: 'c', ...plain })).toBeNull()
    expect(gridKey({ key: 'ArrowDown', ...plain, ctrlKey: true })).toBeNull()
  })

  test('nor is anything while an input method composes', () => {
    expect(gridKey({ key: 'j', ...plain, isComposing: true })).toBeNull()
    expect(gridKey({ key: 'Enter', ...plain, isComposing: true })).toBeNull()
    expect(gridKey({ key: 'Enter', ...plain, keyCode: 229 })).toBeNull()
  })
})
