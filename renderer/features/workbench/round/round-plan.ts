import type { WorkRow } from '#contract/ipc/workbench-views.ts'

/** A round of contacts: whom, and who is done. Kept as a draft, so it can be left and resumed. */
export interface Round {
  /** Business date it was begun on; another day begins another round. */
  day: string
  customerIds: string[]
  doneIds: string[]
}

/** A round that is not begun. */
export const noRound = (): Round => ({ day: '', customerIds: [], doneIds: [] })

/** A stored round of today's shape, or null. */
export function roundFrom(stored: unknown): Round | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { day, customerIds, doneIds } = stored as Partial<Round>
  const texts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((each) => typeof each === 'string')
  return typeof day === 'string' && texts(customerIds) && texts(doneIds)
    ? { day, customerIds, doneIds }
    : null
}

/** A round of the rows the service named, begun on a day. */
export function planRound(rows: readonly WorkRow[], day: string): Round {
  return { day, customerIds: rows.map(({ customerId }) => customerId), doneIds: [] }
}

/** Whom a round has still to call, in its order. */
export function waitingOf(round: Round): string[] {
  return round.customerIds.filter((id) => !round.doneIds.includes(id))
}

/** Who is left of a round, in its order; whoever left the list meanwhile is passed over. */
export function leftOf(round: Round, rows: readonly WorkRow[]): WorkRow[] {
  const byId = new Map(rows.map((row) => [row.customerId, row]))
  return waitingOf(round).flatMap((id) => byId.get(id) ?? [])
}
