import type { CustomerOverview } from '#contract/ipc/customers.ts'
import { AppError } from '#contract/errors.ts'
import { reckonedOn } from '#db/cache/reckoning.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { contactCount, contactsOf } from '#db/customers/contacts.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import {
  cardsOf,
  type KnownRelation,
  loansOf,
  managersOf,
  openCorrections,
  relationsOf,
} from '#db/customers/ties.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { accountStates } from '#db/customers/positions.ts'
import { favouriteIds } from '#db/user/customers.ts'
import { openTasksOf } from '#db/workbench/tasks.ts'
import type { Card, Loan } from '#domain/accounts/records.ts'
import { isContactOverdue } from '#domain/customers/contact-cycle.ts'
import { maskAccountNumber, maskCardTail, maskName } from '#domain/customers/mask.ts'
import { type Tier, tiers } from '#domain/customers/records.ts'
import type { TierFloors } from '#domain/customers/tier.ts'
import { ageOn } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { taskView } from '../workbench/task-view.ts'
import { heldPositions, positionViews, reportCurrency, trendOf, trendStart } from './assets.ts'
import { contactView } from './history.ts'
import { profileOf } from './profile.ts'
import { readingScope } from './reading.ts'
import { requireInside } from './scope.ts'
import { latestViewing, viewingReader } from './viewing-view.ts'
import { householdView, marksOfRecord, offersFor, upcomingView } from './talk.ts'

/** Contacts shown with the overview; the rest comes page by page. */
const shownContacts = 20

function nextFloor(tier: Tier, floors: TierFloors): number | null {
  const next = tiers[tiers.indexOf(tier) + 1]
  return next === undefined || next === 'standard' ? null : floors[next]
}

/**
 * A relation: customers of the viewer's scope in full, other customers with masked name and tier,
 * who is no customer here by name only.
 */
function relationView(relation: KnownRelation): CustomerOverview['relations'][number] {
  const stranger = relation.to_customer_id === null
  return {
    id: relation.id,
    kind: relation.kind,
    aumFen: relation.inside ? relation.aum_fen : null,
    name: relation.inside || stranger ? relation.to_name : maskName(relation.to_name),
    tier: relation.tier,
    customerId: relation.inside ? relation.to_customer_id : null,
    source: relation.source,
    since: relation.valid_from,
    told: relation.told,
    queued: relation.queued,
  }
}

/** A loan, with the instalment to pay next where there is one. */
function loanView(loan: Loan): CustomerOverview['loans'][number] {
  return {
    id: loan.id,
    contractNo: maskAccountNumber(loan.contract_no),
    grantedOn: loan.granted_on,
    principalFen: loan.principal_fen,
    balanceFen: loan.balance_fen,
    paymentFen: loan.payment_fen,
    status: loan.status,
    nextDueOn: loan.next_due_on,
    nextDueFen: loan.next_due_fen,
  }
}

/** A card, with what its statement asks for. */
function cardView(card: Card): CustomerOverview['cards'][number] {
  return {
    id: card.id,
    number: maskCardTail(card.card_tail),
    kind: card.kind,
    issuedOn: card.issued_on,
    dueOn: card.statement_due_on,
    dueFen: card.statement_due_fen,
  }
}

function overviewOf(
  db: ReadDatabase,
  scope: CustomerScope,
  customerId: string,
  currency: string,
  own: Pick<CustomerOverview, 'favourite' | 'viewing'>,
): CustomerOverview {
  const { on } = scope
  const record = customerRecord(db, customerId, on)
  if (!record) throw new AppError('customer.notFound')
  const { customer, summary } = record
  const asOf = reckonedOn(db, 'summary') ?? on
  const relations = relationsOf(db, scope, customerId)
  const contacts = contactsOf(db, customerId, 0, shownContacts)
  const held = heldPositions(db, customerId, currency, trendStart(asOf), asOf)
  const positions = positionViews(held, asOf)
  const loans = loansOf(db, customerId).map(loanView)
  const cards = cardsOf(db, customerId).map(cardView)
  const cycle = parameterInForce(db, 'contact.cycle_days', on)
  const lastContactOn = summary?.last_contact_on ?? null
  const leftInPeace = customer.do_not_contact || customer.deceased_on !== null
  return {
    id: customer.id,
    rev: record.rev,
    customerNo: customer.customer_no,
    name: customer.name,
    tier: customer.tier,
    tierState: customer.tier_state,
    sex: customer.sex,
    age: customer.birth_date === null ? null : ageOn(customer.birth_date, on),
    occupation: customer.occupation,
    managers: managersOf(db, customerId, on),
    customerSince: customer.customer_since,
    nameMadeUp: customer.name_origin === 'made_up',
    doNotContact: customer.do_not_contact,
    deceasedOn: customer.deceased_on,
    asOf,
    aumFen: summary?.aum_fen ?? 0,
    change30Fen: summary ? summary.aum_fen - summary.aum_30_days_ago_fen : 0,
    monthAverageFen: summary?.aum_month_average_fen ?? 0,
    quarterAverageFen: summary?.aum_quarter_average_fen ?? 0,
    nextTierFloorFen: nextFloor(customer.tier, parameterInForce(db, 'tier.floors', on)),
    loanFen: summary?.loan_fen ?? 0,
    completenessBp: summary?.completeness_bp ?? 0,
    lastContactOn,
    contactCycleDays: cycle[customer.tier],
    contactOverdue: isContactOverdue(
      { tier: customer.tier, lastContactOn, leftInPeace },
      cycle,
      asOf,
    ),
    riskLevel: summary?.risk_level ?? null,
    riskValidTo: summary?.risk_valid_to ?? null,
    consentValid: record.consentValid,
    trend: trendOf(held, asOf),
    positions,
    loans,
    cards,
    contacts: contacts.map(contactView),
    contactTotal: contactCount(db, customerId),
    tasks: openTasksOf(db, customerId).map(taskView),
    profile: profileOf(customer, openCorrections(db, customerId), on),
    relations: relations.map(relationView),
    marks: marksOfRecord(record, accountStates(db, customerId), on),
    household: householdView(record, relations),
    upcoming: upcomingView(record, { positions, loans, cards }, contacts, on),
    offers: offersFor(db, record, currency, on),
    ...own,
  }
}

/** `customers.open`: everything the overview shows, in a fixed number of statements. */
export const openCustomer: Handler<'customers.open'> = async ({ customerId }, context) => {
  const scope = await readingScope(context, customerId)
  const currency = reportCurrency(context)
  const favourite = context.own(favouriteIds).includes(customerId)
  return context.cache((db) => {
    requireInside(db, scope, customerId)
    const viewing =
      scope.kind === 'book' && scope.viewing === customerId
        ? latestViewing(db, viewingReader(context, db), customerId, ['open'])
        : null
    return overviewOf(db, scope, customerId, currency, { favourite, viewing })
  })
}
