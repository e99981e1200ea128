import { expect, test } from 'vitest'
import { flowWords } from '#main/service/customers/export/flow-words.ts'
import { customerFlow as en } from '../../../renderer/locales/en/customers-flow.ts'
import { customerFlow as zh } from '../../../renderer/locales/zh/customers-flow.ts'

test('a file of the fund flow names its classes as the screen does', () => {
  expect(flowWords.zh.classes).toEqual(zh.flow.name)
  expect(flowWords.en.classes).toEqual(en.flow.name)
})
