import type { CardRow, CardTab } from '#contract/ipc/key-transactions.ts'
import { cardPage, cardCounts, type KnownCard } from '#db/key-transactions/cards.ts'
import { evidenceOf } from '#domain/key-transactions/card.ts'
import { isReversed } from '#domain/key-transactions/reversal.ts'
import { type CardState, isWaiting, waitingStates } from '#domain/key-transactions/states.ts'
import { suggestionFor } from '#domain/key-transactions/suggestion.ts'
import { scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'

/** A card as the list shows it. */
export function cardRow(card: KnownCard): CardRow {
  return {
    id: card.id,
    customerId: card.customer_id,
    name: card.name,
    tier: card.tier,
    managerName: card.manager_name ?? '',
    day: card.day,
    arrivedAtMs: card.arrived_at,
    event: card.event,
    priority: card.priority,
    amountFen: card.amount_fen,
    aumBeforeFen: card.aum_before_fen,
    antiFraud: card.anti_fraud,
    age: evidenceOf(card.evidence).age,
    suggestion: suggestionFor(card.event, card.anti_fraud).code,
    state: card.state,
    dueAtMs: card.due_at,
    queued: card.queued,
    reversed: isReversed(card),
  }
}

/** Counts of the tabs from those of the states. */
export function tabCounts(counts: ReadonlyMap<CardState, number>): Record<CardTab, number> {
  const of = (state: CardState) => counts.get(state) ?? 0
  const sum = (states: Iterable<CardState>) => [...states].reduce((all, each) => all + of(each), 0)
  return {
    waiting: sum([...counts.keys()].filter(isWaiting)),
    new: of('new'),
    read: of('read'),
    contacted: of('contacted'),
    done: of('done'),
    false_alarm: of('false_alarm'),
    all: sum(counts.keys()),
  }
}

function statesOf(tab: CardTab): readonly CardState[] | null {
  if (tab === 'all') return null
  return tab === 'waiting' ? waitingStates : [tab]
}

/** `keyTransactions.rows`: a page of the cards of the caller's scope. */
export const listCards: Handler<'keyTransactions.rows'> = ({ tab, offset, limit }, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => ({
    total: tabCounts(cardCounts(db, scope))[tab],
    rows: cardPage(db, scope, statesOf(tab), { offset, limit }).map(cardRow),
  }))
}
