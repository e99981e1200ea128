import type { Customer, Relation } from '#domain/customers/records.ts'
import { addDays, addMonths, type Day, dayNumber } from '#domain/time/day.ts'
import { nameBasedId } from '#platform/ids/uuid.ts'
import type { Chance } from '#platform/chance/chance.ts'
import { callings } from './callings.ts'
import type { Counterparty, Flow } from './cash-account.ts'
import { inventedAccountNumber } from './identity.ts'
import type { OutletPlan } from './organisation.ts'
import { drawName } from './people.ts'
import { foreignAccount, otherBanks, ownBank } from './words.ts'

/** Somebody who is there for the risk desk. */
interface Actor {
  name: string
  sex: 'F' | 'M'
  age: number
  /** Banks at the second outlet, where that has room. */
  elsewhere?: true
}

const actor = (name: string, sex: 'F' | 'M', age: number): Actor => ({ name, sex, age })

/** What all of them live on: wages, so that nothing else comes by transfer every month. */
export const plantedCalling = callings.find(({ rhythm }) => rhythm === 'salary')

/** Everybody in a pattern who banks here; all invented. */
const cast: readonly Actor[] = [
  // A ring through both outlets.
  actor('秦立冬', 'M', 41),
  actor('白凤莲', 'F', 38),
  { ...actor('方志新', 'M', 35), elsewhere: true },
  actor('姚国梁', 'M', 44),
  // One sum to the 分 that goes from hand to hand.
  actor('尹小满', 'F', 29),
  actor('康建业', 'M', 33),
  actor('谭秋月', 'F', 31),
  // Many who pay to one within days.
  actor('岳晓航', 'M', 23),
  // An account through which money only passes, and one that was dealt with.
  actor('段志文', 'M', 27),
  actor('柯振宇', 'M', 30),
  // Guests of a wedding pay within days too.
  actor('倪嘉乐', 'M', 28),
  // A family whose money goes round without being the same money.
  actor('闵德厚', 'M', 58),
  actor('闵婉清', 'F', 33),
  actor('闵立诚', 'M', 30),
]

/** Names of the family that shares its money: no clue is to be found among them. */
export const plantedFamily: readonly string[] = ['闵德厚', '闵婉清', '闵立诚']

/** What a risk officer finds about the cast, by who leads the pattern or is in it. */
export const plantedPatterns = {
  ring: '秦立冬',
  sameSum: '尹小满',
  fanIn: '岳晓航',
  passThrough: '段志文',
  settled: '柯振宇',
  wedding: '倪嘉乐',
} as const

interface Move {
  from: string
  to: string
  daysAgo: number
  minute: number
  fen: number
}

const move = (from: string, to: string, daysAgo: number, minute: number, fen: number): Move => ({
  from,
  to,
  daysAgo,
  minute,
  fen,
})

/** Sums that come to one account at another bank and leave to others on the next morning. */
function passing(through: string, days: readonly number[], fens: readonly number[]): Move[] {
  return days.flatMap((daysAgo, at) => {
    const fen = fens[at] ?? 1_800_000
    return [
      move(`来款${through}${at + 1}`, through, daysAgo, 15 * 60 + at * 7, fen),
      move(through, `去款${through}${at + 1}`, daysAgo - 1, 9 * 60 + at * 11, fen - 20_000),
    ]
  })
}

/** Payments of strangers or guests to one, a day each or several. */
const gathering = (to: string, from: number, fens: readonly number[]): Move[] =>
  fens.map((fen, at) =>
    move(`付款${to}${at + 1}`, to, from - Math.floor(at / 3), 9 * 60 + at * 37, fen),
  )

/**
 * The transfers, none large enough for a card of key transactions. The sums of the family are too
 * different for a ring; the wedding is a clue that turns out to be none.
 */
const moves: readonly Move[] = [
  move('秦立冬', '白凤莲', 12, 10 * 60 + 12, 2_860_000),
  move('白凤莲', '方志新', 11, 9 * 60 + 41, 2_830_000),
  move('方志新', '姚国梁', 10, 14 * 60 + 5, 2_800_000),
  move('姚国梁', '秦立冬', 8, 16 * 60 + 33, 2_780_000),
  move('尹小满', '康建业', 9, 11 * 60 + 8, 1_968_850),
  move('康建业', '谭秋月', 7, 20 * 60 + 16, 1_968_850),
  move('谭秋月', '尹小满', 6, 8 * 60 + 52, 1_968_850),
  ...gathering(
    '岳晓航',
    9,
    Array.from({ length: 9 }, () => 298_000),
  ),
  ...passing('段志文', [14, 11, 8, 6], [1_880_000, 2_150_000, 1_960_000, 2_240_000]),
  ...passing('柯振宇', [29, 27, 26, 25], [2_150_000, 2_150_000, 2_150_000, 2_150_000]),
  ...gathering(
    '倪嘉乐',
    20,
    [60_000, 100_000, 200_000, 80_000, 128_800, 66_600, 200_000, 88_800, 100_000, 168_000],
  ),
  move('闵立诚', '闵德厚', 28, 12 * 60, 150_000),
  move('闵德厚', '闵婉清', 26, 18 * 60 + 20, 80_000),
  move('闵婉清', '闵立诚', 22, 19 * 60 + 40, 300_000),
  move('闵立诚', '闵德厚', 4, 12 * 60 + 5, 150_000),
]

/**
 * Customers who moved most of what they had to an account of their own at another bank, so that the rules of
 * 流失预警 warn of them: how much, when, and of what.
 */
