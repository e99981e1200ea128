import { expect, test } from 'vitest'
import { monthWords } from '#main/service/assessment/export-words.ts'
import { assessment as en } from '../../../renderer/locales/en/assessment.ts'
import { assessment as zh } from '../../../renderer/locales/zh/assessment.ts'

test('an exported month names results and states as the screen does', () => {
  expect(monthWords.zh.outcomes).toEqual(zh.outcome)
  expect(monthWords.zh.states).toEqual(zh.state)
  expect(monthWords.en.outcomes).toEqual(en.outcome)
  expect(monthWords.zh.columns).toHaveLength(monthWords.en.columns.length)
})
