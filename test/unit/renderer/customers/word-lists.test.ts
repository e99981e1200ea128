import { expect, test } from 'vitest'
import { revealReasons } from '#contract/ipc/customers.ts'
import { contactChannels, contactOutcomes } from '#domain/customers/contact.ts'
import { tiers } from '#domain/customers/records.ts'
import { assetClasses } from '#domain/products/records.ts'
import { taskOutcomes } from '#domain/workbench/task.ts'
import {
  assetOrder,
  contactChannelOrder,
  contactOutcomeOrder,
  revealReasonOrder,
  taskOutcomeOrder,
  tiersRising,
} from '../../../../renderer/features/customers/word-lists.ts'

test('tiers and asset classes stand in the order of the domain', () => {
  expect(tiersRising).toEqual(tiers)
  expect(assetOrder).toEqual(assetClasses)
})

test.each([
  [contactChannelOrder, contactChannels],
  [contactOutcomeOrder, contactOutcomes],
  [taskOutcomeOrder, taskOutcomes],
  [revealReasonOrder, revealReasons],
])('every word of the closed list can be chosen on screen: %j', (shown, known) => {
  expect([...shown].sort()).toEqual([...known].sort())
})
