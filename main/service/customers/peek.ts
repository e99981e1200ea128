import { AppError } from '#contract/errors.ts'
import { foundCustomers } from '#db/customers/list.ts'
import { managersOf } from '#db/customers/ties.ts'
import { maskMobile, maskName } from '#domain/customers/mask.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from './scope.ts'

/** `customers.peek`: of a customer of the branch only masked name and phone, the tier, and whom to ask. */
export const peek: Handler<'customers.peek'> = ({ customerId }, context) => {
  const { on } = scopeOf(context)
  return context.cache((db) => {
    const [customer] = foundCustomers(db, [{ customerId, mine: false }])
    if (!customer) throw new AppError('customer.notFound')
    return {
      name: maskName(customer.name),
      tier: customer.tier,
      mobile: customer.mobile === null ? '' : maskMobile(customer.mobile),
      managers: managersOf(db, customerId, on),
    }
  })
}
