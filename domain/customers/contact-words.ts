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