const leavers: readonly { who: Actor; fen: number; daysAgo: number; hadFen: number }[] = [
  { who: actor('祝明辉', 'M', 46), fen: 18_000_000, daysAgo: 11, hadFen: 20_500_000 },
  { who: actor('费春燕', 'F', 52), fen: 31_000_000, daysAgo: 13, hadFen: 36_000_000 },
]

/** Names of those of whom the rules of 流失预警 warn. */
export const plantedLeavers: readonly string[] = leavers.map(({ who }) => who.name)

/** A customer who is planted: who, and the transfers with the others. Days since 1970. */
export interface Planted {
  fields: Partial<Customer>
  accountNo: string
  flows: readonly Flow[]
  /** What the account begins with, 分. */
  cashFen: number
  /** Looked after by the outlet's first manager. */
  firstManagers: boolean
}

/** Accounts of the cast have numbers of their own, so that both sides know them beforehand. */
const firstSerial = 9_000_000_001

/** Customers an outlet needs to have room for the cast, and for one of it. */
const leastOfFirst = 100
const leastOfOther = 30

/** Somebody at another bank. */
function stranger(random: Chance): Counterparty {
  const sex = random.hit(0.5) ? 'F' : 'M'
  return {
    name: drawName(sex, random.int(1968, 2002), random),
    bank: random.pick(otherBanks),
    account: foreignAccount(random),
  }
}

const flowOf = (
  amountFen: number,
  dayNumberOf: number,
  minute: number,
  counterparty: Counterparty,
): Flow => ({
  dayNumber: dayNumberOf,
  minute,
  amountFen,
  operation: amountFen > 0 ? 'transfer_in' : 'transfer_out',
  purpose: 'transfer',
  channel: 'mobile',
  counterparty,
  otherwise: 'fund',
})

/** A transfer to an account of the customer's own at another bank. */
const leavingFlow = (name: string, fen: number, dayNumberOf: number, random: Chance): Flow => ({
  ...flowOf(-fen, dayNumberOf, 10 * 60 + 24, {
    name,
    bank: random.pick(otherBanks),
    account: foreignAccount(random),
  }),
  purpose: 'own_transfer',
})

/**
 * Who is planted at which outlet, by its code: at the first one, and one of the ring at the second of the
 * same county. A bank with a very small first outlet has none.
 */
export function plantedCustomers(
  outlets: readonly OutletPlan[],
  businessDate: Day,
  random: Chance,
): ReadonlyMap<string, readonly Planted[]> {
  const [first, second] = outlets
  if (!first || first.customers < leastOfFirst) return new Map()
  const other =
    second && second.county === first.county && second.customers >= leastOfOther ? second : first
  const outletOf = ({ elsewhere }: Actor) => (elsewhere ? other : first)
  const numbers = new Map(
    cast.map((one, at) => [one.name, inventedAccountNumber(outletOf(one).code, firstSerial + at)]),
  )
  const sides = new Map<string, Counterparty>()
  const sideOf = (name: string): Counterparty => {
    const account = numbers.get(name)
    const side = account ? { name, bank: ownBank, account } : (sides.get(name) ?? stranger(random))
    sides.set(name, side)
    return side
  }
  const today = dayNumber(businessDate)
  const flowsOf = (name: string) =>
    moves.flatMap(({ from, to, daysAgo, minute, fen }) => {
      if (from === name) return [flowOf(-fen, today - daysAgo, minute, sideOf(to))]
      return to === name ? [flowOf(fen, today - daysAgo, minute + 1, sideOf(from))] : []
    })
  const fieldsOf = ({ name, sex, age }: Actor): Partial<Customer> => ({
    name,
    sex,
    birth_date: addDays(addMonths(businessDate, -12 * age), -40 - 11 * name.length),
    customer_since: addDays(businessDate, -900 + 17 * (age % 7)),
    do_not_contact: false,
  })
  const planted = cast.map((one) => ({
    code: outletOf(one).code,
    fields: fieldsOf(one),
    accountNo: numbers.get(one.name) ?? '',
    flows: flowsOf(one.name),
    cashFen: 1_800_000,
    firstManagers: false,
  }))
  const leaving = leavers.map(({ who, fen, daysAgo, hadFen }, at) => ({
    code: first.code,
    fields: fieldsOf(who),
    accountNo: inventedAccountNumber(first.code, firstSerial + cast.length + at),
    flows: [leavingFlow(who.name, fen, today - daysAgo, random)],
    cashFen: hadFen,
    firstManagers: true,
  }))
  return Map.groupBy([...leaving, ...planted], ({ code }) => code)
}

/** The ties of the family among planted customers, in both directions. */
export function plantedTies(customers: readonly Customer[]): Relation[] {
  const [parent, ...children] = plantedFamily.flatMap((name) =>
    customers.filter((customer) => customer.name === name),
  )
  if (!parent) return []
  const tie = (from: Customer, to: Customer, kind: Relation['kind']): Relation => ({
    branch_id: from.branch_id,
    id: nameBasedId('demo', 'relation', `${from.customer_no} ${to.customer_no}`),
    from_customer_id: from.id,
    to_customer_id: to.id,
    to_name: to.name,
    kind,
    source: 'customer',
    valid_from: from.customer_since,
    valid_to: null,
  })
  return children.flatMap((child) => [
    tie(parent, child, 'child'),
    tie(child, parent, 'parent'),
    ...children.filter((other) => other !== child).map((other) => tie(child, other, 'sibling')),
  ])
}
