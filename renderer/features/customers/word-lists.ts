import type { Request } from '#contract/ipc.ts'
import type { ContactChannel, ContactOutcome } from '#domain/customers/contact.ts'
import type { TaskOutcome } from '#domain/workbench/task.ts'

/** Outcomes of a contact, best first: 有意向 再联系 已办理 无意向 拒绝 未接通. */
export const contactOutcomeOrder: readonly ContactOutcome[] = [
  'interested',
  'again',
  'done',
  'not_interested',
  'refused',
  'no_answer',
]

/** Channels of a contact, the most used first. */
export const contactChannelOrder: readonly ContactChannel[] = [
  'phone',
  'visit',
  'wechat',
  'sms',
  'field',
  'app',
]

/** Outcomes a task may be closed with. */
export const taskOutcomeOrder: readonly TaskOutcome[] = [
  'done',
  'no_need',
  'not_reached',
  'customer_refused',
]

/** Reasons for seeing a masked value, the most frequent first. */
export const revealReasonOrder: readonly Request<'customers.reveal'>['reason'][] = [
  'call',
  'verification',
  'counter_service',
  'delivery',
  'complaint',
]
