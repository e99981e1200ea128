import type pg from 'pg'
import type { LedgerReceipt } from '#contract/sync/ledger.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { signJson } from '#platform/crypto/signature.ts'
import type { LedgerPlace } from './first-key.ts'

interface StoredReceipt {
  server_seq: string
  seq: string
  head: string
  receipt: string
}

async function newest(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
): Promise<StoredReceipt | null> {
  const { rows } = await client.query<StoredReceipt>(
    `select server_seq, seq, head, receipt from usage_receipt
     where branch_id = $1 and ledger_id = $2 and epoch = $3 order by server_seq desc limit 1`,
    [branchId, ledgerId, epoch],
  )
  return rows[0] ?? null
}

/** When the newest receipt was signed that a terminal has which goes on after a number, ms; 0 where it has none. */
export async function receiptMsAt(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
  after: number,
): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    `select coalesce(max(extract(epoch from signed_at)) * 1000, 0)::float8 as ms from usage_receipt
     where branch_id = $1 and ledger_id = $2 and epoch = $3 and seq <= $4`,
    [branchId, ledgerId, epoch, after],
  )
  return rows[0]?.ms ?? 0
}

/** The receipt for a head: the one that stands, or a new one, signed and quoting the one before. */
export async function receiptFor(
  client: pg.ClientBase,
  privateKey: string,
  place: LedgerPlace,
  { seq, head }: { seq: number; head: string },
  nowMs: number,
): Promise<string | null> {
  if (seq === 0) return null
  const last = await newest(client, place)
  if (last && Number(last.seq) === seq && last.head === head) return last.receipt
  const { branchId, ledgerId, epoch } = place
  const receipt: LedgerReceipt = {
    kind: 'usage-receipt',
    ledgerId,
    epoch,
    seq,
    head,
    serverTimeMs: nowMs,
    serverSeq: Number(last?.server_seq ?? 0) + 1,
    prevReceiptHash: last ? sha256Hex(last.receipt) : '0'.repeat(64),
  }
  const text = signJson(privateKey, receipt)
  await client.query(
    `insert into usage_receipt (branch_id, ledger_id, epoch, server_seq, seq, head, receipt, signed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [branchId, ledgerId, epoch, receipt.serverSeq, seq, head, text, new Date(nowMs)],
  )
  return text
}
