import type { SearchHit } from '#contract/ipc/customers.ts'
import { foundCustomers } from '#db/customers/list.ts'
import { searchProgress } from '#db/search/build.ts'
import { searchCustomers } from '#db/search/search.ts'
import { maskMobile, maskName } from '#domain/customers/mask.ts'
import type { Handler } from '../dispatch/dispatch.ts'
import { scopeOf } from './scope.ts'

/**
 * `customers.search`: customers of the branch by name, pinyin, number or last four, the own book
 * first. Of customers of others only masked name, masked phone and tier are given.
 */
export const findCustomers: Handler<'customers.search'> = ({ text, limit }, context) => {
  const scope = scopeOf(context)
  return context.cache((db) => {
    const { found, tooMany } = searchCustomers(db, scope, text, limit)
    const ids = found.map(({ customerId }) => customerId)
    const known = new Map(foundCustomers(db, ids).map((customer) => [customer.id, customer]))
    const hits = found.flatMap(({ customerId, match, mine }): SearchHit[] => {
      const customer = known.get(customerId)
      if (!customer) return []
      return [
        {
          id: customerId,
          customerNo: customer.customer_no,
          name: mine ? customer.name : maskName(customer.name),
          tier: customer.tier,
          mobile: customer.mobile === null ? '' : maskMobile(customer.mobile),
          mine,
          match,
        },
      ]
    })
    return { hits, tooMany, filling: searchProgress(db) }
  })
}
