import type { Clue } from './clue.ts'
import { at, evidence, partyOf, type TransferNet } from './net.ts'
import type { ClueRule } from './rules.ts'
import { furtherPoints, pointsIf, scored } from './score.ts'

/** Rings, and how many searches ended before they had seen everything. */
export interface RingsFound {
  clues: Clue[]
  cutShort: number
}

/** The first place in a party's row of payments on or after a day. */
function firstFrom(net: TransferNet, party: number, day: number): number {
  let low = at(net.outStart, party)
  let high = at(net.outStart, party + 1)
  while (low < high) {
    const between = (low + high) >> 1
    if (at(net.day, at(net.out, between)) < day) low = between + 1
    else high = between
  }
  return low
}

/** The search for one way back to where a transfer began. */
class Search {
  private readonly net: TransferNet
  private readonly rule: ClueRule['ring']
  private readonly onPath: Uint8Array
  private first = 0
  private lastDay = 0
  private steps = 0
  /** Transfers from the first one on. */
  path: number[] = []

  constructor(net: TransferNet, rule: ClueRule['ring']) {
    this.net = net
    this.rule = rule
    this.onPath = new Uint8Array(net.parties.length)
  }

  /** Transfers of every ring that begins with `start`; whether all were seen. */
  from(start: number, found: (path: readonly number[]) => void): boolean {
    const { net } = this
    this.first = at(net.payer, start)
    this.lastDay = at(net.day, start) + this.rule.days
    this.steps = 0
    this.path = [start]
    const fen = at(net.fen, start)
    this.onPath[this.first] = 1
    this.walk(at(net.receiver, start), at(net.day, start), fen, fen, found)
    this.onPath[this.first] = 0
    return this.steps <= this.rule.mostSteps
  }

  private walk(
    party: number,
    day: number,
    least: number,
    most: number,
    found: (path: readonly number[]) => void,
  ): void {
    const { net, rule, path } = this
    if (at(net.hub, party) === 1 || at(this.onPath, party) === 1) return
    this.onPath[party] = 1
    const end = at(net.outStart, party + 1)
    for (let place = firstFrom(net, party, day); place < end; place += 1) {
      const index = at(net.out, place)
      const nextDay = at(net.day, index)
      if (nextDay > this.lastDay) break
      this.steps += 1
      if (this.steps > rule.mostSteps) break
      const fen = at(net.fen, index)
      const low = Math.min(least, fen)
      const high = Math.max(most, fen)
      if (low * 10_000 < high * rule.ratioBp) continue
      const next = at(net.receiver, index)
      path.push(index)
      if (next === this.first) {
        if (path.length >= rule.leastAccounts) found(path)
      } else if (path.length < rule.mostAccounts) {
        this.walk(next, nextDay, low, high, found)
      }
      path.pop()
    }
    this.onPath[party] = 0
  }
}

function ringClue(
  net: TransferNet,
  path: readonly number[],
  all: ReadonlySet<number>,
  rule: ClueRule,
): Clue {
  const parties = path.map((index) => partyOf(net, at(net.payer, index)))
  const fens = path.map((index) => at(net.fen, index))
  const days = at(net.day, path.at(-1) ?? 0) - at(net.day, path[0] ?? 0)
  const alike = Math.floor((Math.min(...fens) * 10_000) / Math.max(...fens))
  return scored(
    {
      kind: 'ring',
      lead: parties[0] ?? '',
      parties,
      transfers: evidence(net, all),
      amountFen: Math.min(...fens),
    },
    [
      { part: 'ring_in_order', points: 40, figure: parties.length },
      furtherPoints('further_accounts', parties.length, rule.ring.leastAccounts, {
        each: 10,
        most: 20,
      }),
      pointsIf(days <= 7, 'within_a_week', 15, days),
      pointsIf(alike >= 9500, 'alike_sums', 15, alike),
    ],
  )
}

/** Rounds of the same parties in the same order: the one whose sums are most alike, and all transfers. */
interface Rounds {
  best: readonly number[]
  alike: number
  all: Set<number>
}

/**
 * Money that comes back in time order to where it began, through parties that are no hubs. Rounds of
 * the same parties in the same order are one ring: the one with the sums most alike gives its points
 * and its amount, the first of equal ones.
 */
export function ringsInOrder(net: TransferNet, rule: ClueRule): RingsFound {
  const search = new Search(net, rule.ring)
  const rings = new Map<string, Rounds>()
  let cutShort = 0
  for (let start = 0; start < net.payer.length; start += 1) {
    if (at(net.hub, at(net.payer, start)) === 1) continue
    const whole = search.from(start, (path) => {
      const round = path.map((index) => at(net.payer, index))
      const from = round.indexOf(Math.min(...round))
      const name = [...round.slice(from), ...round.slice(0, from)].join(',')
      const fens = path.map((index) => at(net.fen, index))
      const alike = Math.min(...fens) / Math.max(...fens)
      const known = rings.get(name) ?? { best: [...path], alike, all: new Set<number>() }
      if (alike > known.alike) Object.assign(known, { best: [...path], alike })
      for (const index of path) known.all.add(index)
      rings.set(name, known)
    })
    if (!whole) cutShort += 1
  }
  return {
    clues: [...rings.values()].map(({ best, all }) => ringClue(net, best, all, rule)),
    cutShort,
  }
}
