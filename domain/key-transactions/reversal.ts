import { evidenceOf, historyOf, withEntry } from './card.ts'
import type { KeyTransaction } from './records.ts'
import { isWaiting } from './states.ts'

/** Longest reason of a reversal, characters. */
export const reversalReasonLength = 100

/** Bookings that core banking took back: which, when (ms UTC), and why in its own words. */
export interface Reversal {
  txnNos: readonly string[]
  atMs: number
  reason: string
}

/** Whether a card rests on a booking that was reversed. */
export function restsOn(
  { evidence }: Pick<KeyTransaction, 'evidence'>,
  reversal: Reversal,
): boolean {
  return evidenceOf(evidence).parts.some(({ movements }) =>
    movements.some(({ txnNo }) => reversal.txnNos.includes(txnNo)),
  )
}

/**
 * The card that stands after bookings it rests on were reversed (冲正). Where nobody has answered for it,
 * it is taken back, or rests on what is left of the day. Where somebody has, what he or she acted on stays
 * as it was, and the card is marked. `fresh` is the card that the day's remaining bookings ask for.
 */
export function afterReversal(
  known: KeyTransaction,
  fresh: KeyTransaction | null,
  { atMs, reason }: Reversal,
): KeyTransaction {
  const history = withEntry(known.history, { atMs, by: null, act: 'reversed', note: reason })
  const answered = known.responded_at !== null || !isWaiting(known.state)
  if (answered) return { ...known, history }
  if (fresh === null) return { ...known, state: 'closed', state_at: atMs, state_by: null, history }
  return {
    ...fresh,
    arrived_at: known.arrived_at,
    due_at: fresh.priority === known.priority ? known.due_at : fresh.due_at,
    state: known.state,
    state_at: known.state_at,
    state_by: known.state_by,
    history,
  }
}

/** Whether the last word of what moved on a card's day is that bookings were reversed. */
export function isReversed({ history }: Pick<KeyTransaction, 'history'>): boolean {
  const moved = historyOf(history).filter(({ act }) =>
    ['raised', 'merged', 'reopened', 'reversed'].includes(act),
  )
  return moved.at(-1)?.act === 'reversed'
}
