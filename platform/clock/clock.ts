/** Time as the product asks for it; injected, so that tests and simulations move it themselves. */
export interface Clock {
  /** Wall clock, milliseconds since 1970 UTC. Evidence only: it never orders anything. */
  now(): number
  /** Milliseconds since an arbitrary start; never goes back within a boot. For durations. */
  monotonic(): number
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Math.round(performance.now()),
}

/** Acts once after a pause of `ms`; what it returns takes that back. Injected as the clock is. */
export type Timer = (ms: number, act: () => void) => () => void

/** The machine's own timer. */
export const systemTimer: Timer = (ms, act) => {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}
