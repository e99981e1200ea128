/** Pause between polls while all is well, ms. */
const pollMs = 5_000

/** The same while head office says by itself when there is news, ms. */
const listeningPollMs = 60_000

const firstMs = 1_000
const longestMs = 30_000

/**
 * Pause before attempt number `failures` + 1, ms: doubles from one second to thirty, then between
 * half and all of that by chance, so that a region coming back does not knock in step. `random` is
 * in [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(10, Math.max(0, failures - 1)))
  return Math.round(whole / 2 + (whole / 2) * random)
}

/** A poll's pause with ±20 % of chance, ms; a long one where news comes by itself. */
export function jitteredPoll(random: number, listening = false): number {
  return Math.round((listening ? listeningPollMs : pollMs) * (0.8 + 0.4 * random))
}
