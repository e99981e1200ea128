/** A repeatable source of chance: the same seed gives the same sequence on every machine. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next: () => number
  /** A whole number from `low` to `high`, both included. */
  int: (low: number, high: number) => number
  /** True with the given probability. */
  hit: (probability: number) => boolean
  /** One of a non-empty list. */
  pick: <T>(items: readonly T[]) => T
  /** One of a non-empty list of [item, weight]. */
  weighted: <T>(items: readonly (readonly [T, number])[]) => T
  /** Standard normal. */
  normal: () => number
  /** Bytes for ids. */
  bytes: (length: number) => Uint8Array
  /** A source of its own for a part, so that one part's changes do not move another's. */
  fork: (name: string) => Chance
}

function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return hash
}

/** Makes a source of chance (mulberry32) from a seed. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const some = <T>(item: T | undefined): T => {
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }
  return {
    next,
    int,
    hit: (probability) => next() < probability,
    pick: (items) => some(items[int(0, items.length - 1)]),
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      const found = items.find(([, weight]) => (left -= weight) < 0) ?? items.at(-1)
      return some(found)[0]
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)),
    fork: (name) => chance(hashText(`${seed}:${name}`)),
  }
}

/**
 * Draws from a long list of [item, weight] that does not change: the sums are made once, and a draw
 * looks its place up.
 */
export function wheel<T>(items: readonly (readonly [T, number])[]): (random: Chance) => T {
  let sum = 0
  const sums = items.map(([, weight]) => (sum += weight))
  return (random) => {
    const drawn = random.next() * sum
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > drawn) high = middle
      else low = middle + 1
    }
    const found = items[low]
    if (!found) throw new Error('nothing to choose from')
    return found[0]
  }
}
