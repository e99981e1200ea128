import type { WorkRow } from '#contract/ipc/workbench-views.ts'

/** Customers a round calls on: what one person manages in a day beside everything else. */
export const roundSize = 10

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

/** The first rows that may be contacted: those a gate holds back are left out. */
export function planRound(rows: readonly WorkRow[], day: string): Round {
  const open = rows.filter(({ gate }) => gate === null).slice(0, roundSize)
  return { day, customerIds: open.map(({ customerId }) => customerId), doneIds: [] }
}

/** Who is left of a round, in its order; whoever left the list meanwhile is passed over. */
export function leftOf(round: Round, rows: readonly WorkRow[]): WorkRow[] {
  const byId = new Map(rows.map((row) => [row.customerId, row]))
  return round.customerIds
    .filter((id) => !round.doneIds.includes(id))
    .flatMap((id) => byId.get(id) ?? [])
}
