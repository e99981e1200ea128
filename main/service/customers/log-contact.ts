import { AppError } from '#contract/errors.ts'
import { isDay } from '#domain/time/day.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { requireInside, scopeOf } from './scope.ts'

/** `customers.logContact`: a contact that has just taken place; durable before it is answered. */
export const logContact: Handler<'customers.logContact'> = async (request, context) => {
  const scope = scopeOf(context)
  context.cache((db) => requireInside(db, scope, request.customerId))
  const { nextOn } = request
  if (nextOn !== null && (!isDay(nextOn) || nextOn < scope.on)) {
    throw new AppError('request.invalid', { field: 'nextOn' })
  }
  const commandId = await context.submit({
    name: 'contact.log',
    customerId: request.customerId,
    payload: { ...request, contactId: context.newId(), atMs: context.clock.now() },
  })
  return { commandId }
}
