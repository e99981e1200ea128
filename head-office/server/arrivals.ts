/** How many terminals may come back at once before they are asked to spread what can wait. */
export interface ArrivalLimits {
  /** Sessions opened within a minute that are ordinary: a morning, a few restarts. */
  calmPerMinute: number
  /** Terminals a second whose backlog head office takes in without falling behind. */
  perSecond: number
}

/** Longest time over which terminals are spread, ms. */
export const longestSpreadMs = 15 * 60_000

/**
 * Over how long many are to spread what they do, ms: those beyond `calm` as they are taken in, at most
 * `longestMs`; 0 where no more than that come.
 */
export function spreadOver(
  count: number,
  { calm, perSecond }: { calm: number; perSecond: number },
  longestMs: number,
): number {
  const queued = Math.max(0, count - calm)
  return Math.min(longestMs, Math.round((queued / perSecond) * 1_000))
}

/**
 * Over how long a terminal is to spread what can wait, ms: 0 on an ordinary day; after the outage of
 * a region as long as those before it in the queue take.
 */
export function spreadMs(openedInMinute: number, { calmPerMinute, perSecond }: ArrivalLimits) {
  return spreadOver(openedInMinute, { calm: calmPerMinute, perSecond }, longestSpreadMs)
}

const seconds = 60

/** Counts what came within the last minute, in slots of a second. */
export class Arrivals {
  readonly #slots = Array.from({ length: seconds }, () => ({ second: -1, count: 0 }))

  /** Notes one at a moment of the monotonic clock; returns how many came within the last minute. */
  note(nowMs: number): number {
    const second = Math.floor(nowMs / 1_000)
    const slot = this.#slots[second % seconds]
    if (slot && slot.second !== second) Object.assign(slot, { second, count: 0 })
    if (slot) slot.count += 1
    return this.#slots
      .filter((one) => one.second > second - seconds)
      .reduce((sum, { count }) => sum + count, 0)
  }
}
