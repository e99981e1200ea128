import type { Clue } from './clue.ts'
import {
  at,
  evidence,
  foreignTimes,
  middle,
  partyOf,
  shareOfDays,
  type TransferNet,
} from './net.ts'
import type { ClueRule } from './rules.ts'
import { furtherPoints, pointsIf, scored } from './score.ts'

/** What one payer paid to a receiver. */
interface Payer {
  party: number
  transfers: number[]
  /** The middle of the sums, 分. */
  fen: number
}

function payersOf(net: TransferNet, receiver: number): Payer[] {
  const payers = new Map<number, Payer>()
  for (let place = at(net.inStart, receiver); place < at(net.inStart, receiver + 1); place += 1) {
    const index = at(net.into, place)
    const party = at(net.payer, index)
    if (at(net.hub, party) === 1) continue
    const payer = payers.get(party)
    if (payer) payer.transfers.push(index)
    else payers.set(party, { party, transfers: [index], fen: 0 })
  }
  for (const payer of payers.values()) {
    payer.fen = middle(payer.transfers.map((index) => at(net.fen, index)))
  }
  return [...payers.values()]
}

/** The largest group whose sums are alike; of equal ones the one with the smaller sums. */
function alikeGroup(payers: readonly Payer[], alikeBp: number): Payer[] {
  const sorted = [...payers].sort((a, b) => a.fen - b.fen || a.party - b.party)
  let best: Payer[] = []
  let to = 0
  for (let from = 0; from < sorted.length; from += 1) {
    const least = sorted[from]?.fen ?? 0
    while (to < sorted.length && least * 10_000 >= (sorted[to]?.fen ?? 0) * alikeBp) to += 1
    if (to - from > best.length) best = sorted.slice(from, to)
  }
  return best
}

function clueOf(
  net: TransferNet,
  receiver: number,
  payers: readonly Payer[],
  parts: Parameters<typeof scored>[1],
): Clue {
  const transfers = evidence(
    net,
    payers.flatMap((payer) => payer.transfers),
  )
  const lead = partyOf(net, receiver)
  return scored(
    {
      kind: 'fan_in',
      lead,
      parties: [lead, ...payers.map(({ party }) => partyOf(net, party)).sort()],
      transfers,
      amountFen: transfers.reduce((sum, { amountFen }) => sum + amountFen, 0),
    },
    parts,
  )
}

/** Several who pay alike sums, each foreign to what he or she else pays. */
function slowFanIn(
  net: TransferNet,
  receiver: number,
  payers: readonly Payer[],
  rule: ClueRule,
): Clue | null {
  const { leastPayers, alikeBp, foreignTimes: least } = rule.fanIn
  const foreign = payers.filter(
    ({ party, fen }) =>
      at(net.spread, party) >= least && foreignTimes(net, party, receiver, fen) >= least,
  )
  const group = alikeGroup(foreign, alikeBp)
  if (group.length < leastPayers) return null
  const fen = middle(group.map((payer) => payer.fen))
  const members = new Set(group)
  const rest = payers.filter((payer) => !members.has(payer)).map((payer) => payer.fen)
  const usual = middle(rest)
  const times = rest.length === 0 ? 1 : Math.max(usual / fen, fen / usual)
  return clueOf(net, receiver, group, [
    { part: 'slow_fan_in', points: 50, figure: group.length },
    furtherPoints('further_payers', group.length, leastPayers, { each: 5, most: 25 }),
    pointsIf(times >= least, 'foreign_sums', 15, Math.round(times)),
  ])
}

/** The days of a receiver on which most payers come together within a window. */
function busiestWindow(
  net: TransferNet,
  receipts: readonly number[],
  days: number,
): { from: number; to: number; payers: number } {
  const held = new Map<number, number>()
  let best = { from: 0, to: 0, payers: 0 }
  let from = 0
  for (let to = 0; to < receipts.length; to += 1) {
    const party = at(net.payer, receipts[to] ?? 0)
    held.set(party, (held.get(party) ?? 0) + 1)
    while (at(net.day, receipts[to] ?? 0) - at(net.day, receipts[from] ?? 0) >= days) {
      const gone = at(net.payer, receipts[from] ?? 0)
      const left = (held.get(gone) ?? 1) - 1
      if (left === 0) held.delete(gone)
      else held.set(gone, left)
      from += 1
    }
    if (held.size > best.payers) best = { from, to: to + 1, payers: held.size }
  }
  return best
}

/**
 * Many payers within days, far above what the receiver has in all other days and most of all it has: a
 * shop has its busy weeks too, but others before and after.
 */
function burstFanIn(
  net: TransferNet,
  receiver: number,
  payers: readonly Payer[],
  rule: ClueRule,
): Clue | null {
  const { burstDays, burstPayers, burstShareBp, burstSigmas, alikeBp } = rule.fanIn
  if (payers.length < burstPayers) return null
  const receipts = payers.flatMap((payer) => payer.transfers).sort((a, b) => a - b)
  const { from, to, payers: within } = busiestWindow(net, receipts, burstDays)
  if (within < burstPayers || within * 10_000 < payers.length * burstShareBp) return null
  const lastDay = at(net.day, receipts[to - 1] ?? 0)
  const share = shareOfDays(net, lastDay - burstDays + 1, lastDay)
  const rest = receipts.length - (to - from)
  // What all others do in these days is no burst of this receiver.
  const expected = share >= 1 ? within : (rest * share) / (1 - share)
  const sigmas = (within - expected) / Math.sqrt(expected + 1)
  if (sigmas < burstSigmas) return null
  const window = new Set(receipts.slice(from, to))
  const inWindow = payers.flatMap((payer) => {
    const transfers = payer.transfers.filter((index) => window.has(index))
    return transfers.length === 0 ? [] : [{ ...payer, transfers }]
  })
  const alike = alikeGroup(inWindow, alikeBp).length
  return clueOf(net, receiver, inWindow, [
    { part: 'burst_fan_in', points: 50, figure: within },
    furtherPoints('further_payers', sigmas, burstSigmas, { each: 5, most: 25 }),
    pointsIf(alike * 10 >= within * 8, 'alike_sums', 15, alike),
  ])
}

/** Fan-ins: many who pay to one, unusual for them and for the one who receives. Hubs are none. */
export function fanIns(net: TransferNet, rule: ClueRule): Clue[] {
  const least = Math.min(rule.fanIn.leastPayers, rule.fanIn.burstPayers)
  const clues: Clue[] = []
  for (let receiver = 0; receiver < net.parties.length; receiver += 1) {
    if (at(net.hub, receiver) === 1) continue
    if (at(net.inStart, receiver + 1) - at(net.inStart, receiver) < least) continue
    const payers = payersOf(net, receiver)
    if (payers.length < least) continue
    const found = [slowFanIn(net, receiver, payers, rule), burstFanIn(net, receiver, payers, rule)]
      .filter((clue) => clue !== null)
      .sort((a, b) => b.score - a.score)
    if (found[0]) clues.push(found[0])
  }
  return clues
}
