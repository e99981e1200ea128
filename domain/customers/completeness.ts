import type { Customer } from './records.ts'
import type { Day } from '../time/day.ts'

/** What completeness looks at beside the customer's own fields. */
export interface CompletenessFacts {
  riskTestValid: boolean
  contactConsent: boolean
  mobileVerified: boolean
  hasFamily: boolean
}

const placeholders = new Set(['其他', '同上', '不详', '无', '未知', '-'])

/** Whether a field holds something: present, not blank, no placeholder. */
export function stands(value: string | null): boolean {
  return value !== null && value.trim() !== '' && !placeholders.has(value.trim())
}

/** Which of the nine KYC elements (九要素) are valid on a day: present, unexpired, no placeholder. */
export function validElements(customer: Customer, on: Day): Record<string, boolean> {
  return {
    name: stands(customer.name) && customer.name_origin === 'source',
    sex: customer.sex !== null,
    nationality: stands(customer.nationality),
    occupation: stands(customer.occupation),
    address: stands(customer.address),
    mobile: stands(customer.mobile),
    id_type: stands(customer.id_type),
    id_no: stands(customer.id_no),
    id_expiry: customer.id_expiry !== null && customer.id_expiry >= on,
  }
}

/**
 * Completeness in basis points (rule 4.5): 60 × valid of 9 ÷ 9, + 10 risk test, + 10 consent,
 * + 10 mobile verified, + 5 industry, + 5 family.
 */
export function completenessBp(customer: Customer, facts: CompletenessFacts, on: Day): number {
  const valid = Object.values(validElements(customer, on)).filter(Boolean).length
  const points =
    (facts.riskTestValid ? 1000 : 0) +
    (facts.contactConsent ? 1000 : 0) +
    (facts.mobileVerified ? 1000 : 0) +
    (stands(customer.industry) ? 500 : 0) +
    (facts.hasFamily ? 500 : 0)
  return Math.round((valid * 6000) / 9) + points
}
