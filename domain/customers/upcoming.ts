import { addDays, type Day } from '../time/day.ts'

/** What is coming: 到期 还贷 信用卡还款 生日 证件到期 风评到期 约定联系. */
export const upcomingKinds = [
  'maturity',
  'loanDue',
  'cardDue',
  'birthday',
  'idExpiry',
  'riskExpiry',
  'followUp',
] as const
/** A word of the closed list {@link upcomingKinds}. */
export type UpcomingKind = (typeof upcomingKinds)[number]

/** A day on which something about a customer falls due; money in 分. */
export interface Upcoming {
  kind: UpcomingKind
  on: Day
  amountFen: number | null
  /** Name of the product, or what was promised; null where the kind says all. */
  text: string | null
}

/** What upcoming days are read from. */
export interface UpcomingFacts {
  birthDate: Day | null
  idExpiry: Day | null
  riskValidTo: Day | null
  maturities: readonly { on: Day; amountFen: number; name: string }[]
  /** Instalments and card statements; what is overdue lies in the past. */
  payments: readonly { what: 'loan' | 'card'; on: Day; amountFen: number; name: string }[]
  followUps: readonly { on: Day; text: string }[]
}

/** How far ahead days are told, and how long after it what ran out or is unpaid stands there, days. */
export const upcomingHorizon = { ahead: 365, expired: 3650 } as const

/** The next birthday on or after a day; of 29 February in other years the 1st of March. */
export function nextBirthday(birth: Day, on: Day): Day {
  for (let year = Number(on.slice(0, 4)); ; year++) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
    const monthDay = birth.endsWith('-02-29') && !leap ? '-03-01' : birth.slice(4)
    const day = `${year}${monthDay}`
    if (day >= on) return day
  }
}

/** Everything due from a day on, the nearest first; what ran out or is unpaid stands first of all. */
export function upcomingOf(facts: UpcomingFacts, on: Day): Upcoming[] {
  const until = addDays(on, upcomingHorizon.ahead)
  const since = addDays(on, -upcomingHorizon.expired)
  const plain = (kind: UpcomingKind, day: Day | null): Upcoming[] =>
    day === null ? [] : [{ kind, on: day, amountFen: null, text: null }]
  const coming = [
    ...facts.maturities.map(({ on: day, amountFen, name }) => ({
      kind: 'maturity' as const,
      on: day,
      amountFen,
      text: name,
    })),
    ...plain('birthday', facts.birthDate === null ? null : nextBirthday(facts.birthDate, on)),
    ...facts.followUps.map(({ on: day, text }) => ({
      kind: 'followUp' as const,
      on: day,
      amountFen: null,
      text: text === '' ? null : text,
    })),
  ].filter((one) => one.on >= on && one.on <= until)
  const standing = [
    ...facts.payments.map(({ what, on: day, amountFen, name }) => ({
      kind: what === 'loan' ? ('loanDue' as const) : ('cardDue' as const),
      on: day,
      amountFen,
      text: name,
    })),
    ...plain('idExpiry', facts.idExpiry),
    ...plain('riskExpiry', facts.riskValidTo),
  ].filter((one) => one.on >= since && one.on <= until)
  return [...coming, ...standing].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}
