import { AppError } from '#contract/errors.ts'
import { foundCustomers } from '#db/customers/list.ts'
import { standingOf } from '#db/customers/scope.ts'
import { managersOf } from '#db/customers/ties.ts'
import { maskMobile, maskName } from '#domain/customers/mask.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from './scope.ts'
import { latestViewing, viewingReader } from './viewing-view.ts'

/**
 * `customers.peek`: of a customer of the branch only masked name and phone, the tier, and whom to ask; with
 * what the caller asked for already.
 */
export const peek: Handler<'customers.peek'> = ({ customerId }, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => {
    const [customer] = foundCustomers(db, [{ customerId, mine: false }])
    if (!customer) throw new AppError('customer.notFound')
    const reader = viewingReader(context, db)
    const { usualDays, mostDays } = reader.rule
    const outside = standingOf(db, scope, customerId) === 'outside'
    return {
      name: maskName(customer.name),
      tier: customer.tier,
      mobile: customer.mobile === null ? '' : maskMobile(customer.mobile),
      managers: managersOf(db, customerId, scope.on),
      viewing: latestViewing(db, reader, customerId),
      mayAsk: outside ? { usualDays, mostDays } : null,
    }
  })
}
