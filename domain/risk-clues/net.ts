import type { ClueTransfer } from './clue.ts'
import type { ClueRule } from './rules.ts'

/** Transfers that were not looked at, by reason. */
export interface SetAside {
  /** Dated after today. */
  future: number
  /** Without payer, receiver or whole day, or with a sum that is no whole number of 分 above 0. */
  malformed: number
  /** From a party to itself. */
  self: number
  /** Before the days that are looked at. */
  old: number
  /** Below the least sum. */
  small: number
}

/**
 * Transfers as a graph in compressed sparse rows. Transfers are numbered by day, payer, receiver, sum
 * and reference, parties by name, so nothing depends on the order in which rows came.
 */
export interface TransferNet {
  parties: readonly string[]
  /** By transfer. */
  payer: Int32Array
  receiver: Int32Array
  day: Int32Array
  /** 分; whole numbers. */
  fen: Float64Array
  refs: readonly string[]
  /** By party: how many times its largest payment is its smallest. */
  spread: Float64Array
  /** Transfers that a party pays stand in `out` from `outStart[party]` to before the next, by day. */
  outStart: Int32Array
  out: Int32Array
  /** The same of what it receives. */
  inStart: Int32Array
  into: Int32Array
  /** 1 for a hub. */
  hub: Uint8Array
  hubs: number
  setAside: SetAside
}

/** A number of a typed array; indexes of a net are always within. */
export const at = (array: Int32Array | Float64Array | Uint8Array, index: number): number =>
  array[index] ?? 0

function isWhole(transfer: ClueTransfer): boolean {
  const { payer, receiver, amountFen, day } = transfer
  return (
    payer !== '' &&
    receiver !== '' &&
    Number.isSafeInteger(amountFen) &&
    amountFen > 0 &&
    Number.isInteger(day) &&
    Math.abs(day) < 2 ** 30
  )
}

/** The transfers that are looked at on a day (days since 1970), and how many are not. */
function sift(
  transfers: Iterable<ClueTransfer>,
  today: number,
  rule: ClueRule,
): { kept: ClueTransfer[]; setAside: SetAside } {
  const setAside: SetAside = { future: 0, malformed: 0, self: 0, old: 0, small: 0 }
  const kept: ClueTransfer[] = []
  for (const transfer of transfers) {
    if (!isWhole(transfer)) setAside.malformed += 1
    else if (transfer.day > today) setAside.future += 1
    else if (transfer.day <= today - rule.lookDays) setAside.old += 1
    else if (transfer.payer === transfer.receiver) setAside.self += 1
    else if (transfer.amountFen < rule.leastFen) setAside.small += 1
    else kept.push(transfer)
  }
  return { kept, setAside }
}

/** Places of equal keys in a row, in the order of the transfers. */
function rowsOf(key: Int32Array, count: number): { start: Int32Array; row: Int32Array } {
  const start = new Int32Array(count + 1)
  for (const party of key) start[party + 1] = at(start, party + 1) + 1
  for (let party = 0; party < count; party += 1) {
    start[party + 1] = at(start, party + 1) + at(start, party)
  }
  const next = start.slice()
  const row = new Int32Array(key.length)
  for (let index = 0; index < key.length; index += 1) {
    const party = at(key, index)
    const place = at(next, party)
    row[place] = index
    next[party] = place + 1
  }
  return { start, row }
}

/** Transfers sorted anew by a small whole number; equal ones keep their order. */
function sortedBy(order: Int32Array, key: Int32Array, count: number): Int32Array {
  const { row } = rowsOf(
    order.map((index) => at(key, index)),
    count,
  )
  return row.map((place) => at(order, place))
}

/** Transfers in the net's order: by day, payer, receiver, sum and reference. */
function ordered(
  kept: readonly ClueTransfer[],
  { payer, receiver }: { payer: Int32Array; receiver: Int32Array },
  parties: number,
  dayBefore: number,
): Int32Array {
  const day = Int32Array.from(kept, (transfer) => transfer.day - dayBefore)
  let order: Int32Array = Int32Array.from(kept, (_, index) => index)
  order = sortedBy(order, receiver, parties)
  order = sortedBy(order, payer, parties)
  order = sortedBy(order, day, day.reduce((most, each) => Math.max(most, each), 0) + 1)
  const samePlace = (a: number, b: number) =>
    at(day, a) === at(day, b) &&
    at(payer, a) === at(payer, b) &&
    at(receiver, a) === at(receiver, b)
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && samePlace(at(order, from), at(order, to))) to += 1
    if (to - from > 1) order.subarray(from, to).sort((a, b) => bySum(kept[a], kept[b]))
    from = to
  }
  return order
}

function bySum(one: ClueTransfer | undefined, two: ClueTransfer | undefined): number {
  if (!one || !two) return 0
  return one.amountFen - two.amountFen || (one.ref < two.ref ? -1 : one.ref > two.ref ? 1 : 0)
}

