import { describe, expect, test } from 'vitest'
import { readCommand, WrongUse } from '#tools/assess/options.ts'

describe('npm run assess', () => {
  test('takes a month and a database', () => {
    expect(readCommand(['--month', '2026-10', '--database', 'postgres://x'])).toEqual({
      month: '2026-10-01',
      database: 'postgres://x',
      json: null,
    })
    expect(readCommand(['--help'])).toBeNull()
  })

  test('says how a month is written', () => {
    for (const args of [[], ['--month', '2026-13'], ['--month', 'October'], ['--months', 'x']]) {
      expect(() => readCommand(args)).toThrow(WrongUse)
    }
    expect(() => readCommand(['--month', '2026-1'])).toThrow('须写成 2026-10')
  })
})
