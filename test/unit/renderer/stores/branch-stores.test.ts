import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPinia, defineStore } from 'pinia'
import { expect, test } from 'vitest'
import { createApp, ref } from 'vue'
import { dropBranchStores, knowStores, lastingStores } from '#renderer/stores/branch-stores.ts'

const renderer = join(import.meta.dirname, '../../../../renderer')
const storesIn = (pattern: string): string[] =>
  globSync(pattern, { cwd: renderer }).flatMap((path) =>
    [...readFileSync(join(renderer, path), 'utf8').matchAll(/defineStore\('([^']+)'/g)].flatMap(
      ([, name]) => (name === undefined ? [] : [name]),
    ),
  )

test('what a page keeps is forgotten, what belongs to the person stays', () => {
  const pinia = createPinia().use(knowStores)
  createApp({}).use(pinia)
  const rowsOf = defineStore('customer-list', () => ({ rows: ref<string[]>([]) }))
  const personOf = defineStore('session', () => ({ name: ref('') }))
  rowsOf(pinia).rows.push('周海华')
  personOf(pinia).name = '李明'
  dropBranchStores(pinia)
  expect(rowsOf(pinia).rows).toEqual([])
  expect(personOf(pinia).name).toBe('李明')
  rowsOf(pinia).rows.push('江雨桐')
  dropBranchStores(pinia)
  expect(rowsOf(pinia).rows).toEqual([])
})

test('no store of a feature outlives the turn to practice, and every lasting one exists', () => {
  const features = storesIn('features/**/*.ts')
  expect(features).toContain('customer-list')
  expect(features.filter((name) => lastingStores.has(name))).toEqual([])
  expect(storesIn('stores/*.ts').sort()).toEqual([...lastingStores].sort())
})
