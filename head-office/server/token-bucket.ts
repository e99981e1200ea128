/** How much may come: `perSecond` in the long run, `burst` at once. */
export interface Rate {
  perSecond: number
  burst: number
}

/** What is left at a moment, ms of the monotonic clock; thousandths, so that nothing is rounded. */
export interface Bucket {
  milliTokens: number
  atMs: number
}

/**
 * Takes tokens out of a bucket that fills at a rate; one nobody has used is full. What costs more than
 * a full bucket costs a full one, so that it is served at last. `waitMs` 0: taken; else nothing was
 * taken, and after so long it may be.
 */
export function takeTokens(
  before: Bucket | undefined,
  { perSecond, burst }: Rate,
  cost: number,
  nowMs: number,
): { bucket: Bucket; waitMs: number } {
  const full = burst * 1_000
  const there = before ? before.milliTokens + (nowMs - before.atMs) * perSecond : full
  const milliTokens = Math.min(full, there)
  const left = milliTokens - Math.min(cost * 1_000, full)
  if (left >= 0) return { bucket: { milliTokens: left, atMs: nowMs }, waitMs: 0 }
  return { bucket: { milliTokens, atMs: nowMs }, waitMs: Math.ceil(-left / perSecond) }
}

/** Branches of which a bucket is kept; the one unused for longest is full again and goes first. */
const mostBranches = 10_000

/** A bucket for each branch, so that one that storms does not starve the others. */
export class BranchBuckets {
  readonly #rate: Rate
  readonly #most: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(rate: Rate, most = mostBranches) {
    this.#rate = rate
    this.#most = most
  }

  /** Takes tokens of a branch; returns how long to wait, ms, 0 where they were there. */
  take(branchId: string, cost: number, nowMs: number): number {
    const { bucket, waitMs } = takeTokens(this.#buckets.get(branchId), this.#rate, cost, nowMs)
    this.#buckets.delete(branchId)
    this.#buckets.set(branchId, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > this.#most && oldest !== undefined) this.#buckets.delete(oldest)
    return waitMs
  }

  /** How many branches have a bucket. */
  get size(): number {
    return this.#buckets.size
  }
}
