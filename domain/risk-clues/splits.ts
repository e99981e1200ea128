import type { Clue } from './clue.ts'
import { at, evidence, foreignTimes, middle, partyOf, type TransferNet } from './net.ts'
import type { ClueRule } from './rules.ts'
import { pointsIf, scored } from './score.ts'

/** Transfers of one day between two parties; those of a pair stand together in the net's order. */
function splitDays(net: TransferNet, rule: ClueRule['split']): number[][] {
  const groups: number[][] = []
  for (let from = 0; from < net.payer.length;) {
    let to = from + 1
    while (
      to < net.payer.length &&
      at(net.day, to) === at(net.day, from) &&
      at(net.payer, to) === at(net.payer, from) &&
      at(net.receiver, to) === at(net.receiver, from)
    ) {
      to += 1
    }
    // Within a group transfers stand by their sums.
    const alike = at(net.fen, from) * 10_000 >= at(net.fen, to - 1) * rule.alikeBp
    if (to - from >= rule.leastTransfers && alike) {
      groups.push(Array.from({ length: to - from }, (_, index) => from + index))
    }
    from = to
  }
  return groups
}

/** Days on which the payer pays the receiver in the net. */
function daysOfPair(net: TransferNet, payer: number, receiver: number): number {
  const days = new Set<number>()
  for (let place = at(net.outStart, payer); place < at(net.outStart, payer + 1); place += 1) {
    const index = at(net.out, place)
    if (at(net.receiver, index) === receiver) days.add(at(net.day, index))
  }
  return days.size
}

/**
 * One payment in several alike parts on one day (化整为零), on a day of its own and foreign to what the
 * payer else pays. By itself a weak clue: limits of a transfer make honest people do so too.
 */
export function splits(net: TransferNet, rule: ClueRule): Clue[] {
  const byPair = new Map<string, number[]>()
  for (const group of splitDays(net, rule.split)) {
    const [first = 0] = group
    const payer = at(net.payer, first)
    const receiver = at(net.receiver, first)
    if (at(net.hub, payer) === 1 || at(net.hub, receiver) === 1) continue
    const name = `${payer},${receiver}`
    byPair.set(name, [...(byPair.get(name) ?? []), ...group])
  }
  return [...byPair.values()].map((group) => {
    const [first = 0] = group
    const payer = at(net.payer, first)
    const receiver = at(net.receiver, first)
    const fen = middle(group.map((index) => at(net.fen, index)))
    const times = foreignTimes(net, payer, receiver, fen)
    const transfers = evidence(net, group)
    const lead = partyOf(net, payer)
    return scored(
      {
        kind: 'split',
        lead,
        parties: [lead, partyOf(net, receiver)],
        transfers,
        amountFen: transfers.reduce((sum, { amountFen }) => sum + amountFen, 0),
      },
      [
        { part: 'split_in_a_day', points: 35, figure: group.length },
        pointsIf(times >= rule.fanIn.foreignTimes, 'foreign_sums', 15, Math.round(times)),
        pointsIf(daysOfPair(net, payer, receiver) === 1, 'only_that_day', 10, 1),
      ],
    )
  })
}
