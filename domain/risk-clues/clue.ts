/** What a clue is about. */
export const clueKinds = ['ring', 'fan_in', 'pass_through', 'split'] as const
/** One of {@link clueKinds}. */
export type ClueKind = (typeof clueKinds)[number]

/** What gives a clue points; `points` of the parts add up to the score, at most 100. */
export const cluePartNames = [
  'ring_in_order',
  'ring_same_sum',
  'further_accounts',
  'within_a_week',
  'slow_fan_in',
  'burst_fan_in',
  'further_payers',
  'alike_sums',
  'foreign_sums',
  'passed_often',
  'passed_large',
  'further_passes',
  'passed_next_day',
  'same_sum_passed',
  'in_time_order',
  'split_in_a_day',
  'only_that_day',
] as const
/** One of {@link cluePartNames}. */
export type CluePartName = (typeof cluePartNames)[number]

/** One reason of a score, with the figure it rests on (accounts, days, payers, times, basis points). */
export interface CluePart {
  part: CluePartName
  points: number
  figure: number
}

/** A transfer as evidence; day since 1970-01-01, amount in 分. */
export interface ClueTransfer {
  ref: string
  payer: string
  receiver: string
  amountFen: number
  day: number
}

/** A clue with everything it rests on. A clue is a question to a person, never a verdict. */
export interface Clue {
  kind: ClueKind
  /** The party it is named for: who begins a ring, receives, passes on, or pays in parts. */
  lead: string
  /** Everybody in it, the lead first; of a ring in the order in which the money goes. */
  parties: string[]
  /** Oldest first. */
  transfers: ClueTransfer[]
  fromDay: number
  toDay: number
  /** What is at stake, 分: what went round once, came together, was passed on, or was paid. */
  amountFen: number
  score: number
  parts: CluePart[]
  ruleVersion: string
}

/** What tells a clue from others of its kind: the same finding of another night has the same name. */
export function clueName(clue: Pick<Clue, 'kind' | 'lead' | 'parties'>): string {
  const named =
    clue.kind === 'ring' || clue.kind === 'split' ? [...clue.parties].sort() : [clue.lead]
  return [clue.kind, ...named].join('|')
}
