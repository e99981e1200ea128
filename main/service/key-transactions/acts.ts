import { AppError } from '#contract/errors.ts'
import { cardNoteLength, mayStep, saysWhy } from '#domain/key-transactions/states.ts'
import type { KnownCard } from '#db/key-transactions/cards.ts'
import { isDay } from '#domain/time/day.ts'
import { scopeOf } from '../customers/scope.ts'
import type { CallContext, CommandDraft } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { ownCard } from './card.ts'

type Step = CommandDraft<'keyTransaction.advance'>['payload']

function give(
  context: CallContext,
  card: KnownCard,
  step: Pick<Step, 'to' | 'reason' | 'note'>,
  dependsOn: string | null = null,
): Promise<string> {
  return context.submit({
    name: 'keyTransaction.advance',
    customerId: card.customer_id,
    baseRevs: { [`key_transaction:${card.id}`]: card.rev },
    dependsOn,
    payload: {
      cardId: card.id,
      customerId: card.customer_id,
      ...step,
      atMs: context.clock.now(),
    },
  })
}

/** `keyTransactions.advance`: moves a card on; head office decides again. */
export const advanceCard: Handler<'keyTransactions.advance'> = async (request, context) => {
  const { cardId, to, reason } = request
  const scope = scopeOf(context)
  if (!saysWhy(to, reason)) throw new AppError('keyTransaction.reasonMissing')
  const card = context.cache((db) => ownCard(db, scope, cardId))
  if (!mayStep(card.state, to)) throw new AppError('keyTransaction.alreadyMoved')
  const note = request.note === '' ? null : request.note
  return { commandId: await give(context, card, { to, reason, note }) }
}

/**
 * `keyTransactions.contact`: the contact is a fact and comes first; then the card moves on, unless nobody
 * answered or somebody settled it meanwhile.
 */
export const contactAboutCard: Handler<'keyTransactions.contact'> = async (request, context) => {
  const { cardId, outcome, summary, nextOn } = request
  const scope = scopeOf(context)
  if (nextOn !== null && (!isDay(nextOn) || nextOn < scope.on)) {
    throw new AppError('request.invalid', { field: 'nextOn' })
  }
  const card = context.cache((db) => ownCard(db, scope, cardId))
  const { customer_id: customerId } = card
  const commandId = await context.submit({
    name: 'contact.log',
    customerId,
    payload: {
      contactId: context.newId(),
      customerId,
      atMs: context.clock.now(),
      channel: 'phone',
      outcome,
      summary,
      nextOn,
      durationMinutes: null,
    },
  })
  const to = outcome === 'no_answer' ? 'read' : 'contacted'
  if (!mayStep(card.state, to)) return { commandId }
  const note = summary === '' ? null : summary.slice(0, cardNoteLength)
  await give(context, card, { to, reason: null, note }, commandId)
  return { commandId }
}
