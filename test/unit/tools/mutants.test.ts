import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants } from '#tools/simulate/mutants/list.ts'

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  'the text of "%s" stands once in the shipped file',
  (_, { file, find, replace }) => {
    expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2)
    expect(replace).not.toBe(find)
  },
)

test('no two mutants share a name', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
})
