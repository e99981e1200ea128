import { type Day, ageOn } from '../time/day.ts'

/**
 * What about a customer changes how one talks to him or her: 已故 账户冻结 睡眠户 未成年 老年客户 本行员工
 * 请勿营销 保级观察 没有手机号 没有账户. In the order of their weight on screen.
 */
export const customerMarks = [
  'deceased',
  'frozen',
  'minor',
  'doNotContact',
  'elder',
  'staff',
  'dormant',
  'watch',
  'noAccount',
  'noPhone',
] as const
/** A word of the closed list {@link customerMarks}. */
export type CustomerMark = (typeof customerMarks)[number]

/** Below this age a customer is a minor, and from that age on an elder; full years. */
export const markAges = { minorBelow: 18, elderFrom: 65 } as const

/** What marks are read from. */
export interface MarkFacts {
  deceased: boolean
  birthDate: Day | null
  isStaff: boolean
  doNotContact: boolean
  tierState: 'normal' | 'watch'
  mobile: string | null
  /** States of the accounts of which he or she is first owner. */
  accountStates: readonly string[]
}

/** The marks of a customer on a day. An account that is closed is none. */
export function marksOf(facts: MarkFacts, on: Day): CustomerMark[] {
  const age = facts.birthDate === null || facts.deceased ? null : ageOn(facts.birthDate, on)
  const holds: Record<CustomerMark, boolean> = {
    deceased: facts.deceased,
    frozen: facts.accountStates.includes('frozen'),
    minor: age !== null && age < markAges.minorBelow,
    doNotContact: facts.doNotContact,
    elder: age !== null && age >= markAges.elderFrom,
    staff: facts.isStaff,
    dormant: facts.accountStates.includes('dormant'),
    watch: facts.tierState === 'watch',
    noAccount: facts.accountStates.every((state) => state === 'closed'),
    noPhone: facts.mobile === null || facts.mobile.trim() === '',
  }
  return customerMarks.filter((mark) => holds[mark])
}

/** The latest birthday of those who are at least so many years old on a day. */
export function bornBy(years: number, on: Day): Day {
  return `${String(Number(on.slice(0, 4)) - years).padStart(4, '0')}${on.slice(4)}`
}
