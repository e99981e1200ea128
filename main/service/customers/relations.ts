import { AppError } from '#contract/errors.ts'
import { customerByNo } from '#db/customers/peers.ts'
import { relationsOf } from '#db/customers/ties.ts'
import { plainName } from '#domain/flow/movement.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { requireInside, scopeOf } from './scope.ts'

/**
 * `customers.recordRelation`: whom the customer told of. A customer number must belong to somebody of that
 * very name in this branch, so that nobody is found by trying numbers.
 */
export const recordRelation: Handler<'customers.recordRelation'> = async (request, context) => {
  const { customerId, kind, name, customerNo } = request
  const scope = scopeOf(context)
  const toCustomerId = context.cache((db) => {
    requireInside(db, scope, customerId)
    const other = customerNo === null ? null : customerByNo(db, customerNo)
    const fits = other !== null && plainName(other.name) === plainName(name)
    if (customerNo !== null && (!fits || other.id === customerId)) {
      throw new AppError('relation.nobody')
    }
    const known = relationsOf(db, scope, customerId).some(
      (each) => each.kind === kind && plainName(each.to_name) === plainName(name),
    )
    if (known) throw new AppError('relation.alreadyThere')
    return other?.id ?? null
  })
  const commandId = await context.submit({
    name: 'relation.record',
    customerId,
    payload: {
      relationId: context.newId(),
      customerId,
      toCustomerId,
      toName: name,
      kind,
      on: scope.on,
      atMs: context.clock.now(),
    },
  })
  return { commandId }
}

/** `customers.withdrawRelation`: what the customer told does not hold any more. */
export const withdrawRelation: Handler<'customers.withdrawRelation'> = async (request, context) => {
  const { customerId, relationId } = request
  const scope = scopeOf(context)
  context.cache((db) => {
    requireInside(db, scope, customerId)
    const known = relationsOf(db, scope, customerId).find(({ id }) => id === relationId)
    if (!known) throw new AppError('relation.notFound')
    if (!known.told) throw new AppError('relation.notTold')
  })
  const commandId = await context.submit({
    name: 'relation.withdraw',
    customerId,
    payload: { relationId, customerId, on: scope.on, atMs: context.clock.now() },
  })
  return { commandId }
}
