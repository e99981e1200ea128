import type { CorrectableField } from '../customers/correction.ts'
import { type Day, daysBetween } from '../time/day.ts'
import { mostActions } from './limits.ts'
import type { ReferralReason } from './reasons.ts'

/** What is known of the customer at the counter; nothing of it but the verdict reaches a screen. */
export interface CounterFacts {
  on: Day
  /** Whole years; null where the birthday is not known. */
  age: number | null
  deceased: boolean
  /** Whether an account is frozen in the core system. */
  frozen: boolean
  doNotContact: boolean
  consentValid: boolean
  /** Whether much money left in the last days (`domain/customers/change.ts`). */
  largeOutflow: boolean
  /** Day on which the next product ends; null where none does. */
  maturesOn: Day | null
  /** Whether last night's rules found money lying idle. */
  idleCash: boolean
  /** Until when the last risk test holds; null where there never was one. */
  riskValidTo: Day | null
  idExpiry: Day | null
  hasMobile: boolean
  mobileVerified: boolean
  /** Fields of the profile that are empty or hold a placeholder. */
  missing: readonly CorrectableField[]
  /** Fields for which a value waits already. */
  waiting: readonly CorrectableField[]
  /** Whether a referral is open that another one would join. */
  referralOpen: boolean
  /** Whether there is anybody to refer to. */
  hasRecipient: boolean
}

/** Fields worth asking for at the counter; a document's own data come from its reader. */
export const askableFields = ['occupation', 'address', 'employer', 'industry'] as const
export type AskableField = (typeof askableFields)[number]

/** An action, most worthwhile first. `days` until a product ends; negative once it has. */
export type CounterAction =
  | { kind: 'refer'; reason: Exclude<ReferralReason, 'wish'>; days: number | null }
  | { kind: 'mobile'; known: boolean }
  | { kind: 'document'; expired: boolean }
  | { kind: 'field'; field: AskableField }

/** What the person behind the counter must know first. `stop` ends all selling. */
export const counterReminders = [
  'deceased',
  'frozen',
  'elderOutflow',
  'minor',
  'doNotContact',
  'noConsent',
  'elder',
  'clear',
  'consent',
  'referred',
] as const
export type CounterReminder = (typeof counterReminders)[number]

/** Reminders that stand for danger or for an end of all selling. */
export const stopReminders: readonly CounterReminder[] = [
  'deceased',
  'frozen',
  'elderOutflow',
  'minor',
  'doNotContact',
  'noConsent',
]

/** Actions and reminders for one customer. */
export interface CounterAdvice {
  actions: CounterAction[]
  reminders: CounterReminder[]
  /** Whether products may be spoken about at all. */
  mayTalkProducts: boolean
}

/** From this age on the bank takes the care it owes the old; below the other, a guardian decides. */
const elderAge = 65
const adultAge = 18

/** Days before the end of a product in which it is worth speaking about. */
const maturityDays = 7

type Weighed = readonly [weight: number, action: CounterAction]

function selling(facts: CounterFacts): Weighed[] {
  if (facts.referralOpen || !facts.hasRecipient) return []
  const found: Weighed[] = []
  if (facts.maturesOn !== null) {
    const days = daysBetween(facts.on, facts.maturesOn)
    if (days >= 0 && days <= maturityDays) {
      found.push([90 - days, { kind: 'refer', reason: 'maturity', days }])
    }
  }
  if (facts.riskValidTo !== null && facts.riskValidTo < facts.on) {
    found.push([60, { kind: 'refer', reason: 'risk_test', days: null }])
  }
  if (facts.idleCash) found.push([55, { kind: 'refer', reason: 'idle_cash', days: null }])
  return found.slice(0, 1)
}

function caring(facts: CounterFacts): Weighed[] {
  const found: Weighed[] = []
  const waits = (field: CorrectableField) => facts.waiting.includes(field)
  if (!waits('id_expiry') && (facts.idExpiry === null || facts.idExpiry < facts.on)) {
    const expired = facts.idExpiry !== null
    found.push([expired ? 95 : 50, { kind: 'document', expired }])
  }
  if (!waits('mobile')) {
    if (!facts.hasMobile) found.push([75, { kind: 'mobile', known: false }])
    else if (!facts.mobileVerified) found.push([70, { kind: 'mobile', known: true }])
  }
  askableFields
    .filter((field) => facts.missing.includes(field) && !waits(field))
    .forEach((field, index) => found.push([40 - index, { kind: 'field', field }]))
  return found
}

function remindersOf(facts: CounterFacts, elder: boolean, minor: boolean): CounterReminder[] {
  if (facts.deceased) return ['deceased']
  const reminders: CounterReminder[] = []
  if (facts.frozen) reminders.push('frozen')
  const endangered = elder && facts.largeOutflow
  if (endangered) reminders.push('elderOutflow')
  if (minor) reminders.push('minor')
  if (facts.doNotContact) reminders.push('doNotContact')
  else if (!facts.consentValid) reminders.push('noConsent')
  if (elder && !endangered) reminders.push('elder')
  if (!facts.frozen && !endangered) reminders.push('clear')
  if (!facts.doNotContact && facts.consentValid) reminders.push('consent')
  if (facts.referralOpen) reminders.push('referred')
  return reminders
}

/**
 * What to say to the customer at the counter: at most {@link mostActions}. A dead customer's and a
 * frozen account's screen offers nothing; no product is spoken about with a minor, with somebody who
 * does not want it or has not agreed to it, or with an old customer whom much money has just left:
 * he or she may be a fraud's victim at this very moment.
 */
export function adviceFor(facts: CounterFacts): CounterAdvice {
  const elder = facts.age !== null && facts.age >= elderAge
  const minor = facts.age !== null && facts.age < adultAge
  const closed = facts.deceased || facts.frozen
  const mayTalkProducts =
    !closed && !minor && !facts.doNotContact && facts.consentValid && !(elder && facts.largeOutflow)
  const weighed = closed
    ? []
    : [...(mayTalkProducts ? selling(facts) : []), ...(minor ? [] : caring(facts))]
  return {
    actions: weighed
      .sort(([a], [b]) => b - a)
      .slice(0, mostActions)
      .map(([, action]) => action),
    reminders: remindersOf(facts, elder, minor),
    mayTalkProducts,
  }
}
