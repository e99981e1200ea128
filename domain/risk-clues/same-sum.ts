import type { Clue } from './clue.ts'
import { at, evidence, partyOf, type TransferNet } from './net.ts'
import type { ClueRule } from './rules.ts'
import { furtherPoints, pointsIf, scored } from './score.ts'

/** Payments of one sum between two parties. */
interface Edge {
  payer: number
  receiver: number
  transfers: number[]
}

/** Transfers by sum, where more than one pair of parties has it and it is nobody's price. */
function tellingSums(net: TransferNet, { mostPayers, roundFen }: ClueRule['sameSum']): Edge[][] {
  const bySum = Int32Array.from(net.payer, (_, index) => index).sort(
    (a, b) => at(net.fen, a) - at(net.fen, b) || a - b,
  )
  const groups: Edge[][] = []
  for (let from = 0; from < bySum.length;) {
    const fen = at(net.fen, at(bySum, from))
    let to = from + 1
    while (to < bySum.length && at(net.fen, at(bySum, to)) === fen) to += 1
    if (to - from >= 2 && fen % roundFen !== 0) {
      const payers = new Set<number>()
      const edges = new Map<number, Edge>()
      for (let place = from; place < to && payers.size <= mostPayers; place += 1) {
        const index = at(bySum, place)
        const payer = at(net.payer, index)
        const receiver = at(net.receiver, index)
        payers.add(payer)
        const pair = payer * net.parties.length + receiver
        const edge = edges.get(pair)
        if (edge) edge.transfers.push(index)
        else edges.set(pair, { payer, receiver, transfers: [index] })
      }
      if (payers.size >= 2 && payers.size <= mostPayers) groups.push([...edges.values()])
    }
    from = to
  }
  return groups
}

function by(edges: readonly Edge[], side: 'payer' | 'receiver'): Map<number, Edge[]> {
  const groups = new Map<number, Edge[]>()
  for (const edge of edges) {
    const group = groups.get(edge[side])
    if (group) group.push(edge)
    else groups.set(edge[side], [edge])
  }
  return groups
}

/** Edges that one and the same sum comes in by, and goes on by to somebody else. */
function handedOn(net: TransferNet, edges: readonly Edge[], most: number): Edge[] {
  const outs = by(edges, 'payer')
  const ins = by(edges, 'receiver')
  const kept = new Set<Edge>()
  for (const [party, came] of ins) {
    const went = outs.get(party) ?? []
    if (at(net.hub, party) === 1 || came.length > most || went.length > most) continue
    for (const into of came) {
      for (const out of went) {
        if (into.payer === out.receiver) continue
        kept.add(into)
        kept.add(out)
      }
    }
  }
  return edges.filter((edge) => kept.has(edge))
}

/** Edges that hang together. */
function connected(edges: readonly Edge[]): Edge[][] {
  const root = new Map<number, number>()
  const rootOf = (party: number): number => {
    const above = root.get(party) ?? party
    return above === party ? party : rootOf(above)
  }
  for (const { payer, receiver } of edges) root.set(rootOf(payer), rootOf(receiver))
  const parts = new Map<number, Edge[]>()
  for (const edge of edges) {
    const name = rootOf(edge.payer)
    const part = parts.get(name)
    if (part) part.push(edge)
    else parts.set(name, [edge])
  }
  return [...parts.values()]
}

/** The way round from a party back to it; null where there is none. Hands go on `mostBranches` ways. */
function roundFrom(edges: readonly Edge[], { ring, sameSum }: ClueRule): Edge[] | null {
  const { leastAccounts: least, mostAccounts: most } = ring
  const outs = by(edges, 'payer')
  const walk = (path: Edge[], start: number): Edge[] | null => {
    const last = path.at(-1)
    if (!last) return null
    if (last.receiver === start) return path.length >= least ? path : null
    if (path.length >= most || path.slice(0, -1).some(({ payer }) => payer === last.receiver)) {
      return null
    }
    for (const edge of (outs.get(last.receiver) ?? []).slice(0, sameSum.mostBranches)) {
      const round = walk([...path, edge], start)
      if (round) return round
    }
    return null
  }
  for (const edge of edges) {
    const round = walk([edge], edge.payer)
    if (round) return round
  }
  return null
}

const firstDay = (net: TransferNet, { transfers }: Edge) => at(net.day, transfers[0] ?? 0)

/** Whether no party hands the sum on before the day on which it first came. */
function inTimeOrder(net: TransferNet, edges: readonly Edge[]): boolean {
  const outs = by(edges, 'payer')
  return edges.every((into) =>
    (outs.get(into.receiver) ?? []).every((out) => firstDay(net, out) >= firstDay(net, into)),
  )
}

/** Parts of one day that make an edge one of instalments. */
function isInParts(net: TransferNet, { transfers }: Edge, least: number): boolean {
  const days = new Map<number, number>()
  for (const index of transfers) {
    const day = at(net.day, index)
    days.set(day, (days.get(day) ?? 0) + 1)
  }
  return [...days.values()].some((parts) => parts >= least)
}

function clueOf(net: TransferNet, edges: readonly Edge[], rule: ClueRule): Clue {
  const round = roundFrom(edges, rule)
  const ordered = round ?? edges
  const transfers = evidence(
    net,
    ordered.flatMap((edge) => edge.transfers),
  )
  const outs = by(ordered, 'payer')
  const middleParty = ordered.find((edge) => outs.has(edge.receiver))?.receiver ?? 0
  const names = new Set<string>()
  if (!round) names.add(partyOf(net, middleParty))
  for (const { payer, receiver } of ordered) {
    names.add(partyOf(net, payer))
    names.add(partyOf(net, receiver))
  }
  const parties = [...names]
  const sums = ordered.map((edge) =>
    edge.transfers.reduce((sum, index) => sum + at(net.fen, index), 0),
  )
  const inParts = ordered.filter((edge) => isInParts(net, edge, rule.split.leastTransfers)).length
  return scored(
    {
      kind: round ? 'ring' : 'pass_through',
      lead: parties[0] ?? '',
      parties,
      transfers,
      amountFen: Math.min(...sums),
    },
    [
      round
        ? { part: 'ring_same_sum', points: 60, figure: round.length }
        : { part: 'same_sum_passed', points: 40, figure: ordered.length },
      furtherPoints('further_accounts', parties.length, 3, { each: 10, most: 20 }),
      pointsIf(inParts > 0, 'split_in_a_day', 15, inParts),
      pointsIf(inTimeOrder(net, ordered), 'in_time_order', 10, ordered.length),
    ],
  )
}

/**
 * One and the same sum, to the 分, that goes from hand to hand: a ring where it comes back, otherwise a
 * pass-through. Who has money already need not wait for what is to be passed on, so time order only
 * gives points.
 */
export function sameSums(net: TransferNet, rule: ClueRule): Clue[] {
  return tellingSums(net, rule.sameSum).flatMap((edges) =>
    connected(handedOn(net, edges, rule.sameSum.mostBranches)).map((part) =>
      clueOf(net, part, rule),
    ),
  )
}
