import type { Contact } from '#domain/customers/contact.ts'
import type { Consent, Customer, RiskAssessment } from '#domain/customers/records.ts'
import { addDays, ageOn, type Day, daysBetween, instantOfDay } from '#domain/time/day.ts'
import { uuidV7 } from '#platform/ids/uuid.ts'
import { drawHistory, type StoryFacts, type ToldContact } from './contact-history.ts'
import type { Person } from './people.ts'
import type { Chance } from '#platform/chance/chance.ts'
import type { WealthPlan } from './wealth.ts'

/** What a bank has noted about dealing with a customer. */
export interface Care {
  /** In order of time. */
  told: ToldContact[]
  contacts: Contact[]
  consents: Consent[]
  assessments: RiskAssessment[]
}

/** 个人信息保护法 in force: who was a customer before consented anew within two years. */
const consentLaw: Day = '2021-11-01'

/** When a customer gave the consents that stand, and the text that was in use then. */
function consentGiven(since: Day): Pick<Consent, 'given_on' | 'text_version'> {
  const anew = addDays(consentLaw, daysBetween(since, consentLaw) % 730)
  const given_on = since >= consentLaw ? since : anew
  return { given_on, text_version: given_on >= '2024-11-01' ? '2024-11' : '2021-11' }
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
            ...consentGiven(customer.customer_since),
            withdrawn_on: null,
            way: null,
            given_at: null,
            given_by: null,
            withdrawn_channel: null,
            withdrawn_at: null,
            withdrawn_by: null,
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
  if (ageOn(customer.birth_date ?? businessDate, businessDate) < 18) return []
  if (highestRisk < 2 && !random.hit(0.35)) return []
  const level = Math.min(5, Math.max(highestRisk, random.int(1, 3)))
  const back = random.hit(0.035) ? random.int(366, 420) : random.int(1, 365)
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
  person: Person,
  plan: WealthPlan,
  staffId: string | null,
  facts: StoryFacts,
  random: Chance,
): Care {
  const { customer } = person
  const told = staffId === null ? [] : drawHistory(person, plan, staffId, facts, random)
  const risks = plan.holdings.map(({ product }) => product.record.risk_level)
  return {
    told,
    contacts: told.map(({ contact }) => contact),
    consents: customer.do_not_contact ? [] : drawConsents(customer, random),
    assessments: drawAssessments(customer, Math.max(1, ...risks), facts.businessDate, random),
  }
}
