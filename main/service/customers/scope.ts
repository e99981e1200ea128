import { AppError } from '#contract/errors.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { type CustomerScope, standingOf } from '#db/customers/scope.ts'
import { customerAccess } from '#domain/organisation/roles.ts'
import type { CallContext } from '../dispatch/call-context.ts'

/**
 * The customers a caller works with, from the session's roles and the business date alone. Throws
 * `request.forbidden` for roles that see a customer at the counter only, or none.
 */
export function scopeOf(context: CallContext): CustomerScope {
  const { roles, staffId } = context.actor
  const on = context.businessDate
  const access = customerAccess(roles)
  if (access === 'branch') return { kind: 'branch', on }
  if (access === 'own_book') return { kind: 'book', staffId, on }
  throw new AppError('request.forbidden')
}

/**
 * Throws unless the customer is in the scope: `customer.notFound` where this branch has none,
 * `customer.notYours` where somebody else looks after him or her.
 */
export function requireInside(db: ReadDatabase, scope: CustomerScope, customerId: string): void {
  const standing = standingOf(db, scope, customerId)
  if (standing === 'absent') throw new AppError('customer.notFound')
  if (standing === 'outside') throw new AppError('customer.notYours')
}
