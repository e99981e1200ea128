import { AppError } from '#contract/errors.ts'
import type { Card, CardBackground } from '#contract/ipc/key-transactions.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { contactsOf } from '#db/customers/contacts.ts'
import { customerRecord } from '#db/customers/record.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { standingOf } from '#db/customers/scope.ts'
import { managersOf } from '#db/customers/ties.ts'
import { cardById, type KnownCard, staffNames } from '#db/key-transactions/cards.ts'
import { aumAtClose, sentElsewhere } from '#db/key-transactions/days.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { maskMobile } from '#domain/customers/mask.ts'
import { evidenceOf, historyOf } from '#domain/key-transactions/card.ts'
import { stepsFrom } from '#domain/key-transactions/states.ts'
import { addDays, dayOfInstant } from '#domain/time/day.ts'
import { reportCurrency } from '../customers/assets.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { cardRow } from './rows.ts'

/** Days back of the background. */
const backgroundDays = 30

/**
 * A card of a customer in the scope. Throws `keyTransaction.notFound` where this branch has none, and
 * `keyTransaction.notYours` where somebody else looks after the customer.
 */
export function ownCard(db: ReadDatabase, scope: CustomerScope, cardId: string): KnownCard {
  const card = cardById(db, cardId, scope.on)
  if (!card) throw new AppError('keyTransaction.notFound')
  if (standingOf(db, scope, card.customer_id) !== 'inside') {
    throw new AppError('keyTransaction.notYours')
  }
  return card
}

function backgroundOf(
  db: ReadDatabase,
  scope: CustomerScope,
  { customer_id: customerId, tier }: KnownCard,
  currency: string,
): CardBackground {
  const since = addDays(scope.on, -backgroundDays)
  const summary = customerRecord(db, customerId, scope.on)?.summary ?? null
  const floors = parameterInForce(db, 'tier.floors', scope.on)
  const [contact] = contactsOf(db, customerId, 0, 1)
  const on = summary?.next_maturity_on ?? null
  return {
    elsewhere: sentElsewhere(db, customerId, since),
    aumThenFen: aumAtClose(db, customerId, currency, since),
    aumNowFen: aumAtClose(db, customerId, currency, null),
    monthAverageFen: summary?.aum_month_average_fen ?? 0,
    tierFloorFen: tier === 'standard' ? null : floors[tier],
    nextMaturity: on === null ? null : { on, fen: summary?.next_maturity_fen ?? 0 },
    lastContact: contact
      ? { on: dayOfInstant(contact.at), outcome: contact.outcome, summary: contact.summary }
      : null,
  }
}

/** `keyTransactions.card`: a card with what it rests on, what is known beside it, and its history. */
export const showCard: Handler<'keyTransactions.card'> = ({ cardId }, context) => {
  const scope = scopeOf(context)
  const currency = reportCurrency(context)
  return context.cache((db): Card => {
    const card = ownCard(db, scope, cardId)
    const { tier: judgedTier, parts, versions } = evidenceOf(card.evidence)
    const history = historyOf(card.history)
    const names = staffNames(
      db,
      history.flatMap(({ by }) => (by === null ? [] : [by])),
    )
    const ruleId = parts[0]?.rule ?? 'KT-01'
    return {
      ...cardRow(card),
      mobile: card.mobile === null ? '' : maskMobile(card.mobile),
      managers: managersOf(db, card.customer_id, scope.on),
      rule: { id: ruleId, ...(ruleId === 'KT-01' ? versions.floors : versions.rule) },
      judgedTier,
      parts,
      background: backgroundOf(db, scope, card, currency),
      history: history.map(({ by, amountsFen = [], ...entry }) => ({
        ...entry,
        byName: by === null ? null : (names.get(by) ?? ''),
        amountsFen,
      })),
      reason: card.reason,
      steps: [...stepsFrom(card.state)],
    }
  })
}
