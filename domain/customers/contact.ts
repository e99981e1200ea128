import { z } from 'zod'
import { day, id, instant, integer, text, word } from '../record/field.ts'

/** Contact channels: 到店 电话 短信 企业微信/微信 上门外拓 掌银消息. */
export const contactChannels = ['visit', 'phone', 'sms', 'wechat', 'field', 'app'] as const
export type ContactChannel = (typeof contactChannels)[number]

/** What came of a contact: 有意向 再联系 已办理 无意向 拒绝 未接通. */
export const contactOutcomes = [
  'interested',
  'again',
  'done',
  'not_interested',
  'refused',
  'no_answer',
] as const
export type ContactOutcome = (typeof contactOutcomes)[number]

/** A contact with a customer; a fact: never rejected because the customer moved meanwhile. */
export const contactSchema = z.strictObject({
  branch_id: id(),
  id: id(),
  customer_id: id(),
  staff_id: id(),
  at: instant(),
  channel: word(contactChannels),
  outcome: word(contactOutcomes),
  summary: text(1000),
  next_on: day().nullable(),
  duration_minutes: integer().nullable(),
  origin: word(['terminal', 'import', 'demo']),
})
export type Contact = z.infer<typeof contactSchema>
