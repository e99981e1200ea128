import { addDays, type Day, instantOfDay } from '../time/day.ts'

/** When something is due: at a moment, or by the end of a day. */
export interface Due {
  id: string
  dueAtMs: number | null
  dueOn: Day | null
}

/** A {@link Due} with its moment and whether that has passed. */
export type Reminded<Item extends Due> = Omit<Item, 'dueAtMs' | 'dueOn'> & {
  dueAtMs: number
  wholeDay: boolean
  overdue: boolean
}

/** Things to do in the order of a list of reminders: what is overdue first, the longest first. */
export function inOrder<Item extends Due>(items: readonly Item[], nowMs: number): Reminded<Item>[] {
  return items
    .map(({ dueAtMs, dueOn, ...item }) => {
      const wholeDay = dueAtMs === null
      const atMs = dueAtMs ?? (dueOn === null ? nowMs : instantOfDay(addDays(dueOn, 1)) - 1)
      return { ...item, dueAtMs: atMs, wholeDay, overdue: atMs < nowMs }
    })
    .sort((one, other) => one.dueAtMs - other.dueAtMs || (one.id < other.id ? -1 : 1))
}
