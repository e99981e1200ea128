import type pg from 'pg'
import { type BranchPeer, maxPeers, type WitnessAddress } from '#contract/sync/witness.ts'

/** A PC that opened no session for so long is told to nobody, ms. */
const forgottenMs = 30 * 86_400_000

/** The other PCs of a branch, those of the last sessions first: their ledgers, keys and where they hear. */
export async function peersOf(
  pool: pg.Pool,
  branchId: string,
  deviceId: string,
  nowMs: number,
): Promise<BranchPeer[]> {
  const { rows } = await pool.query<Omit<BranchPeer, 'witnessAt'> & { witnessAt: string | null }>(
    `select id::text as "deviceId", ledger_id::text as "ledgerId", signing_key as "signingKey",
       witness_at as "witnessAt"
     from device
     where branch_id = $1 and id <> $2 and state <> 'revoked' and last_session_at > $3
     order by last_session_at desc limit $4`,
    [branchId, deviceId, new Date(nowMs - forgottenMs), maxPeers],
  )
  return rows.map(({ witnessAt, ...peer }) => ({
    ...peer,
    witnessAt: witnessAt === null ? [] : (JSON.parse(witnessAt) as WitnessAddress[]),
  }))
}
