import { describe, expect, test } from 'vitest'
import { type AreaSize, readOptions, sizeOn, WrongUse } from '#tools/bench/options.ts'

const customers: AreaSize = { of: 'customers', usual: 200_000, quick: 20_000 }
const people: AreaSize = { of: 'people', usual: 100_000, quick: 2_000 }
const known = { groups: { size: customers }, assess: { size: people }, grid: { size: null } }
const read = (...args: string[]) => readOptions(args, known, ['groups', 'grid'])

describe('npm run bench', () => {
  test('runs the usual areas at their usual sizes', () => {
    const { areas, scale, json, resume } = read()
    expect({ areas, json, resume }).toEqual({
      areas: ['groups', 'grid'],
      json: null,
      resume: false,
    })
    expect(sizeOn(scale, customers)).toBe(200_000)
    expect(sizeOn(read('--quick').scale, customers)).toBe(20_000)
  })

  test('takes a size, however its thousands are written, for what it is a size of alone', () => {
    for (const size of ['50000', '50,000', '50_000']) {
      const { scale } = read('groups', 'assess', '--quick', '--customers', size)
      expect(sizeOn(scale, customers)).toBe(50_000)
      expect(sizeOn(scale, people)).toBe(2_000)
    }
  })

  test.each([
    [['--customers', 'many'], '--customers many: give a whole number from 100 to 2000000'],
    [['--customers', '0'], 'from 100'],
    [['--customers', '1e5'], 'from 100'],
    [['--customers=-5'], 'from 100'],
    [['--customers', '99999999'], 'to 2000000'],
    [['grid', '--customers', '500'], '--customers is a size of groups; none of them was named'],
    [['--people', '500'], '--people is a size of assess'],
    [['graph'], 'no such area: graph; there are groups, assess, grid'],
    [['--resume'], '--resume goes on from a file'],
    [['--size', '5'], "Unknown option '--size'"],
  ])('%j says what is wrong', (args, words) => {
    expect(() => read(...args)).toThrow(WrongUse)
    expect(() => read(...args)).toThrow(words)
  })
})
