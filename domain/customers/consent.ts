import { ageOn, type Day } from '../time/day.ts'

/** 短信营销 电话营销 信息使用 画像. */
export const consentPurposes = ['marketing_sms', 'marketing_call', 'data_use', 'profiling'] as const
/** A word of the closed list {@link consentPurposes}. */
export type ConsentPurpose = (typeof consentPurposes)[number]

/** Where a consent was given or withdrawn: 网点 上门 电话 掌银 网银. */
export const consentChannels = ['counter', 'visit', 'phone', 'mobile', 'online'] as const
/** A word of the closed list {@link consentChannels}. */
export type ConsentChannel = (typeof consentChannels)[number]

/** How it was given: 书面签署 电子确认 录音确认 监护人签署. */
export const consentWays = ['signed', 'confirmed', 'recorded', 'guardian'] as const
/** A word of the closed list {@link consentWays}. */
export type ConsentWay = (typeof consentWays)[number]

/** Below this age only a guardian consents (个人信息保护法 art. 31), years. */
export const guardianBelow = 14

/** Why a consent cannot be recorded; null where it can. `on` is the day it is given. */
export function consentProblem(
  customer: { birth_date: Day | null; deceased_on: Day | null },
  way: ConsentWay,
  on: Day,
): 'deceased' | 'guardian' | null {
  if (customer.deceased_on !== null) return 'deceased'
  const { birth_date: born } = customer
  const needsGuardian = born !== null && ageOn(born, on) < guardianBelow
  return needsGuardian === (way === 'guardian') ? null : 'guardian'
}

/** Which texts of consent are in use, the newest first; value of the parameter `consent.texts`. */
export interface ConsentTexts {
  versions: readonly string[]
}

/** The product's own texts. */
export const defaultConsentTexts: ConsentTexts = { versions: ['2024-11'] }
