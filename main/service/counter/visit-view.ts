import type { CounterActionView, CounterVisit } from '#contract/ipc/counter.ts'
import type { CounterCase } from '#db/counter/case.ts'
import { adviceFor, askableFields, type CounterAction } from '#domain/counter/advice.ts'
import { spokenKey } from '#domain/counter/spoken.ts'
import { stands } from '#domain/customers/completeness.ts'
import { surnameOf } from '#domain/customers/mask.ts'
import { ageOn, type Day, dayOfInstant } from '#domain/time/day.ts'

/** The last four of a number that is long enough to keep the rest hidden. */
export function tailOf(number: string | null): string | null {
  return number !== null && number.length >= 8 ? number.slice(-4) : null
}

function actionView(action: CounterAction, mobile: string | null): CounterActionView {
  const offered = { spoken: spokenKey(action), done: false }
  return action.kind === 'mobile'
    ? { ...action, tail: action.known ? tailOf(mobile) : null, ...offered }
    : { ...action, ...offered }
}

/** What the counter shows of a customer, from the case and the rules alone. */
export function visitView(
  known: CounterCase,
  visitId: string,
  on: Day,
  nowMs: number,
  openMs: number,
): CounterVisit {
  const { customer, summary, consentValid } = known.record
  const { openReferral, recipient } = known
  const advice = adviceFor({
    on,
    age: customer.birth_date === null ? null : ageOn(customer.birth_date, on),
    deceased: known.deceased,
    frozen: known.frozen,
    doNotContact: customer.do_not_contact,
    consentValid,
    largeOutflow: known.largeOutflow,
    maturesOn: known.maturityRefused ? null : (summary?.next_maturity_on ?? null),
    idleCash: known.idleCash,
    riskValidTo: summary?.risk_valid_to ?? null,
    idExpiry: customer.id_expiry,
    hasMobile: stands(customer.mobile),
    mobileVerified: known.mobileVerified,
    missing: askableFields.filter((field) => !stands(customer[field])),
    waiting: known.waiting.map(({ field }) => field),
    referralOpen: openReferral !== null,
    hasRecipient: recipient !== null,
  })
  return {
    visitId,
    surname: surnameOf(customer.name),
    sex: customer.sex,
    tier: customer.tier,
    idTail: tailOf(customer.id_no),
    years: Math.max(0, ageOn(customer.customer_since, on)),
    managerName: known.managerName,
    referTo: recipient && { name: recipient.name, route: recipient.route },
    openReferral: openReferral && {
      toName: openReferral.to_name,
      state: openReferral.state,
      on: dayOfInstant(openReferral.referred_at),
    },
    actions: advice.actions.map((action) => actionView(action, customer.mobile)),
    reminders: advice.reminders,
    acts: [],
    openedAtMs: nowMs,
    openUntilMs: nowMs + openMs,
    asOf: on,
  }
}
