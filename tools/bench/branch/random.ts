/** Scatters 32 bits: a bijection, so different numbers stay different (finalizer of MurmurHash3). */
export function scatter(number: number): number {
  let bits = number >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Repeatable random numbers of one stream: the same seed gives the same numbers everywhere. */
export class Random {
  #state: number

  constructor(...seeds: number[]) {
    this.#state = seeds.reduce((state, seed) => scatter(state ^ scatter(seed + 0x9e3779b9)), 1)
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    return scatter(this.#state) / 4_294_967_296
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  /** One of a list. */
  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item
  }

  /** Bell-shaped around 0 with deviation 1 (sum of twelve, good to three deviations). */
  bell(): number {
    let sum = -6
    for (let count = 0; count < 12; count += 1) sum += this.next()
    return sum
  }
}

const kinds = [
  'branch',
  'staff',
  'customer',
  'summary',
  'manager',
  'account',
  'holding',
  'product',
  'contact',
  'task',
] as const

/** What a synthetic id is of. */
export type SyntheticKind = (typeof kinds)[number]

/** Id of the n-th record of a kind; scattered, as name-based ids of imports are. */
export function syntheticId(kind: SyntheticKind, n: number): string {
  const front = scatter(n * kinds.length + kinds.indexOf(kind))
    .toString(16)
    .padStart(8, '0')
  const back = (kinds.indexOf(kind) * 2 ** 40 + n).toString(16).padStart(12, '0')
  return `${front}-0000-8000-8000-${back}`
}
