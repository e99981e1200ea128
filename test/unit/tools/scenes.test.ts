import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scenes } from '#tools/screenshots/scenes.ts'

const renderer = join(import.meta.dirname, '../../../renderer')

/** What lies on top of a screen: by our own kit or by the library's. */
const overlay =
  /<(DialogBox|FormDialog|PopoverBox|ChoiceMenu|ElDialog|ElDrawer|ElPopover|ElDropdown)\b/

const opened = new Set(scenes.flatMap(({ opens = [] }) => opens))

test('every dialog, drawer, popover and menu of the product opens in a scene', () => {
  const opening = globSync('**/*.vue', { cwd: renderer })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => overlay.test(readFileSync(join(renderer, path), 'utf8')))
  expect(opening.length).toBeGreaterThan(15)
  expect(opening.filter((path) => !opened.has(path))).toEqual([])
})

test('what a scene says it opens is there', () => {
  expect([...opened].filter((path) => !existsSync(join(renderer, path)))).toEqual([])
})

test('no two scenes have one name, so no picture replaces another', () => {
  const names = scenes.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
