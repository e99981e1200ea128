import { describe, expect, test } from 'vitest'
import { Arrivals, longestSpreadMs, spreadMs } from '#head-office/server/arrivals.ts'
import { BranchBuckets, type Bucket, takeTokens } from '#head-office/server/token-bucket.ts'

describe('a branch’s bucket', () => {
  const rate = { perSecond: 10, burst: 50 }

  test('gives the burst at once, then the rate, and says exactly how long to wait', () => {
    let bucket: Bucket | undefined
    const take = (cost: number, nowMs: number) => {
      const taken = takeTokens(bucket, rate, cost, nowMs)
      bucket = taken.bucket
      return taken.waitMs
    }
    expect([take(30, 0), take(20, 0), take(1, 0)]).toEqual([0, 0, 100])
    // Nothing was taken by what was refused; after the time that was named it is there.
    expect([take(1, 99), take(1, 100)]).toEqual([1, 0])
    expect(take(25, 1_100)).toBe(1_500)
    expect(take(25, 2_600)).toBe(0)
    // Waiting longer than it takes to fill gives no more than the burst.
    expect([take(50, 1_000_000), take(1, 1_000_000)]).toEqual([0, 100])
  })

  test('what costs more than a whole bucket is served by a whole bucket', () => {
    expect(takeTokens({ milliTokens: 0, atMs: 0 }, rate, 200, 4_999).waitMs).toBe(1)
    expect(takeTokens({ milliTokens: 0, atMs: 0 }, rate, 200, 5_000)).toEqual({
      bucket: { milliTokens: 0, atMs: 5_000 },
      waitMs: 0,
    })
  })

  test('in the long run never more than the rate, whatever is asked', () => {
    let bucket: Bucket | undefined
    let served = 0
    for (let nowMs = 0; nowMs < 60_000; nowMs += 37) {
      const cost = 1 + (nowMs % 13)
      const taken = takeTokens(bucket, rate, cost, nowMs)
      bucket = taken.bucket
      if (taken.waitMs === 0) served += cost
    }
    expect(served).toBeLessThanOrEqual(rate.burst + 60 * rate.perSecond)
    expect(served).toBeGreaterThan(60 * rate.perSecond - 13)
  })

  test('branches do not take from each other, and no more than the most are kept', () => {
    const buckets = new BranchBuckets({ perSecond: 1, burst: 1 }, 3)
    expect([buckets.take('a', 1, 0), buckets.take('a', 1, 0), buckets.take('b', 1, 0)]).toEqual([
      0, 1_000, 0,
    ])
    for (const branch of ['c', 'd', 'e', 'f']) buckets.take(branch, 1, 0)
    expect(buckets.size).toBe(3)
    expect(buckets.take('f', 1, 0)).toBe(1_000)
  })
})

describe('terminals that come back together', () => {
  const limits = { calmPerMinute: 100, perSecond: 5 }

  test('are counted over one minute', () => {
    const arrivals = new Arrivals()
    const counts = [0, 500, 30_000, 59_999, 60_000, 61_000, 200_000].map((at) => arrivals.note(at))
    expect(counts).toEqual([1, 2, 3, 4, 3, 4, 1])
  })

  test('are not spread on an ordinary day, and never over more than a quarter of an hour', () => {
    expect(spreadMs(100, limits)).toBe(0)
    expect(spreadMs(101, limits)).toBe(200)
    expect(spreadMs(600, limits)).toBe(100_000)
    expect(spreadMs(1_000_000, limits)).toBe(longestSpreadMs)
  })
})
