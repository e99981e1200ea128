import { isInForce } from '../customers/allocation.ts'
import type { CustomerManager } from '../customers/records.ts'
import type { Day } from '../time/day.ts'

const order: readonly CustomerManager['role'][] = ['acting', 'primary', 'co']

/**
 * Who works on a customer's tasks on a day: whoever stands in (代管), else the primary manager
 * (主管户), else a co-manager (协管户); people who left are passed over. Of several the one allocated
 * first. Null where nobody looks after the customer.
 */
export function responsibleFor(
  allocations: readonly CustomerManager[],
  active: (staffId: string) => boolean,
  on: Day,
): string | null {
  const mine = allocations
    .filter((allocation) => isInForce(allocation, on) && active(allocation.staff_id))
    .sort(
      (a, b) =>
        order.indexOf(a.role) - order.indexOf(b.role) ||
        (a.valid_from < b.valid_from ? -1 : a.valid_from > b.valid_from ? 1 : 0) ||
        (a.id < b.id ? -1 : 1),
    )
  return mine[0]?.staff_id ?? null
}
