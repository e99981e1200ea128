import { AppError } from '#contract/errors.ts'
import type { CustomerOverview } from '#contract/ipc/customers.ts'
import type { ReadDatabase } from '#db/connection/statements.ts'
import { balancePoints, type Position, positionsOf } from '#db/customers/positions.ts'
import { setting } from '#db/journal/settings.ts'
import { balanceOn, type BalancePoint, monthAverages } from '#domain/accounts/average-balance.ts'
import { maskAccountNumber } from '#domain/customers/mask.ts'
import { assetClasses } from '#domain/products/records.ts'
import { addMonths, type Day } from '#domain/time/day.ts'
import type { CallContext } from '../dispatch/call-context.ts'

/** A position with its balances since before the first day asked for. */
export type HeldPosition = Position & { points: BalancePoint[] }

/** Months of the stacked chart. */
const trendMonths = 24

/** Currency of report of this database; throws `cache.notReady` before the first session. */
export function reportCurrency(context: CallContext): string {
  const currency = context.journal((journal) => setting(journal, 'currency'))
  if (currency === null) throw new AppError('cache.notReady')
  return currency
}

/** A customer's positions with the balances that the days `from` to `to` need. Two statements. */
export function heldPositions(
  db: ReadDatabase,
  customerId: string,
  currency: string,
  from: Day,
  to: Day,
): HeldPosition[] {
  const positions = positionsOf(db, customerId, currency)
  const ids = positions.map(({ id }) => id)
  const points = balancePoints(db, ids, from, to)
  return positions.map((position) => ({ ...position, points: points.get(position.id) ?? [] }))
}

/** First day that the chart of the months up to `asOf` needs. */
export function trendStart(asOf: Day): Day {
  return addMonths(asOf, 1 - trendMonths)
}

/** Month averages by asset class up to `asOf`, 分, oldest first; classes never held are left out. */
export function trendOf(positions: readonly HeldPosition[], asOf: Day): CustomerOverview['trend'] {
  const held = assetClasses.filter((name) => positions.some((each) => each.asset_class === name))
  const series = held.map((assetClass) => {
    const own = positions.filter((each) => each.asset_class === assetClass)
    const months = monthAverages(
      own.map(({ points }) => points),
      asOf,
      trendMonths,
    )
    return { assetClass, averagesFen: months.map((month) => month.average_fen) }
  })
  return { months: monthAverages([], asOf, trendMonths).map(({ month }) => month), series }
}

/** The positions that still stand on a day: closed and sold ones without a balance are left out. */
export function positionViews(
  positions: readonly HeldPosition[],
  asOf: Day,
): CustomerOverview['positions'] {
  return positions
    .map((position) => ({ ...position, balanceFen: balanceOn(position.points, asOf) }))
    .filter(({ balanceFen, kind, status }) => balanceFen !== 0 || (kind && status !== 'closed'))
    .sort((a, b) => b.balanceFen - a.balanceFen || (a.id < b.id ? -1 : 1))
    .map((position) => ({
      id: position.id,
      name: position.product_name ?? `account.${position.kind ?? 'other'}`,
      assetClass: position.asset_class,
      number: position.account_no === null ? null : maskAccountNumber(position.account_no),
      balanceFen: position.balanceFen,
      rateBp: position.rate_bp,
      maturesOn: position.matures_on,
      gainFen: position.gain_fen,
      status: position.status,
    }))
}
