/** Chance that comes out the same on every machine and in every run of one seed. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** Evenly in [0, 1) (mulberry32). */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** Evenly between two numbers. */
  between(from: number, to: number): number {
    return from + this.unit() * (to - from)
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1))
  }

  /** Around a middle, with a deviation. */
  around(middle: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()))
    return middle + deviation * radius * Math.cos(2 * Math.PI * this.unit())
  }

  /** As waiting times of people are: a median, and a spread of its logarithm. */
  wait(median: number, spread: number): number {
    return median * Math.exp(this.around(0, spread))
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.unit() < probability
  }

  /** So many of some things, in their order. */
  some<T>(things: readonly T[], count: number): T[] {
    const left = things.map((_, index) => index)
    const taken: number[] = []
    while (taken.length < count && left.length > 0) {
      taken.push(...left.splice(this.whole(0, left.length - 1), 1))
    }
    return taken.sort((a, b) => a - b).flatMap((index) => things[index] ?? [])
  }
}
