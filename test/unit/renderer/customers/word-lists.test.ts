import { expect, test } from 'vitest'
import { revealReasons } from '#contract/ipc/customers.ts'
import { contactChannels, contactOutcomes } from '#domain/customers/contact.ts'
import { taskOutcomes } from '#domain/workbench/task.ts'
import {
  contactChannelOrder,
  contactOutcomeOrder,
  revealReasonOrder,
  taskOutcomeOrder,
} from '../../../../renderer/features/customers/word-lists.ts'

test.each([
  [contactChannelOrder, contactChannels],
  [contactOutcomeOrder, contactOutcomes],
  [taskOutcomeOrder, taskOutcomes],
  [revealReasonOrder, revealReasons],
])('every word of the closed list can be chosen on screen: %j', (shown, known) => {
  expect([...shown].sort()).toEqual([...known].sort())
})
