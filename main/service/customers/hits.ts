import type { SearchHit } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { foundCustomers } from '#db/customers/list.ts'
import { maskMobile, maskName } from '#domain/customers/mask.ts'
import { standingViewings, type ViewingReader } from './viewing-view.ts'

/** A customer to show as a hit. */
export interface HitOf {
  customerId: string
  match: SearchHit['match']
  mine: boolean
}

/**
 * Hits in the order given. Of customers of others only masked name, masked phone and tier, and how far the
 * reader's request to see them is.
 */
export function searchHits(
  db: ReadDatabase,
  found: readonly HitOf[],
  reader: ViewingReader,
): SearchHit[] {
  const others = found.flatMap(({ customerId, mine }) => (mine ? [] : [customerId]))
  const asked = standingViewings(db, reader, others)
  const known = new Map(foundCustomers(db, found).map((customer) => [customer.id, customer]))
  return found.flatMap(({ customerId, match, mine }): SearchHit[] => {
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
        averageFen: customer.average_fen,
        viewing: asked.get(customerId) ?? null,
      },
    ]
  })
}
