import { rankScore } from '../workbench/rank.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import type { ActionFacts } from './facts.ts'
import { type ClosedGate, closedGates } from './gates.ts'
import type { Refusal } from './records.ts'
import { isOfAction, stands } from './refusals.ts'
import { actionScore, type ScoredPart, scoredParts, sharesOf } from './score.ts'

/** Reasons that are told of each action. */
const toldReasons = 3

/** A candidate with its score and everything the score rests on. */
export interface NextAction extends Candidate {
  /** 0 to 100 to a tenth; 0 where a gate is closed. */
  score: number
  /** What the score would be with every gate open. */
  openScore: number
  /** In the order of the formula. */
  parts: ScoredPart[]
  /** The parts that give most, at most three, none that gives nothing. */
  reasons: ScoredPart[]
  gates: ClosedGate[]
}

/** What to do for a customer, and what not. */
export interface NextActions {
  /** The best first. */
  ranked: NextAction[]
  /** What a gate holds back, the one with most points first. */
  blocked: NextAction[]
  /** Standing refusals whose action would not come up now anyway, the one that ends first first. */
  refused: Refusal[]
}

const strongest = (parts: readonly ScoredPart[]) =>
  parts
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, toldReasons)

const end = '9999-12-31'

/** By score, then by deadline, then by key: the same whatever order the facts came in. */
function byScore(score: (action: NextAction) => number) {
  return (a: NextAction, b: NextAction): number => {
    const [first, second] = [score(a), score(b)]
    if (first !== second) return second - first
    const [mine, theirs] = [a.dueOn ?? end, b.dueOn ?? end]
    if (mine !== theirs) return mine < theirs ? -1 : 1
    return a.key < b.key ? -1 : 1
  }
}

function judged(candidate: Candidate, facts: ActionFacts): NextAction {
  const parts = scoredParts(candidate, facts)
  const gates = closedGates(candidate, facts)
  const shares = sharesOf(parts)
  return {
    ...candidate,
    score: actionScore(shares, gates.length),
    openScore: rankScore(shares),
    parts,
    reasons: strongest(parts),
    gates,
  }
}

/**
 * The next best actions of a customer (rule 4.11): every candidate scored, the gates applied, what is
 * held back kept with why.
 */
export function nextActionsOf(facts: ActionFacts): NextActions {
  const all = candidatesOf(facts).map((candidate) => judged(candidate, facts))
  const open = all.filter(({ gates }) => gates.length === 0)
  const held = all.filter(({ gates }) => gates.length > 0)
  return {
    ranked: open.sort(byScore(({ score }) => score)),
    blocked: held.sort(byScore(({ openScore }) => openScore)),
    refused: facts.refusals
      .filter((refusal) => stands(refusal, facts.on))
      .filter((refusal) => !held.some((action) => isOfAction(refusal, action)))
      .sort((a, b) => (a.until === b.until ? (a.id < b.id ? -1 : 1) : a.until < b.until ? -1 : 1)),
  }
}
