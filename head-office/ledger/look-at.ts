import { AppError } from '#contract/errors.ts'
import type { LedgerUpload } from '#contract/sync/ledger.ts'
import {
  backToleranceMs,
  type ChainStanding,
  checkRecord,
  type Finding,
  findingCodes,
  type SealedRecord,
} from '#domain/usage/chain.ts'
import { evolvedKey, macOfHash } from '#platform/crypto/evolving-key.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/** A gap the key is evolved over; no PC writes so many records between two contacts. */
const longestGap = 100_000

/** What a terminal found out about its own ledger at a start. */
function ownFinding({ record: { type, object, seq } }: SealedRecord): Finding[] {
  const code = findingCodes.find((known) => known === object)
  return type === 'ledger.finding' && code ? [{ code, seq }] : []
}

/**
 * Looks at the records beyond a chain's standing, in order; the key goes along. `firstKey` is K_0,
 * `nextKey` the key of the record after the standing, where that is not the beginning.
 */
export function lookAt(
  chain: { standing: ChainStanding; firstKey: Buffer | null; nextKey: Buffer | null },
  records: readonly SealedRecord[],
): { findings: Finding[]; standing: ChainStanding; nextKey: Buffer | null } {
  let key = chain.nextKey ?? (chain.firstKey && evolvedKey(chain.firstKey))
  let { standing } = chain
  let keyOf = standing.seq + 1
  const findings: Finding[] = []
  const seal = (seq: number, hash: string) => {
    if (!key) return null
    key = evolvedKey(key, seq - keyOf)
    keyOf = seq
    return macOfHash(key, hash)
  }
  for (const sealed of records) {
    if (sealed.record.seq - standing.seq > longestGap) throw new AppError('request.invalid')
    const looked = checkRecord(standing, sealed, { sha256: sha256Hex, seal })
    findings.push(...looked.findings, ...ownFinding(sealed))
    standing = looked.standing
  }
  return { findings, standing, nextKey: key && evolvedKey(key, standing.seq + 1 - keyOf) }
}

/** Between which moments of head office's time an upload was made: it may have been on its way for long. */
export interface MadeBetween {
  /** It was made after this: the device's session was opened, or it had the receipt it goes on from. */
  earliestMs: number
  arrivedMs: number
}

/**
 * The first record of the running boot that was written while the clock stood apart from head office's,
 * as the terminal's two clocks told when the upload was made; none where that was found at the record already.
 * Ahead is judged by its arrival and behind by the earliest moment it can have been made, so that no upload
 * looks like a moved clock because it was late.
 */
export function clockAgainst(
  {
    records,
    bootId,
    wallMs,
    monoMs,
  }: Pick<LedgerUpload, 'records' | 'bootId' | 'wallMs' | 'monoMs'>,
  { earliestMs, arrivedMs }: MadeBetween,
  found: readonly Finding[],
): Finding[] {
  const isAhead = (ms: number, agoMs = 0) => ms > arrivedMs - agoMs + backToleranceMs
  const isBehind = (ms: number, agoMs = 0) => ms < earliestMs - agoMs - backToleranceMs
  if (!isAhead(wallMs) && !isBehind(wallMs)) return []
  const own = records.filter(({ record }) => record.boot_id === bootId)
  for (const { record } of own) {
    const { seq, wall_ms: at } = record
    const agoMs = monoMs - record.mono_ms
    const ahead = isAhead(at, agoMs)
    if (!ahead && !isBehind(at, agoMs)) continue
    const known = found.some((one) => one.seq === seq && one.code.startsWith('CLOCK_'))
    return known ? [] : [{ code: ahead ? 'CLOCK_JUMP' : 'CLOCK_BACK', seq }]
  }
  return []
}
