import type { ClueTransfer } from './clue.ts'

/** One booking of a transfer: on the payer's account, or on the receiver's. */
export interface TransferLeg extends ClueTransfer {
  side: 'out' | 'in'
  /** Whether both ends are this bank's, so that the transfer is booked twice. */
  twice: boolean
}

/**
 * Transfers of bookings, each once. A transfer between two accounts here is booked on both; the
 * receiver's booking counts where the payer's is missing.
 */
export function mergeLegs(legs: readonly TransferLeg[]): ClueTransfer[] {
  const transfers: ClueTransfer[] = []
  const unpaired = new Map<string, number>()
  const name = ({ payer, receiver, amountFen, day }: TransferLeg) =>
    `${payer}|${receiver}|${amountFen}|${day}`
  const take = ({ ref, payer, receiver, amountFen, day }: TransferLeg) =>
    transfers.push({ ref, payer, receiver, amountFen, day })
  for (const leg of legs) {
    if (leg.side === 'in') continue
    take(leg)
    if (leg.twice) unpaired.set(name(leg), (unpaired.get(name(leg)) ?? 0) + 1)
  }
  const received = legs.filter(({ side }) => side === 'in')
  received.sort((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0))
  for (const leg of received) {
    const left = leg.twice ? (unpaired.get(name(leg)) ?? 0) : 0
    if (left === 0) take(leg)
    else unpaired.set(name(leg), left - 1)
  }
  return transfers
}
