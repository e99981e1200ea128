import { apportion } from '../money/apportion.ts'
import type { FlowClass } from '../flow/classes.ts'
import { purposeMeant } from '../flow/classify.ts'
import type { CountedMovement } from '../flow/fund-flow.ts'
import { plainName } from '../flow/movement.ts'
import { monthsOfRange } from '../flow/period.ts'
import { addDays, addMonths, type Day, monthStart } from '../time/day.ts'
import { type ConsumptionCategory, consumptionCategories, categoryOf } from './categories.ts'
import { type HomePlace, placeOf, type SpendingPlace, spendingPlaces } from './places.ts'

/** Payments below which a category or a place is not told apart, and below which nothing is told. */
export const leastPayments = { group: 3, profile: 5 } as const

/** Whole months beside the last one that an average needs. */
export const leastMonths = 3

/** What went on one category or at one kind of place, 分; shares are basis points that add up. */
interface Part {
  fen: number
  count: number
  shareBp: number
}

/** A category by month, compared with itself. */
export interface CategoryPart extends Part {
  category: ConsumptionCategory
  /** In the order of the months, 分. */
  monthsFen: number[]
}

/** A kind of place. */
export interface PlacePart extends Part {
  place: SpendingPlace
}

/** 消费画像: what a customer paid for through this bank, in 分. */
export interface ConsumptionProfile {
  fen: number
  count: number
  /** Calendar months; `whole` where every day of it was looked at. */
  months: { month: string; whole: boolean; fen: number }[]
  /** The largest first, `other` last. */
  categories: CategoryPart[]
  /** In the order of {@link spendingPlaces}. */
  places: PlacePart[]
  /** The last whole month against the mean of the `months` whole ones before it. */
  last: { month: string; fen: number; months: number; averageFen: number; changeBp: number } | null
  /** What has a category of its own. */
  toldFen: number
  /** Everything that left in these months, and what of it nobody can follow. */
  outFen: number
  unseen: { cashFen: number; elsewhereFen: number; peopleFen: number }
  /** Money that shops gave back; not taken off. */
  refunds: { count: number; fen: number }
}

const spendingClasses: readonly FlowClass[] = ['consumption', 'third_party_pay']

/** Bills of a household: the fund flow counts them among repayments. */
const billWords = /供水|自来水|燃气|供电|电费|电力|供暖|物业|话费|宽带|有线电视/u

/** Whether a movement that counts in the fund flow is money spent. */
export function isSpending({ movement, verdict }: CountedMovement): boolean {
  if (movement.direction !== 'out') return false
  if (spendingClasses.includes(verdict.flowClass)) return true
  if (verdict.flowClass !== 'repayment') return false
  const name = movement.counterparty === null ? '' : plainName(movement.counterparty)
  return purposeMeant(movement.purpose) === 'utilities' || billWords.test(name)
}

/** Basis points of each sum in all of them; they add up to 10,000. */
function sharesBp(sums: readonly number[]): number[] {
  const total = sums.reduce((all, fen) => all + fen, 0)
  if (total === 0) return sums.map(() => 0)
  return apportion(
    sums.map((fen) => fen * 10_000),
    total,
    10_000,
  )
}

interface Group {
  fen: number
  count: number
  monthsFen: number[]
}

/** Sums of payments by what `keyOf` says; groups of few payments go to `rest`. */
function grouped<Key extends string>(
  payments: readonly CountedMovement[],
  months: readonly string[],
  rest: Key,
  keyOf: (payment: CountedMovement) => Key,
): Map<Key, Group> {
  const groups = new Map<Key, Group>()
  const groupOf = (key: Key): Group => {
    const group = groups.get(key) ?? { fen: 0, count: 0, monthsFen: months.map(() => 0) }
    groups.set(key, group)
    return group
  }
  for (const payment of payments) {
    const group = groupOf(keyOf(payment))
    const { amountFen, postedOn } = payment.movement
    const month = months.indexOf(postedOn.slice(0, 7))
    group.fen += amountFen
    group.count += 1
    group.monthsFen[month] = (group.monthsFen[month] ?? 0) + amountFen
  }
  for (const [key, group] of [...groups]) {
    if (key === rest || group.count >= leastPayments.group) continue
    const target = groupOf(rest)
    target.fen += group.fen
    target.count += group.count
    for (const [month, fen] of group.monthsFen.entries()) {
      target.monthsFen[month] = (target.monthsFen[month] ?? 0) + fen
    }
    groups.delete(key)
  }
  return groups
}

