import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayFromReader, isNameOf, parseLookup } from '#domain/counter/lookup.ts'

test.each([
  ['990000198003280328', '990000198003280328'],
  ['９９００００１９８００３２８０３２８', '990000198003280328'],
  ['99000019800328032x', '99000019800328032X'],
  ['6228 4800 0000 1234 567', '6228480000001234567'],
  [';6228480000001234567=49121201234567890?', '6228480000001234567'],
  ['e12345678', 'E12345678'],
])('%s is a whole number', (typed, value) => {
  expect(parseLookup(typed)).toEqual({ kind: 'number', value })
})

test.each([
  ['280328 zmh', '280328', 'zmh'],
  ['280328zmh', '280328', 'zmh'],
  ['280328 周敏华', '280328', '周敏华'],
  ['28032X zmh', '28032X', 'zmh'],
  ['28032Xzmh', '28032X', 'zmh'],
  ['280328 xmh', '280328', 'xmh'],
  ['280328xmh', '280328', 'xmh'],
  ['0328032X 欧阳 雨', '0328032X', '欧阳雨'],
])('%s is a tail with a name', (typed, tail, name) => {
  expect(parseLookup(typed)).toEqual({ kind: 'tail', tail, name })
})

test.each([
  ['', 'number'],
  ['0328', 'number'],
  ['280328', 'name'],
  ['zmh', 'tail'],
  ['周敏华', 'tail'],
  ['0328 zmh', 'tail'],
] as const)('%s opens nobody: the %s is missing', (typed, missing) => {
  expect(parseLookup(typed)).toEqual({ kind: 'tooLittle', missing })
})

test('anything typed is understood or refused, and nothing of a stripe but the number is kept', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80, unit: 'binary' }), (typed) => {
      expect(['number', 'tail', 'tooLittle']).toContain(parseLookup(typed).kind)
    }),
  )
  fc.assert(
    fc.property(
      fc.stringMatching(/^[1-9]\d{11,18}$/),
      fc.stringMatching(/^\d{4,20}$/),
      (number, rest) => {
        expect(parseLookup(`;${number}=${rest}?`)).toEqual({ kind: 'number', value: number })
      },
    ),
  )
})

test('a name is the whole name or all of its initials, never a part', () => {
  const zhou = { name: '周敏华', name_initials: 'zmh' }
  expect(['zmh', '周敏华'].map((typed) => isNameOf(typed, zhou))).toEqual([true, true])
  expect(['z', 'zm', 'mh', '周', '周敏', ''].some((typed) => isNameOf(typed, zhou))).toBe(false)
  expect(isNameOf('阿不都热合曼', { name: '阿不都·热合曼', name_initials: 'abdrhm' })).toBe(true)
})

test('a day comes from the reader without signs, or as it is printed', () => {
  for (const typed of ['20361121', '2036.11.21', '2036-11-21', '２０３６年11月21日']) {
    expect(dayFromReader(typed)).toBe('2036-11-21')
  }
  expect(dayFromReader('长期')).toBe('长期')
  expect(dayFromReader(' ')).toBeNull()
})
