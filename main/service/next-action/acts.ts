import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { contactsOf } from '#db/customers/contacts.ts'
import { needsOf } from '#db/next-action/needs.ts'
import { refusalsOf } from '#db/next-action/refusals.ts'
import { productById } from '#db/products/on-sale.ts'
import { taskById } from '#db/workbench/tasks.ts'
import { maySettle, settlementProblem } from '#domain/next-action/needs.ts'
import { isRefusalSpan } from '#domain/next-action/refusals.ts'
import type { Product } from '#domain/products/records.ts'
import { dayOfInstant, isDay } from '#domain/time/day.ts'
import { requireInside, scopeOf } from '../customers/scope.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { written } from '../workbench/complete-task.ts'

function namedProduct(db: ReadDatabase, productId: string | null): Product | null {
  if (productId === null) return null
  const product = productById(db, productId)
  if (!product) throw new AppError('request.invalid', { field: 'productId' })
  return product
}

/** `customers.refuse`: what the customer does not want, or what did not suit; durable before it is answered. */
export const refuse: Handler<'customers.refuse'> = async (request, context) => {
  const { customerId, action, taskId, saidBy, reason, until } = request
  const scope = scopeOf(context)
  const atMs = context.clock.now()
  if (!isRefusalSpan(until, dayOfInstant(atMs))) {
    throw new AppError('request.invalid', { field: 'until' })
  }
  const { product, task } = context.cache((db) => {
    requireInside(db, scope, customerId)
    const known = taskId === null ? null : taskById(db, taskId)
    if (taskId !== null && known?.customer_id !== customerId) throw new AppError('task.notFound')
    return { product: namedProduct(db, request.productId), task: known }
  })
  const refusalId = context.newId()
  const commandId = await context.submit({
    name: 'refusal.record',
    customerId,
    baseRevs: task ? { [`task:${task.id}`]: task.rev } : {},
    payload: {
      refusalId,
      customerId,
      action,
      taskId,
      assetClass: product?.asset_class ?? null,
      productId: product?.id ?? null,
      saidBy,
      reason,
      until,
      note: written(request.note),
      atMs,
    },
  })
  return { commandId, refusalId }
}

/** `customers.takeBackRefusal`: a refusal was a mistake, or the customer thinks otherwise. */
export const takeBackRefusal: Handler<'customers.takeBackRefusal'> = async (request, context) => {
  const { customerId, refusalId } = request
  const scope = scopeOf(context)
  const refusal = context.cache((db) => {
    requireInside(db, scope, customerId)
    return refusalsOf(db, customerId).find(({ id }) => id === refusalId)
  })
  if (!refusal) throw new AppError('refusal.notFound')
  if (refusal.taken_back_at !== null) throw new AppError('refusal.alreadyTakenBack')
  const commandId = await context.submit({
    name: 'refusal.takeBack',
    customerId,
    baseRevs: { [`refusal:${refusalId}`]: refusal.rev },
    payload: { refusalId, customerId, atMs: context.clock.now() },
  })
  return { commandId }
}

/** `customers.recordNeed`: what the customer said he or she needs. */
export const recordNeed: Handler<'customers.recordNeed'> = async (request, context) => {
  const { customerId, byDay } = request
  const scope = scopeOf(context)
  if (byDay !== null && (!isDay(byDay) || byDay < scope.on)) {
    throw new AppError('request.invalid', { field: 'byDay' })
  }
  context.cache((db) => requireInside(db, scope, customerId))
  const needId = context.newId()
  const atMs = context.clock.now()
  const commandId = await context.submit({
    name: 'need.record',
    customerId,
    payload: { ...request, needId, atMs },
  })
  return { commandId, needId }
}

/**
 * `customers.settleNeed`: met, not met, withdrawn, or open again. What a talk met names the contact of
 * that day where one was logged.
 */
export const settleNeed: Handler<'customers.settleNeed'> = async (request, context) => {
  const { customerId, needId, to, metBy, metOn, productId, reason } = request
  const scope = scopeOf(context)
  const atMs = context.clock.now()
  const { need, contact } = context.cache((db) => {
    requireInside(db, scope, customerId)
    namedProduct(db, productId)
    const contacts = metBy === 'contact' ? contactsOf(db, customerId, 0, 50) : []
    return {
      need: needsOf(db, customerId).find(({ id }) => id === needId),
      contact: contacts.find(
        ({ at, outcome }) => outcome !== 'no_answer' && dayOfInstant(at) === metOn,
      ),
    }
  })
  if (!need) throw new AppError('need.notFound')
  if (!maySettle(need.state, to)) throw new AppError('need.alreadySettled')
  const contactId = contact?.id ?? null
  const said = {
    met_by: metBy,
    met_on: metOn,
    product_id: productId,
    contact_id: contactId,
    reason,
  }
  const problem = settlementProblem({ ...said, state: to, note: null }, dayOfInstant(atMs))
  if (problem !== null || (metOn !== null && !isDay(metOn))) {
    throw new AppError('need.saysTooLittle', { field: problem ?? 'met_on' })
  }
  const commandId = await context.submit({
    name: 'need.settle',
    customerId,
    baseRevs: { [`customer_need:${needId}`]: need.rev },
    payload: { ...request, contactId, note: written(request.note), atMs },
  })
  return { commandId }
}
