import { AppError } from '#contract/errors.ts'
import {
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
