import type { Contact, ContactOutcome } from '#domain/customers/contact.ts'
import { contactCycleDays } from '#domain/customers/contact-cycle.ts'
import type { Consent, Customer, RiskAssessment } from '#domain/customers/records.ts'
import { addDays, type Day, dayNumber, instantOfDay } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import type { Chance } from './random.ts'
import { contactSummaries } from './words.ts'

/** What a bank has noted about dealing with a customer. */
export interface Care {
  contacts: Contact[]
  consents: Consent[]
  assessments: RiskAssessment[]
}

/** A day of the past on which outlets are open: no Sunday. */
function openDay(day: Day): Day {
  return dayNumber(day) % 7 === 3 ? addDays(day, -1) : day
}

function drawContacts(
  customer: Customer,
  staffId: string,
  businessDate: Day,
  random: Chance,
): Contact[] {
  const cycle = contactCycleDays[customer.tier]
  const contacts: Contact[] = []
  let back = Math.round(cycle * (random.hit(0.12) ? 1.1 + random.next() : random.next()))
  while (back < 400 && addDays(businessDate, -back) > customer.customer_since) {
    const on = openDay(addDays(businessDate, -Math.max(1, back)))
    const outcome = random.weighted<ContactOutcome>([
      ['interested', 18],
      ['again', 14],
      ['done', 30],
      ['not_interested', 18],
      ['refused', 1],
      ['no_answer', 12],
    ])
    const channel = random.weighted<Contact['channel']>([
      ['phone', 50],
      ['visit', 26],
      ['wechat', 14],
      ['sms', 5],
      ['field', 3],
      ['app', 2],
    ])
    const open = outcome === 'interested' || outcome === 'again'
    contacts.push({
      branch_id: customer.branch_id,
      id: uuidV7(instantOfDay(on), random.bytes),
      customer_id: customer.id,
      staff_id: staffId,
      at: instantOfDay(on) + random.int(9 * 60, 17 * 60) * 60_000,
      channel: outcome === 'no_answer' ? 'phone' : channel,
      outcome,
      summary: random.pick(contactSummaries[outcome]),
      next_on: open ? addDays(on, random.int(2, 21)) : null,
      duration_minutes: outcome === 'no_answer' ? null : random.int(2, 35),
      origin: 'demo',
    })
    back += Math.round(cycle * (0.5 + random.next()))
  }
  return contacts.reverse()
}

function drawConsents(customer: Customer, random: Chance): Consent[] {
  const chances = { marketing_sms: 0.8, marketing_call: 0.72, data_use: 0.9, profiling: 0.55 }
  return Object.entries(chances).flatMap(([purpose, share]) =>
    random.hit(share)
      ? [
          {
            branch_id: customer.branch_id,
            id: uuidV7(instantOfDay(customer.customer_since), random.bytes),
            customer_id: customer.id,
            purpose: purpose as Consent['purpose'],
            channel: random.pick(['counter', 'mobile'] as const),
            given_on: customer.customer_since,
            withdrawn_on: null,
            text_version: '2024-11',
          },
        ]
      : [],
  )
}

/** A yearly assessment for whoever holds products of some risk, and for some others. */
function drawAssessments(
  customer: Customer,
  highestRisk: number,
  businessDate: Day,
  random: Chance,
): RiskAssessment[] {
  if (highestRisk < 2 && !random.hit(0.35)) return []
  const level = Math.min(5, Math.max(highestRisk, random.int(1, 3)))
  const back = random.hit(0.1) ? random.int(366, 420) : random.int(1, 365)
  const latest = addDays(businessDate, -back)
  const days = random.hit(0.4) ? [addDays(latest, -365), latest] : [latest]
  return days
    .filter((on) => on > customer.customer_since)
    .map((on) => ({
      branch_id: customer.branch_id,
      id: uuidV7(instantOfDay(on), random.bytes),
      customer_id: customer.id,
      assessed_on: on,
      level,
      score: level * 18 + random.int(-6, 6),
      channel: random.pick(['counter', 'mobile'] as const),
      valid_to: addDays(on, 365),
    }))
}

/** Draws contacts, consents and risk assessments of a customer whose tier is known. */
export function drawCare(
  customer: Customer,
  staffId: string | null,
  highestRisk: number,
  businessDate: Day,
  random: Chance,
): Care {
  const reachable = staffId !== null && !customer.do_not_contact
  return {
    contacts: reachable ? drawContacts(customer, staffId, businessDate, random) : [],
    consents: customer.do_not_contact ? [] : drawConsents(customer, random),
    assessments: drawAssessments(customer, highestRisk, businessDate, random),
  }
}
