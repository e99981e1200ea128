import { describe, expect, test } from 'vitest'
import { readCommand, WrongUse } from '#tools/learning/options.ts'

describe('npm run learning', () => {
  test('takes what is done, about which course, by whom', () => {
    expect(readCommand(['list'])).toEqual({ does: 'list', database: null })
    expect(readCommand(['show', 'offline', '--database', 'postgres://x'])).toEqual({
      does: 'show',
      code: 'offline',
      into: null,
      database: 'postgres://x',
    })
    expect(readCommand(['show', 'offline', '--into', 'there'])).toMatchObject({ into: 'there' })
    expect(readCommand(['draft', 'a.json', '--as', '8110001'])).toMatchObject({
      does: 'draft',
      file: 'a.json',
      as: '8110001',
    })
    expect(readCommand(['return', 'offline', '--as', '8110002', '--note', '有歧义'])).toMatchObject(
      {
        does: 'return',
        note: '有歧义',
      },
    )
    expect(readCommand([])).toBeNull()
  })

  test('says what is missing', () => {
    const wrong: [string[], string][] = [
      [['publish', 'offline'], '--as'],
      [['publish'], '课程代码'],
      [['return', 'offline', '--as', '1'], '--note'],
      [['praise', 'offline'], '没有命令'],
      [['submit', 'a', 'b', '--as', '1'], '没有命令'],
      [['list', '--loud'], 'loud'],
    ]
    for (const [args, words] of wrong) {
      expect(() => readCommand(args)).toThrow(WrongUse)
      expect(() => readCommand(args)).toThrow(words)
    }
  })
})
