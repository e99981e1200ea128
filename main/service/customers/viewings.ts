import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { standingOf } from '#db/customers/scope.ts'
import {
  type KnownViewing,
  viewingById,
  viewingsOf,
  viewingsSince,
} from '#db/customers/viewings.ts'
import { type ViewingState, viewingState } from '#domain/customers/viewing.ts'
import { supervises } from '#domain/organisation/supervision.ts'
import type { CallContext } from '../dispatch/call-context.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from './scope.ts'
import { type ViewingReader, viewingReader, viewingView } from './viewing-view.ts'

/** How long a request is listed after it was asked, decided or over, ms. */
const listedMs = 30 * 86_400_000

/** States a request may wait or stand in: another one for the same customer is not asked. */
const standing: readonly ViewingState[] = ['waiting', 'granted', 'open']

/** `customers.viewings`: the own requests; for the branch head those of the branch, what waits first. */
export const listViewings: Handler<'customers.viewings'> = (_request, context) => {
  const decides = supervises(context.actor.roles)
  const nowMs = context.clock.now()
  return context.cache((db) => {
    const reader = viewingReader(context, db)
    const known = viewingsSince(db, decides ? null : reader.staffId, nowMs - listedMs)
    const items = known.map((viewing) => viewingView(viewing, reader))
    const first = (state: ViewingState) => (state === 'waiting' ? 0 : state === 'open' ? 1 : 2)
    const { usualDays, mostDays } = reader.rule
    return {
      decides,
      limits: { usualDays, mostDays },
      items: items.sort((a, b) => first(a.state) - first(b.state)),
    }
  })
}

/** `customers.askViewing`: 申请查看 somebody else's customer; durable before it is answered. */
export const askViewing: Handler<'customers.askViewing'> = async (request, context) => {
  const { customerId, reason, words, days } = request
  const scope = scopeOf(context)
  context.cache((db) => {
    const stand = standingOf(db, scope, customerId)
    if (stand === 'absent') throw new AppError('customer.notFound')
    if (stand === 'inside') throw new AppError('viewing.notNeeded')
    const { rule, nowMs, staffId } = viewingReader(context, db)
    if (days < 1 || days > rule.mostDays) throw new AppError('viewing.tooLong')
    const asked = viewingsOf(db, staffId, [customerId])
    if (asked.some((viewing) => standing.includes(viewingState(viewing, nowMs, rule)))) {
      throw new AppError('viewing.alreadyAsked')
    }
    const waiting = viewingsSince(db, staffId, 0).filter(
      (viewing) => viewingState(viewing, nowMs, rule) === 'waiting',
    )
    if (waiting.length >= rule.mostWaiting) throw new AppError('viewing.tooMany')
  })
  const commandId = await context.submit({
    name: 'viewing.ask',
    customerId,
    payload: {
      viewingId: context.newId(),
      customerId,
      reason,
      words,
      days,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}

/** A request that may be decided or ended; throws `viewing.notFound` for one that is not here. */
function viewingNamed(
  db: ReadDatabase,
  context: CallContext,
  viewingId: string,
): { viewing: KnownViewing; state: ViewingState; reader: ViewingReader } {
  const viewing = viewingById(db, viewingId)
  if (!viewing) throw new AppError('viewing.notFound')
  const reader = viewingReader(context, db)
  return { viewing, state: viewingState(viewing, reader.nowMs, reader.rule), reader }
}

/** `customers.decideViewing`: the branch head grants or refuses; never the own request. */
export const decideViewing: Handler<'customers.decideViewing'> = async (request, context) => {
  const { viewingId, decision, answer, days } = request
  const customerId = context.cache((db) => {
    const { viewing, state, reader } = viewingNamed(db, context, viewingId)
    if (viewing.asked_by === reader.staffId) throw new AppError('viewing.own')
    if (state === 'lapsed') throw new AppError('viewing.lapsed')
    if (state === 'ended') throw new AppError('viewing.alreadyEnded')
    if (state !== 'waiting') throw new AppError('viewing.alreadyDecided')
    if (decision === 'granted' && (days < 1 || days > reader.rule.mostDays)) {
      throw new AppError('viewing.tooLong')
    }
    return viewing.customer_id
  })
  const commandId = await context.submit({
    name: 'viewing.decide',
    customerId,
    payload: { viewingId, customerId, decision, answer, days, atMs: context.clock.now() },
  })
  return { commandId }
}

/** `customers.endViewing`: whoever asked takes it back, or the branch head ends it; closed at once. */
export const endViewing: Handler<'customers.endViewing'> = async ({ viewingId }, context) => {
  const customerId = context.cache((db) => {
    const { viewing, state, reader } = viewingNamed(db, context, viewingId)
    const mine = viewing.asked_by === reader.staffId
    if (!mine && !supervises(context.actor.roles)) throw new AppError('viewing.notFound')
    if (!standing.includes(state)) throw new AppError('viewing.alreadyEnded')
    return viewing.customer_id
  })
  const commandId = await context.submit({
    name: 'viewing.end',
    customerId,
    payload: { viewingId, customerId, atMs: context.clock.now() },
  })
  return { commandId }
}
