import { type Clue, clueName, type ClueTransfer } from './clue.ts'
import { fanIns } from './fan-in.ts'
import { buildNet, type SetAside, type TransferNet } from './net.ts'
import { passThroughs } from './pass-through.ts'
import { ringsInOrder } from './rings.ts'
import type { ClueRule } from './rules.ts'
import { sameSums } from './same-sum.ts'
import { splits } from './splits.ts'

/** What a night found, and what it did not look at. */
export interface CluesFound {
  /** Highest score first. */
  clues: Clue[]
  /** Transfers looked at, the parties on their ends, and those among them that are hubs. */
  transfers: number
  parties: number
  hubs: number
  setAside: SetAside
  /** Searches for rings that ended before they had seen everything. */
  cutShort: number
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Strongest first; of equal ones in an order that does not depend on where they were found. */
function byStrength(a: Clue, b: Clue): number {
  return (
    b.score - a.score ||
    b.parties.length - a.parties.length ||
    compare(clueName(a), clueName(b)) ||
    compare(a.transfers[0]?.ref ?? '', b.transfers[0]?.ref ?? '')
  )
}

/**
 * Leaves out of clues that are sorted by strength those of a name that stands already, and those about
 * parties who are all in one stronger clue: that one tells of them.
 */
function withoutContained(clues: readonly Clue[]): Clue[] {
  const kept: Clue[] = []
  const names = new Set<string>()
  const ofParty = new Map<string, Set<Clue>>()
  for (const clue of clues) {
    if (names.has(clueName(clue))) continue
    const [first, ...others] = clue.parties
    const around = ofParty.get(first ?? '') ?? new Set<Clue>()
    const within = [...around].some((stronger) =>
      others.every((party) => ofParty.get(party)?.has(stronger) === true),
    )
    if (within) continue
    kept.push(clue)
    names.add(clueName(clue))
    for (const party of clue.parties) {
      const known = ofParty.get(party)
      if (known) known.add(clue)
      else ofParty.set(party, new Set([clue]))
    }
  }
  return kept
}

/** Finds all clues of a net. */
export function cluesOf(net: TransferNet, rule: ClueRule): CluesFound {
  const rings = ringsInOrder(net, rule)
  const clues = [
    ...rings.clues,
    ...sameSums(net, rule),
    ...fanIns(net, rule),
    ...passThroughs(net, rule),
    ...splits(net, rule),
  ]
    .filter(({ score, amountFen }) => score >= rule.leastScore && amountFen >= rule.leastClueFen)
    .sort(byStrength)
  return {
    clues: withoutContained(clues),
    transfers: net.payer.length,
    parties: net.parties.length,
    hubs: net.hubs,
    setAside: net.setAside,
    cutShort: rings.cutShort,
  }
}

/**
 * Finds rings, fan-ins, pass-throughs and payments in parts among transfers, looked at on a day (days
 * since 1970). The same transfers give the same clues in whatever order they come; what cannot be
 * looked at is counted, never an error.
 */
export function findClues(
  transfers: Iterable<ClueTransfer>,
  today: number,
  rule: ClueRule,
): CluesFound {
  return cluesOf(buildNet(transfers, today, rule), rule)
}
