/** From so many rows an event on, twice running, nobody reads pictures in what comes. */
const fastRows = 1.5
/** Events further apart than this, ms, are none of one flight; it ends so long after the last. */
export const restMs = 120

/** Tells a flight through a list from a leap and from reading. Give it each scroll, px and ms. */
export function makeFlight(): (byPx: number, rowPx: number, atMs: number) => boolean {
  let lastMs = Number.NEGATIVE_INFINITY
  let wasFast = false
  return (byPx, rowPx, atMs) => {
    const fast = Math.abs(byPx) >= fastRows * rowPx
    const flying = fast && wasFast && atMs - lastMs < restMs
    lastMs = atMs
    wasFast = fast
    return flying
  }
}
