/** Keys of chosen rows; a new set each time it changes. */
export type Selection = ReadonlySet<string>

/** The selection with the key turned over. */
export function toggled(selection: Selection, key: string): Selection {
  const next = new Set(selection)
  if (!next.delete(key)) next.add(key)
  return next
}

/** The selection with every given key in it. */
export function extended(selection: Selection, keys: Iterable<string>): Selection {
  return new Set([...selection, ...keys])
}

/** Indexes from one row to another, both included, rising. */
export function between(from: number, to: number): number[] {
  const first = Math.min(from, to)
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => first + index)
}
