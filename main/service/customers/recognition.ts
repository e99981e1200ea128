import type { RecognitionView } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { contactsOf } from '#db/customers/contacts.ts'
import { evaluationOf } from '#db/customers/evaluation.ts'
import { birthDatesOf, firstAccountOn, recentEvents } from '#db/customers/recognition.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { relationsOf } from '#db/customers/ties.ts'
import { tierChangesOf } from '#db/customers/tier-changes.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { readFacts } from '#domain/customers/evaluation-facts.ts'
import type { Customer } from '#domain/customers/records.ts'
import { vipTiers } from '#domain/customers/tier.ts'
import {
  momentDays,
  type MomentFacts,
  momentRuleVersion,
  momentsOf,
  whyNoMoments,
} from '#domain/recognition/moments.ts'
import { type Day, dayOfInstant } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'
import { standingOf } from './types.ts'

/** Contacts and decisions on the tier that are looked at, the latest first. */
const looked = { contacts: 40, tierChanges: 20 } as const

function familyOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
): MomentFacts['family'] {
  const near = relationsOf(db, scope, customerId).flatMap((tie) =>
    tie.inside && (tie.kind === 'child' || tie.kind === 'parent' || tie.kind === 'spouse')
      ? [{ kind: tie.kind, name: tie.to_name, id: tie.to_customer_id ?? '' }]
      : [],
  )
  const births = birthDatesOf(
    db,
    near.map(({ id }) => id),
  )
  return near.flatMap(({ id, ...relative }) => {
    const birthDate = births.get(id)
    return birthDate === undefined ? [] : [{ ...relative, birthDate }]
  })
}

function tierChangeOf(db: ReadDatabase, customerId: string): MomentFacts['tierChange'] {
  const changed = tierChangesOf(db, customerId, looked.tierChanges).find(
    ({ tier, tier_before: before }) => tier !== before,
  )
  return changed ? { on: changed.effective_on, raised: changed.outcome === 'raised' } : null
}

/** Everything moments are read from; seven statements. */
function momentFacts(
  db: ReadDatabase,
  scope: CustomerScope,
  customer: Customer,
  on: Day,
): MomentFacts {
  const contacts = contactsOf(db, customer.id, 0, looked.contacts)
  return {
    deceased: customer.deceased_on !== null,
    // No source of complaints is connected.
    openComplaint: null,
    customerSince: customer.customer_since,
    firstAccountOn: firstAccountOn(db, customer.id),
    tier: customer.tier,
    tierChange: tierChangeOf(db, customer.id),
    events: recentEvents(db, customer.id, on, momentDays.loanRepaid.after).flatMap(
      ({ event, ...rest }) =>
        event === 'loan_payoff' || event === 'payroll_start' ? [{ event, ...rest }] : [],
    ),
    // The earliest first, so that of several promises of a day the last one stands.
    promises: contacts
      .toReversed()
      .flatMap(({ at, next_on: promisedOn, summary: text }) =>
        promisedOn === null ? [] : [{ givenOn: dayOfInstant(at), promisedOn, text }],
      ),
    contactDays: contacts
      .filter(({ outcome }) => outcome !== 'no_answer')
      .map(({ at }) => dayOfInstant(at)),
    family: familyOf(db, scope, customer.id),
  }
}

/** `customers.recognition`: 贵宾, types that count, and moments to thank or apologise. */
export const showRecognition: Handler<'customers.recognition'> = async (
  { customerId },
  context,
) => {
  const scope = await readingScope(context, customerId)
  const { on } = scope
  return context.cache((db): RecognitionView => {
    requireInside(db, scope, customerId)
    const record = customerRecord(db, customerId, on)
    if (!record) throw new AppError('customer.notFound')
    const { customer } = record
    const facts = readFacts(evaluationOf(db, customerId)?.facts ?? '{}')
    const known = momentFacts(db, scope, customer, on)
    return {
      vip: vipTiers(parameterInForce(db, 'tier.vip', on)).includes(customer.tier),
      types: standingOf(db, customerId, facts).flatMap(({ type, sureness, denied }) =>
        denied || known.deceased ? [] : [{ type, sureness }],
      ),
      tier: customer.tier,
      silence: whyNoMoments(known),
      moments: momentsOf(known, on),
      today: on,
      ruleVersion: momentRuleVersion,
    }
  })
}