/** How many times a party's largest payment is its smallest. */
function spreads(payer: Int32Array, fen: Float64Array, parties: number): Float64Array {
  const least = new Float64Array(parties).fill(Infinity)
  const most = new Float64Array(parties)
  payer.forEach((party, index) => {
    least[party] = Math.min(at(least, party), at(fen, index))
    most[party] = Math.max(at(most, party), at(fen, index))
  })
  return most.map((fen, party) => (fen === 0 ? 1 : fen / at(least, party)))
}

/** Marks who has so many counterparties on one side that it is a hub. */
function markHubs(
  hub: Uint8Array,
  { start, row }: { start: Int32Array; row: Int32Array },
  other: Int32Array,
  most: number,
): void {
  const seenFor = new Int32Array(hub.length).fill(-1)
  for (let party = 0; party < hub.length; party += 1) {
    const end = at(start, party + 1)
    if (end - at(start, party) < most) continue
    let parties = 0
    for (let place = at(start, party); place < end; place += 1) {
      const counterparty = at(other, at(row, place))
      if (at(seenFor, counterparty) === party) continue
      seenFor[counterparty] = party
      parties += 1
    }
    if (parties >= most) hub[party] = 1
  }
}

/** Builds the net of the transfers that are looked at on `today` (days since 1970). */
export function buildNet(
  transfers: Iterable<ClueTransfer>,
  today: number,
  rule: ClueRule,
): TransferNet {
  const { kept, setAside } = sift(transfers, today, rule)
  const number = new Map<string, number>()
  for (const { payer, receiver } of kept) {
    number.set(payer, 0)
    number.set(receiver, 0)
  }
  const parties = [...number.keys()].sort()
  parties.forEach((party, index) => number.set(party, index))
  const rough = {
    payer: Int32Array.from(kept, ({ payer }) => number.get(payer) ?? 0),
    receiver: Int32Array.from(kept, ({ receiver }) => number.get(receiver) ?? 0),
  }
  const order = ordered(kept, rough, parties.length, today - rule.lookDays)
  const payer = order.map((index) => at(rough.payer, index))
  const receiver = order.map((index) => at(rough.receiver, index))
  const fen = Float64Array.from(order, (index) => kept[index]?.amountFen ?? 0)
  const outs = rowsOf(payer, parties.length)
  const ins = rowsOf(receiver, parties.length)
  const hub = new Uint8Array(parties.length)
  markHubs(hub, outs, receiver, rule.hubParties)
  markHubs(hub, ins, payer, rule.hubParties)
  return {
    parties,
    payer,
    receiver,
    day: order.map((index) => kept[index]?.day ?? 0),
    fen,
    spread: spreads(payer, fen, parties.length),
    refs: Array.from(order, (index) => kept[index]?.ref ?? ''),
    outStart: outs.start,
    out: outs.row,
    inStart: ins.start,
    into: ins.row,
    hub,
    hubs: hub.reduce((sum, one) => sum + one, 0),
    setAside,
  }
}

/** Share of all transfers that lies on the days from `from` to `to`; transfers stand by day. */
export function shareOfDays(net: TransferNet, from: number, to: number): number {
  const firstOn = (day: number) => {
    let low = 0
    let high = net.day.length
    while (low < high) {
      const between = (low + high) >> 1
      if (at(net.day, between) < day) low = between + 1
      else high = between
    }
    return low
  }
  return net.day.length === 0 ? 0 : (firstOn(to + 1) - firstOn(from)) / net.day.length
}

/** A party's name. */
export const partyOf = (net: TransferNet, party: number): string => net.parties[party] ?? ''

/** Transfers as evidence, oldest first, each once. */
export function evidence(net: TransferNet, transfers: Iterable<number>): ClueTransfer[] {
  return [...new Set(transfers)]
    .sort((a, b) => a - b)
    .map((index) => ({
      ref: net.refs[index] ?? '',
      payer: partyOf(net, at(net.payer, index)),
      receiver: partyOf(net, at(net.receiver, index)),
      amountFen: at(net.fen, index),
      day: at(net.day, index),
    }))
}

/** The middle of some numbers, the lower of two; NaN of none. */
export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN
}

/** Other sums that say what a party is used to; fewer say nothing. */
const leastHabit = 2

/**
 * How many times a sum is more, or less, than the middle of what `party` pays to others than `receiver`;
 * 1 where too little is known of that.
 */
export function foreignTimes(
  net: TransferNet,
  party: number,
  receiver: number,
  fen: number,
): number {
  const others: number[] = []
  for (let place = at(net.outStart, party); place < at(net.outStart, party + 1); place += 1) {
    const index = at(net.out, place)
    if (at(net.receiver, index) !== receiver) others.push(at(net.fen, index))
  }
  if (others.length < leastHabit) return 1
  const usual = middle(others)
  return usual > fen ? usual / fen : fen / usual
}
