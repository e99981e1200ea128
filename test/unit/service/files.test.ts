import { describe, expect, test } from 'vitest'
import { decimal, looksLikeFormula } from '#main/service/files/cell.ts'
import { csvFile } from '#main/service/files/csv.ts'

describe('a cell that a program could run', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM',
    '\t=1',
    '\r=1',
    '\n',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    ' =1',
    '\u3000＝1',
  ])('%j is one', (text) => expect(looksLikeFormula(text)).toBe(true))
  test.each(['', '周敏华', '1-1', 'a=b', '阿依古丽·买买提', '13900000000'])('%j is none', (text) =>
    expect(looksLikeFormula(text)).toBe(false),
  )
})

test('hundredths are written exactly', () => {
  expect([0, 5, -5, 100, -123_456].map(decimal)).toEqual([
    '0.00',
    '0.05',
    '-0.05',
    '1.00',
    '-1234.56',
  ])
})

test('CSV quotes what breaks a line and keeps rare characters', () => {
  const file = csvFile({
    watermark: 'w',
    titles: ['a,b', 'c'],
    rows: [
      ['𠮷"㛃', null],
      [{ count: 3 }, '=x'],
    ],
  })
  expect(file.toString('utf8')).toBe('\uFEFFw\r\n"a,b",c\r\n"𠮷""㛃",\r\n3,"\'=x"\r\nw\r\n')
})
