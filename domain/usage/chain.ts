import { usageHashInput } from './encoding.ts'
import type { UsageRecord } from './record.ts'

/**
 * What a look at a chain may find; a finding opens a case that a person decides, never a penalty, for a
 * failing disk looks the same. Source: security design, section 4.
 */
export const findingCodes = [
  'HASH',
  'LINK',
  'GAP',
  'MAC',
  'FORK',
  'TRUNC',
  'CLOCK_BACK',
  'CLOCK_JUMP',
  'CLONE',
  'CHECKPOINT',
  'BODY',
  'SILENCE',
  'UNSENT',
  'LOCAL_ROLLBACK',
  'KEY_ROLLBACK',
] as const
export type FindingCode = (typeof findingCodes)[number]

/** What was found, and the number of the first record it is found at. */
export interface Finding {
  code: FindingCode
  seq: number
}

/** A record as it travels: its hash, and its seal by the evolving key (null where it had no key). */
export interface SealedRecord {
  record: UsageRecord
  hash: string
  mac: string | null
}

/** How far a chain has been looked at; times in ms as the records tell them. */
export interface ChainStanding {
  seq: number
  /** Hash of the last record; 64 zeros of an empty chain. */
  head: string
  bootId: string
  monoMs: number
  wallMs: number
  /** Highest wall time so far. */
  lastSeenMs: number
  /** Boots that ended, newest last. */
  ended: string[]
}

/** The hashes of {@link checkRecord}: SHA-256 in hex, and the seal of a hash by the key of a number. */
export interface ChainHashes {
  sha256(data: Uint8Array): string
  /** Null where the chain has no keys. */
  seal(seq: number, hash: string): string | null
}

/** A chain nobody has looked at yet. */
export const freshStanding: ChainStanding = {
  seq: 0,
  head: '0'.repeat(64),
  bootId: '',
  monoMs: 0,
  wallMs: 0,
  lastSeenMs: 0,
  ended: [],
}

/** How far wall and monotonic time may part within a boot, ms. */
export const jumpToleranceMs = 2 * 60_000
/** How much earlier than ever seen the wall clock may be after a start, or later than head office, ms. */
export const backToleranceMs = 5 * 60_000
/** Ended boots that are remembered. */
const mostEnded = 500

function clockFinding(at: ChainStanding, record: UsageRecord): FindingCode | null {
  if (at.seq === 0) return null
  if (record.boot_id !== at.bootId) {
    return record.wall_ms < at.lastSeenMs - backToleranceMs ? 'CLOCK_BACK' : null
  }
  if (record.mono_ms < at.monoMs) return 'CLOCK_BACK'
  const parted = record.wall_ms - at.wallMs - (record.mono_ms - at.monoMs)
  return Math.abs(parted) > jumpToleranceMs ? 'CLOCK_JUMP' : null
}

/**
 * Looks at the record after a standing. What it finds does not end the look: the chain goes on from what
 * the record says, so that the next finding is one of its own. Records at or below the standing are the
 * caller's business (a harmless retry, or a fork).
 */
export function checkRecord(
  at: ChainStanding,
  { record, hash, mac }: SealedRecord,
  hashes: ChainHashes,
): { findings: Finding[]; standing: ChainStanding } {
  const { seq } = record
  const codes: Finding[] = []
  const found = (code: FindingCode, where = seq) => codes.push({ code, seq: where })
  if (hashes.sha256(usageHashInput(record)) !== hash) found('HASH')
  if (seq > at.seq + 1) found('GAP', at.seq + 1)
  if (record.prev !== at.head) found('LINK')
  const seal = hashes.seal(seq, hash)
  if (seal !== null && seal !== mac) found('MAC')
  const clock = clockFinding(at, record)
  if (clock) found(clock)
  const moved = record.boot_id !== at.bootId
  if (moved && at.ended.includes(record.boot_id)) found('CLONE')
  return {
    findings: codes,
    standing: {
      seq,
      head: hash,
      bootId: record.boot_id,
      monoMs: record.mono_ms,
      wallMs: record.wall_ms,
      // Of a clock that stood too far ahead only what followed is judged.
      lastSeenMs: clock === 'CLOCK_JUMP' ? record.wall_ms : Math.max(at.lastSeenMs, record.wall_ms),
      ended: moved && at.seq > 0 ? [...at.ended, at.bootId].slice(-mostEnded) : at.ended,
    },
  }
}

/** Findings after which a chain is not gone on with: head office opens a new epoch that quotes its head. */
export const breakingCodes: ReadonlySet<FindingCode> = new Set([
  'HASH',
  'LINK',
  'MAC',
  'FORK',
  'TRUNC',
])

/** The text a device signs for a checkpoint. */
export function checkpointText(checkpoint: {
  ledgerId: string
  epoch: number
  seq: number
  head: string
  wallMs: number
  monoMs: number
  bootId: string
}): string {
  const { ledgerId, epoch, seq, head, wallMs, monoMs, bootId } = checkpoint
  return ['ocrm-ledger-checkpoint', ledgerId, epoch, seq, head, wallMs, monoMs, bootId].join(':')
}