function categoriesOf(groups: ReadonlyMap<ConsumptionCategory, Group>): CategoryPart[] {
  const parts = [...groups].map(([category, group]) => ({ category, ...group }))
  parts.sort(
    (a, b) =>
      Number(a.category === 'other') - Number(b.category === 'other') ||
      b.fen - a.fen ||
      consumptionCategories.indexOf(a.category) - consumptionCategories.indexOf(b.category),
  )
  const shares = sharesBp(parts.map(({ fen }) => fen))
  return parts.map((part, index) => ({ ...part, shareBp: shares[index] ?? 0 }))
}

function placesOf(groups: ReadonlyMap<SpendingPlace, Group>): PlacePart[] {
  const parts = spendingPlaces.flatMap((place) => {
    const group = groups.get(place)
    return group ? [{ place, fen: group.fen, count: group.count }] : []
  })
  const shares = sharesBp(parts.map(({ fen }) => fen))
  return parts.map((part, index) => ({ ...part, shareBp: shares[index] ?? 0 }))
}

const lastDayOf = (month: string): Day => addDays(addMonths(`${month}-01`, 1), -1)

function lastOf(months: ConsumptionProfile['months']): ConsumptionProfile['last'] {
  const whole = months.filter((month) => month.whole)
  const last = whole.at(-1)
  const before = whole.slice(0, -1)
  if (!last || before.length < leastMonths) return null
  const averageFen = Math.round(before.reduce((sum, { fen }) => sum + fen, 0) / before.length)
  if (averageFen === 0) return null
  const changeBp = Math.round(((last.fen - averageFen) / averageFen) * 10_000)
  return { month: last.month, fen: last.fen, months: before.length, averageFen, changeBp }
}

const sumOf = (counted: readonly CountedMovement[]) =>
  counted.reduce((sum, { movement }) => sum + movement.amountFen, 0)

/**
 * The consumption profile of what a fund flow counted from `from` to `to`; all sums exact to the 分,
 * whatever the order. Null where there are too few payments to speak of.
 */
export function consumptionOf(
  counted: readonly CountedMovement[],
  home: HomePlace | null,
  { from, to }: { from: Day; to: Day },
): ConsumptionProfile | null {
  const payments = counted.filter(isSpending)
  if (payments.length < leastPayments.profile) return null
  const names = monthsOfRange(from, to)
  const categories = categoriesOf(
    grouped<ConsumptionCategory>(payments, names, 'other', ({ movement }) =>
      categoryOf(
        movement.counterparty === null ? null : plainName(movement.counterparty),
        purposeMeant(movement.purpose),
      ),
    ),
  )
  const places = placesOf(
    grouped<SpendingPlace>(payments, names, 'unsaid', ({ movement }) => placeOf(movement, home)),
  )
  const months = names.map((month, index) => ({
    month,
    whole: `${month}-01` >= from && lastDayOf(month) <= to,
    fen: categories.reduce((sum, { monthsFen }) => sum + (monthsFen[index] ?? 0), 0),
  }))
  const out = counted.filter(({ movement }) => movement.direction === 'out')
  const ofClass = (...wanted: FlowClass[]) =>
    sumOf(out.filter(({ verdict }) => wanted.includes(verdict.flowClass)))
  const refunds = counted.filter(
    ({ movement, verdict }) => movement.direction === 'in' && verdict.flowClass === 'consumption',
  )
  return {
    fen: sumOf(payments),
    count: payments.length,
    months,
    categories,
    places,
    last: lastOf(months),
    toldFen: categories.reduce(
      (sum, part) => (part.category === 'other' ? sum : sum + part.fen),
      0,
    ),
    outFen: sumOf(out),
    unseen: {
      cashFen: ofClass('cash'),
      elsewhereFen: ofClass('own_elsewhere'),
      peopleFen: ofClass('people', 'family'),
    },
    refunds: { count: refunds.length, fen: sumOf(refunds) },
  }
}

/** First day of the twelve months that end with the month of the business date. */
export function firstDayOfTwelve(on: Day): Day {
  return addMonths(monthStart(on), -11)
}
