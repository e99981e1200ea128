import { plainName } from '../flow/movement.ts'
import type { Movement } from '../flow/movement.ts'

/** Where money was spent: where the customer lives, elsewhere, online, or nothing says where. */
export const spendingPlaces = ['local', 'elsewhere', 'online', 'unsaid'] as const
/** A word of the closed list {@link spendingPlaces}. */
export type SpendingPlace = (typeof spendingPlaces)[number]

/** Where a customer lives, as far as the address says it: names without 省 市 县 区. */
export interface HomePlace {
  province: string | null
  /** City and county: a shop that names one of them is here. */
  towns: readonly string[]
}

/** A unit of administration; 市 of 市场 and 超市, 区 of 社区 and the like are none. */
const unit = /(\p{Script=Han}{2,5}?)(?<![超门夜都城社小景园校])(省|自治区|市(?!场)|县|区|州|旗)/uy

/** The units of administration that a text begins with, one after the other. */
function unitsOf(text: string): { name: string; kind: string }[] {
  const units: { name: string; kind: string }[] = []
  unit.lastIndex = 0
  for (;;) {
    const found = unit.exec(text)
    if (!found) return units
    units.push({ name: found[1] ?? '', kind: found[2] ?? '' })
  }
}

const isProvince = ({ kind }: { kind: string }) => kind === '省' || kind === '自治区'

/** Where an address is; null where it names no city and no county. */
export function homePlaceOf(address: string | null): HomePlace | null {
  if (address === null) return null
  const units = unitsOf(plainName(address))
  const towns = units.filter((each) => !isProvince(each)).map(({ name }) => name)
  return towns.length === 0 ? null : { province: units.find(isProvince)?.name ?? null, towns }
}

const onlineWords = /网上|线上|网络|网店|电商|外卖|在线|商城|\bapp\b/iu

/**
 * Where a payment was made. Only a name that begins with a city or county says a place, and only the
 * customer's address says which is home; a channel says no more than that something was bought online.
 */
export function placeOf(
  { counterparty, channel }: Pick<Movement, 'counterparty' | 'channel'>,
  home: HomePlace | null,
): SpendingPlace {
  const name = counterparty === null ? '' : plainName(counterparty)
  if (channel === 'online' || onlineWords.test(name)) return 'online'
  const units = unitsOf(name)
  if (units.length === 0 || home === null) return 'unsaid'
  const towns = units.filter((each) => !isProvince(each))
  if (towns.some((each) => home.towns.includes(each.name))) return 'local'
  if (towns.length > 0) return 'elsewhere'
  return units.some((each) => each.name !== home.province) && home.province !== null
    ? 'elsewhere'
    : 'unsaid'
}
