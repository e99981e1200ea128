import { expect, test } from 'vitest'
import { gridStrokes } from '#renderer/components/grid/grid-key.ts'
import { shortcutGroups, shortcutsNow } from '#renderer/keys/shortcuts.ts'

test('the overlay lists what works on the page, and no empty group', () => {
  expect(shortcutsNow(() => true)).toEqual(
    shortcutGroups.map(({ title, shortcuts }) => ({ title, shortcuts: [...shortcuts] })),
  )
  const now = shortcutsNow((stroke) => stroke === 'Ctrl+K' || stroke === 'Alt+ArrowLeft')
  expect(now.map(({ title }) => title)).toEqual(['keys.global'])
  expect(now[0]?.shortcuts.map(({ does }) => does)).toEqual(['keys.search', 'keys.history'])
})

test('a stroke has one meaning in a group', () => {
  for (const { shortcuts } of shortcutGroups) {
    const strokes = shortcuts.flatMap((shortcut) => [...shortcut.strokes] as string[])
    expect(new Set(strokes).size).toBe(strokes.length)
  }
})

test('a grid answers to its own group; without rows to choose not to X', () => {
  const grid = shortcutGroups
    .filter(({ title }) => title === 'keys.grid')
    .flatMap(({ shortcuts }) => shortcuts.flatMap(({ strokes }) => [...strokes] as string[]))
    .filter((stroke) => stroke !== '/')
  expect([...gridStrokes(true)].sort()).toEqual(grid.sort())
  expect(gridStrokes(false)).not.toContain('X')
})
