import type pg from 'pg'
import type { Checkpoint, LedgerUpload } from '#contract/sync/ledger.ts'
import type { Finding } from '#domain/usage/chain.ts'
import { againstSigned, type SignedHead } from '#domain/usage/signed-heads.ts'
import type { LedgerPlace } from './first-key.ts'
import { hashesAt } from './rows.ts'

/** Keeps a head that its device signed; `witnessId` is the neighbour that brought it. */
export async function putSignedHead(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
  { seq, head, wallMs, monoMs, bootId, signature }: Checkpoint,
  witnessId: string | null,
  nowMs: number,
): Promise<void> {
  await client.query(
    `insert into usage_checkpoint (branch_id, ledger_id, epoch, seq, head, wall_ms, mono_ms, boot_id,
       signature, received_at, witness_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      ...[branchId, ledgerId, epoch, seq, head, wallMs, monoMs, bootId, signature],
      new Date(nowMs),
      witnessId,
    ],
  )
}

/** Heads of a chain above a number that are held: what its device signed, whoever brought it. */
async function headsAbove(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
  seq: number,
): Promise<SignedHead[]> {
  const { rows } = await client.query<SignedHead>(
    `select seq::float8 as seq, head, boot_id as "bootId", mono_ms::float8 as "monoMs"
     from usage_checkpoint where branch_id = $1 and ledger_id = $2 and epoch = $3 and seq > $4`,
    [branchId, ledgerId, epoch, seq],
  )
  return rows
}

/**
 * What a terminal tells of a chain against the heads its device signed above `before`, the number up to
 * which that was looked at already. A chain that is too short is found once.
 */
export async function againstSignedHeads(
  client: pg.ClientBase,
  place: LedgerPlace,
  before: number,
  upload: Pick<LedgerUpload, 'headSeq' | 'bootId' | 'monoMs'>,
): Promise<Finding[]> {
  const heads = await headsAbove(client, place, before)
  if (heads.length === 0) return []
  const held = await hashesAt(
    client,
    place,
    heads.map(({ seq }) => seq),
  )
  const found = againstSigned(heads, (seq) => held.get(seq) ?? null, upload)
  const { rowCount } = await client.query(
    `select from usage_finding where branch_id = $1 and ledger_id = $2 and epoch = $3 and code = 'TRUNC'`,
    [place.branchId, place.ledgerId, place.epoch],
  )
  return rowCount === 0 ? found : found.filter(({ code }) => code !== 'TRUNC')
}
