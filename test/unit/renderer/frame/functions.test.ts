import { expect, test } from 'vitest'
import { findFunctions } from '#renderer/frame/palette/functions.ts'

const functions = [
  { key: 'sync', label: '同步中心', keywords: 'tongbuzhongxin tbzx sync', run: () => undefined },
  { key: 'lock', label: '锁定屏幕', keywords: 'suodingpingmu sdpm lock', run: () => undefined },
]
const find = (text: string): string[] => findFunctions(functions, text).map(({ key }) => key)

test('functions are found by name, pinyin, initials and English, in any width and case', () => {
  expect(find('同步')).toEqual(['sync'])
  expect(find('tbzx')).toEqual(['sync'])
  expect(find('ＬＯＣＫ')).toEqual(['lock'])
  expect(find('suoding lock')).toEqual(['lock'])
})

test('nothing typed shows all, nothing fitting shows none', () => {
  expect(find('  ')).toEqual(['sync', 'lock'])
  expect(find('贷款')).toEqual([])
})
