import type { CustomerOverview } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { KnownContact } from '#db/customers/contacts.ts'
import type { CustomerRecord } from '#db/customers/record.ts'
import type { KnownRelation } from '#db/customers/ties.ts'
import { refusalsOf } from '#db/next-action/refusals.ts'
import { productsOnSale } from '#db/products/on-sale.ts'
import { householdOf } from '#domain/customers/household.ts'
import { marksOf } from '#domain/customers/marks.ts'
import { upcomingOf } from '#domain/customers/upcoming.ts'
import { isOfProduct, stands } from '#domain/next-action/refusals.ts'
import type { Product } from '#domain/products/records.ts'
import { whyUnsuitable } from '#domain/products/suitability.ts'
import { ageOn, type Day } from '#domain/time/day.ts'

/** What about a customer changes the talk, on a day. */
export function marksOfRecord(
  { customer }: CustomerRecord,
  accountStates: readonly string[],
  on: Day,
): CustomerOverview['marks'] {
  const { birth_date, deceased_on, is_staff, do_not_contact, tier_state, mobile } = customer
  return marksOf(
    {
      deceased: deceased_on !== null,
      birthDate: birth_date,
      isStaff: is_staff,
      doNotContact: do_not_contact,
      tierState: tier_state,
      mobile,
      accountStates,
    },
    on,
  )
}

/** Family AUM as the viewer may see it. */
export function householdView(
  { customer, summary }: CustomerRecord,
  relations: readonly KnownRelation[],
): CustomerOverview['household'] {
  const ties = relations.map((tie) => ({
    kind: tie.kind,
    customerId: tie.to_customer_id,
    inside: tie.inside,
    aumFen: tie.aum_fen,
  }))
  return householdOf(customer.id, summary?.aum_fen ?? 0, ties)
}

/** Days on which something falls due, from what the overview has read anyway. */
export function upcomingView(
  { customer, summary }: CustomerRecord,
  owed: Pick<CustomerOverview, 'positions' | 'loans' | 'cards'>,
  contacts: readonly KnownContact[],
  on: Day,
): CustomerOverview['upcoming'] {
  const { positions, loans, cards } = owed
  const alive = customer.deceased_on === null
  return upcomingOf(
    {
      birthDate: alive ? customer.birth_date : null,
      idExpiry: alive ? customer.id_expiry : null,
      riskValidTo: alive ? (summary?.risk_valid_to ?? null) : null,
      maturities: positions.flatMap(({ maturesOn, balanceFen, name }) =>
        maturesOn === null || balanceFen <= 0
          ? []
          : [{ on: maturesOn, amountFen: balanceFen, name }],
      ),
      payments: [
        ...loans.flatMap(({ nextDueOn, nextDueFen, contractNo }) =>
          nextDueOn === null || nextDueFen === null || nextDueFen <= 0
            ? []
            : [{ what: 'loan' as const, on: nextDueOn, amountFen: nextDueFen, name: contractNo }],
        ),
        ...cards.flatMap(({ dueOn, dueFen, number }) =>
          dueOn === null || dueFen === null || dueFen <= 0
            ? []
            : [{ what: 'card' as const, on: dueOn, amountFen: dueFen, name: number }],
        ),
      ],
      followUps: (alive ? contacts : []).flatMap(({ next_on: next, summary: text }) =>
        next === null ? [] : [{ on: next, text }],
      ),
    },
    on,
  )
}

/** Products on the shelf with the reason why one may not be offered. Two statements. */
export function offersFor(
  db: ReadDatabase,
  { customer, summary }: CustomerRecord,
  currency: string,
  on: Day,
): CustomerOverview['offers'] {
  const facts = {
    riskLevel: summary?.risk_level ?? null,
    riskValidTo: summary?.risk_valid_to ?? null,
    age: customer.birth_date === null ? null : ageOn(customer.birth_date, on),
    doNotContact: customer.do_not_contact,
    deceased: customer.deceased_on !== null,
  }
  const refusals = refusalsOf(db, customer.id).filter((refusal) => stands(refusal, on))
  const isRefused = ({ id, asset_class: assetClass }: Product) =>
    refusals.some((refusal) => isOfProduct(refusal, { id, assetClass }))
  return productsOnSale(db, currency, on).map((product) => ({
    id: product.id,
    name: product.name,
    assetClass: product.asset_class,
    riskLevel: product.risk_level,
    rateBp: product.rate_bp,
    termDays: product.term_days,
    minAmountFen: product.min_amount_fen,
    reason: whyUnsuitable(facts, product.risk_level, on) ?? (isRefused(product) ? 'refused' : null),
  }))
}
