import type { BookFacts, MovementView } from '#contract/ipc/workbench-views.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import type { CustomerScope } from '#db/customers/scope.ts'
import { parameterInForce } from '#db/parameters/in-force.ts'
import { keyThresholdsInForce } from '#db/parameters/key-thresholds.ts'
import {
  aumOnDays,
  bookSums,
  contactCounts,
  dayMovers,
  type EndingPosition,
  endingPositions,
  largeMovements,
} from '#db/workbench/book.ts'
import { isKeyTransaction, leastKeyFen } from '#domain/key-transactions/thresholds.ts'
import { vipTiers } from '#domain/customers/tier.ts'
import { addDays, type Day, instantOfDay, monthStart } from '#domain/time/day.ts'

/** Days back within which a contact counts for money that ends, and for the quality of contacts. */
export const recentDays = 30
/** Days ahead for which ending money is summed up. */
export const endingDays = 7
/** Days back of the large movements beside the list. */
const movementDays = 7

/** Whether somebody reached the customer recently enough to have spoken about what ends. */
export function isReached(position: Pick<EndingPosition, 'last_contact_on'>, on: Day): boolean {
  return position.last_contact_on !== null && position.last_contact_on >= addDays(on, -recentDays)
}

const sumOf = (positions: readonly EndingPosition[]) =>
  positions.reduce((sum, { fen }) => sum + fen, 0)

/** Figures of a book on its scope's day; `staffId` null counts everybody's contacts. */
export function bookFacts(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
  staffId: string | null,
): BookFacts {
  const { on } = scope
  const [aumFen = 0, dayBefore = 0, monthBefore = 0] = aumOnDays(db, scope, currency, [
    on,
    addDays(on, -1),
    addDays(monthStart(on), -1),
  ])
  const dayNetFen = aumFen - dayBefore
  const ending = endingPositions(db, scope, currency, on, addDays(on, endingDays))
  const customers = new Set(ending.map(({ customer_id }) => customer_id))
  const reached = new Set(
    ending.filter((each) => isReached(each, on)).map(({ customer_id }) => customer_id),
  )
  const counts = contactCounts(db, staffId, instantOfDay(addDays(on, -recentDays)))
  const sign = dayNetFen < 0 ? -1 : 1
  return {
    ...bookSums(db, scope, vipTiers(parameterInForce(db, 'tier.vip', on))),
    monthNetFen: aumFen - monthBefore,
    dayNetFen,
    dayNames: dayMovers(db, scope, currency, on, sign, 2).map(({ name }) => name),
    maturingFen: sumOf(ending),
    maturingCustomers: customers.size,
    maturingReached: reached.size,
    contacts: counts.contacts,
    contactsReached: counts.reached,
  }
}

/** Key transactions of the last week, the latest first. */
export function keyMovements(
  db: ReadDatabase,
  scope: CustomerScope,
  currency: string,
): MovementView[] {
  const thresholds = keyThresholdsInForce(db, scope.on)
  const since = addDays(scope.on, -movementDays)
  return largeMovements(db, scope, currency, { since, leastFen: leastKeyFen(thresholds) })
    .filter((movement) => {
      const { amount_fen: amountFen, direction, aum_fen: aumFen } = movement
      const aumBeforeFen =
        direction === 'out' ? aumFen + amountFen : Math.max(0, aumFen - amountFen)
      const measured = { amountFen, aumBeforeFen, dailyMeanFen: movement.daily_mean_fen }
      return isKeyTransaction(measured, movement.tier, thresholds)
    })
    .map((movement) => ({
      id: movement.txn_no,
      customerId: movement.customer_id,
      name: movement.name,
      on: movement.posted_on,
      atMs: movement.posted_at,
      direction: movement.direction,
      amountFen: movement.amount_fen,
      purpose: movement.purpose,
      operation: movement.operation,
      bank: movement.counterparty_bank,
    }))
}
