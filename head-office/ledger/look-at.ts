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

/**
 * The first record of the running boot that was written while the clock stood apart from head office's,
 * as the terminal's two clocks now tell; none where that was found at the record already.
 */
export function clockAgainst(
  {
    records,
    bootId,
    wallMs,
    monoMs,
  }: Pick<LedgerUpload, 'records' | 'bootId' | 'wallMs' | 'monoMs'>,
  nowMs: number,
  found: readonly Finding[],
): Finding[] {
  if (Math.abs(wallMs - nowMs) <= backToleranceMs) return []
  const offOf = ({ record }: SealedRecord) => record.wall_ms - (nowMs - (monoMs - record.mono_ms))
  const first = records.find(
    (own) => own.record.boot_id === bootId && Math.abs(offOf(own)) > backToleranceMs,
  )
  if (!first) return []
  const { seq } = first.record
  if (found.some((own) => own.seq === seq && own.code.startsWith('CLOCK_'))) return []
  return [{ code: offOf(first) > 0 ? 'CLOCK_JUMP' : 'CLOCK_BACK', seq }]
}
