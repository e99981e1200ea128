import type pg from 'pg'
import type { Checkpoint } from '#contract/sync/ledger.ts'
import { checkpointText, type Finding } from '#domain/usage/chain.ts'
import { verifyText } from '#platform/crypto/signature.ts'
import { hashesAt, type LedgerRow } from './rows.ts'
import { putSignedHead } from './signed-heads.ts'

/**
 * Keeps what a device signed about its head, and compares it with the records: another hash at that
 * number is a fork, a number beyond them is kept for what comes. A signature that does not hold is a
 * finding and is not kept.
 */
export async function takeCheckpoints(
  client: pg.ClientBase,
  { place, signingKey }: Pick<LedgerRow, 'place' | 'signingKey'>,
  checkpoints: readonly Checkpoint[],
  nowMs: number,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const held = await hashesAt(
    client,
    place,
    checkpoints.map(({ seq }) => seq),
  )
  for (const checkpoint of checkpoints) {
    const { seq, head, signature } = checkpoint
    const own = checkpoint.ledgerId === place.ledgerId && checkpoint.epoch === place.epoch
    if (!own || !verifyText(signingKey ?? '', checkpointText(checkpoint), signature)) {
      findings.push({ code: 'CHECKPOINT', seq })
      continue
    }
    const hash = held.get(seq)
    if (hash !== undefined && hash !== head) findings.push({ code: 'FORK', seq })
    await putSignedHead(client, place, checkpoint, null, nowMs)
  }
  return findings
}
