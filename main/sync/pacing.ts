import { maxPushBytes, maxPushCommands } from '#contract/sync/protocol.ts'

/** How much goes up in one push. */
export interface PushSize {
  commands: number
  /** Bytes of JSON. */
  bytes: number
}

/** The most, with which every terminal begins. */
export const largestPush: PushSize = { commands: maxPushCommands, bytes: maxPushBytes }

/** Bytes below which a push is not cut any further. */
const leastBytes = 8 * 1024

/** By how much a push grows after one that was taken. */
const growth: PushSize = { commands: 10, bytes: 16 * 1024 }

/** After a push of `sent` commands that was too much (busy, or no answer in time): half of it. */
export function smallerPush(size: PushSize, sent: number): PushSize {
  return {
    commands: Math.max(1, Math.floor(Math.min(size.commands, sent) / 2)),
    bytes: Math.max(leastBytes, Math.floor(size.bytes / 2)),
  }
}

/** After a push that was taken: a little more. */
export function largerPush(size: PushSize): PushSize {
  return {
    commands: Math.min(largestPush.commands, size.commands + growth.commands),
    bytes: Math.min(largestPush.bytes, size.bytes + growth.bytes),
  }
}

/** Silence from which on a push that got no answer counts as too large, ms. */
const slowMs = 2_000

/** Whether a push failed because it was too much, not because nobody was there. */
export function wasTooMuch(code: string | null, tookMs: number): boolean {
  return code === 'headOffice.busy' || (code === 'headOffice.unreachable' && tookMs >= slowMs)
}

/**
 * Pause after head office said how long it is busy, ms: between once and twice that, so that those
 * who were told together do not come back together. `random` is in [0, 1).
 */
export function busyPauseMs(retryAfterSeconds: number, random: number): number {
  return Math.round(retryAfterSeconds * 1_000 * (1 + random))
}
