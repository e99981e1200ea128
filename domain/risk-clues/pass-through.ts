import type { Clue } from './clue.ts'
import { at, evidence, middle, partyOf, type TransferNet } from './net.ts'
import type { ClueRule } from './rules.ts'
import { furtherPoints, pointsIf, scored } from './score.ts'

/** A sum that came in and what of it left again. */
interface Pass {
  into: number
  outs: number[]
  passedFen: number
}

const rowOf = (row: Int32Array, start: Int32Array, party: number) =>
  row.subarray(at(start, party), at(start, party + 1))

/**
 * What of each sum that came in left within days, first in first out; money that goes back to its
 * payer is returned, not passed on. Each 分 that leaves counts once.
 */
function passesOf(net: TransferNet, party: number, days: number): Pass[] {
  const outs = rowOf(net.out, net.outStart, party)
  const left = Float64Array.from(outs, (index) => at(net.fen, index))
  let first = 0
  const passes: Pass[] = []
  for (const into of rowOf(net.into, net.inStart, party)) {
    const day = at(net.day, into)
    while (first < outs.length && at(net.day, at(outs, first)) < day) first += 1
    const pass: Pass = { into, outs: [], passedFen: 0 }
    let open = at(net.fen, into)
    for (let place = first; place < outs.length && open > 0; place += 1) {
      const out = at(outs, place)
      if (at(net.day, out) > day + days) break
      const fen = Math.min(open, at(left, place))
      if (fen === 0 || at(net.receiver, out) === at(net.payer, into)) continue
      left[place] = at(left, place) - fen
      open -= fen
      pass.outs.push(out)
      pass.passedFen += fen
    }
    passes.push(pass)
  }
  return passes
}

const sumOf = (net: TransferNet, transfers: Iterable<number>): number => {
  let sum = 0
  for (const index of transfers) sum += at(net.fen, index)
  return sum
}

function clueOf(
  net: TransferNet,
  party: number,
  passes: readonly Pass[],
  parts: Parameters<typeof scored>[1],
): Clue {
  const lead = partyOf(net, party)
  const transfers = evidence(
    net,
    passes.flatMap(({ into, outs }) => [into, ...outs]),
  )
  const others = new Set(transfers.flatMap(({ payer, receiver }) => [payer, receiver]))
  others.delete(lead)
  return scored(
    {
      kind: 'pass_through',
      lead,
      parties: [lead, ...[...others].sort()],
      transfers,
      amountFen: passes.reduce((sum, { passedFen }) => sum + passedFen, 0),
    },
    parts,
  )
}

const lastDay = (net: TransferNet, { outs }: Pass) =>
  outs.reduce((day, index) => Math.max(day, at(net.day, index)), 0)

/** Whether every pass was over on the day after it came. */
const byNextDay = (net: TransferNet, passes: readonly Pass[]) =>
  passes.every((pass) => lastDay(net, pass) <= at(net.day, pass.into) + 1)

/** Nearly all that moves on the account only passes through it, again and again. */
function passedOften(
  net: TransferNet,
  party: number,
  passes: readonly Pass[],
  rule: ClueRule['passThrough'],
): Clue | null {
  if (passes.length < rule.leastPasses) return null
  const passed = passes.reduce((sum, { passedFen }) => sum + passedFen, 0)
  const came = sumOf(net, rowOf(net.into, net.inStart, party))
  const went = sumOf(net, rowOf(net.out, net.outStart, party))
  const share = Math.floor((passed * 10_000) / Math.max(came, went))
  if (share < rule.shareBp) return null
  return clueOf(net, party, passes, [
    { part: 'passed_often', points: 50, figure: share },
    furtherPoints('further_passes', passes.length, rule.leastPasses, { each: 5, most: 25 }),
    pointsIf(byNextDay(net, passes), 'passed_next_day', 15, passes.length),
  ])
}

/** A sum far above all others of the account that only passes through it. */
function passedLarge(
  net: TransferNet,
  party: number,
  passes: readonly Pass[],
  rule: ClueRule['passThrough'],
): Clue | null {
  const receipts = [...rowOf(net.into, net.inStart, party)]
  const large = passes.filter(({ into }) => {
    const fen = at(net.fen, into)
    if (fen < rule.singleLeastFen) return false
    const usual = middle(
      receipts.filter((index) => index !== into).map((index) => at(net.fen, index)),
    )
    return Number.isNaN(usual) || fen >= usual * rule.singleTimes
  })
  if (large.length === 0) return null
  return clueOf(net, party, large, [
    { part: 'passed_large', points: 50, figure: large.length },
    pointsIf(byNextDay(net, large), 'passed_next_day', 15, large.length),
  ])
}

/** Pass-throughs: what comes in leaves again within days, nearly whole. Hubs are none. */
export function passThroughs(net: TransferNet, { passThrough: rule }: ClueRule): Clue[] {
  const clues: Clue[] = []
  for (let party = 0; party < net.parties.length; party += 1) {
    if (at(net.hub, party) === 1) continue
    if (at(net.inStart, party + 1) === at(net.inStart, party)) continue
    if (at(net.outStart, party + 1) === at(net.outStart, party)) continue
    const passes = passesOf(net, party, rule.days).filter(
      ({ into, passedFen }) => passedFen * 10_000 >= at(net.fen, into) * rule.keepBp,
    )
    if (passes.length === 0) continue
    const clue = passedOften(net, party, passes, rule) ?? passedLarge(net, party, passes, rule)
    if (clue) clues.push(clue)
  }
  return clues
}
