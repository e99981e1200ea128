import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '../../../../renderer')
const read = (path: string) => readFileSync(join(renderer, path), 'utf8')
const parts = globSync('components/**/*.vue', { cwd: renderer }).map((path) =>
  path.replaceAll('\\', '/'),
)
const pages = globSync('features/kit/*.vue', { cwd: renderer }).map(read)

/** Whether a source imports a component and stands it somewhere in its template. */
function shows(source: string, part: string): boolean {
  const file = basename(part).replaceAll('.', '\\.')
  const name = new RegExp(`import (\\w+) from '[^']*/${file}'`).exec(source)?.[1]
  return name !== undefined && new RegExp(`<${name}[\\s/>]`).test(source)
}

test('every part of the kit has its place on the page that shows them', () => {
  expect(parts.length).toBeGreaterThan(25)
  // What stands in a folder of its own is a piece of a part.
  const whole = parts.filter((path) => path.split('/').length === 2)
  expect(whole.filter((path) => !pages.some((page) => shows(page, path)))).toEqual([])
})

test('every piece in a folder belongs to a part, or to several features', () => {
  const pieces = parts.filter((path) => path.split('/').length > 2)
  const sources = parts.map(read)
  const features = globSync('features/*/**/*.vue', { cwd: renderer }).map((path) => ({
    feature: path.split(/[\\/]/)[1],
    source: read(path),
  }))
  const alone = pieces.filter((piece) => {
    const users = features.filter(({ source }) => shows(source, piece))
    const shared = new Set(users.map(({ feature }) => feature)).size > 1
    return !shared && !sources.some((source) => shows(source, piece))
  })
  expect(alone).toEqual([])
})

test('everything made for the page stands on it', () => {
  const page = read('features/kit/kit-page.vue')
  const made = globSync('features/kit/kit-*.vue', { cwd: renderer })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('/kit-page.vue'))
  expect(made.filter((path) => !shows(page, path))).toEqual([])
})
