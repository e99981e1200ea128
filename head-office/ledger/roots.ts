import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { merkleLeaf, merkleRoot } from '#platform/crypto/merkle.ts'
import { signJson } from '#platform/crypto/signature.ts'
import type { HeadOffice } from '../server/context.ts'

const hourMs = 3_600_000

/** Signed roots beyond the database, a line each: internal audit takes them away from here. */
export const rootsFile = 'usage-roots.jsonl'

interface Head {
  ledger: string
  epoch: number
  seq: string
  head: string
}

/** Heads of a branch's ledgers as its receipts told them before a moment, in order of ledger and epoch. */
async function headsOf(db: pg.Pool, branchId: string, before: Date): Promise<string[]> {
  const { rows } = await db.query<Head>(
    `select l.ledger_id::text as ledger, l.epoch, r.seq, r.head
     from usage_ledger l cross join lateral (
       select seq, head from usage_receipt
       where branch_id = $1 and ledger_id = l.ledger_id and epoch = l.epoch and signed_at < $2
       order by server_seq desc limit 1) r
     where l.branch_id = $1 order by l.ledger_id, l.epoch`,
    [branchId, before],
  )
  return rows.map(({ ledger, epoch, seq, head }) => `${branchId}:${ledger}:${epoch}:${seq}:${head}`)
}

/** The root as of a full hour, from the receipts that stand now. */
export async function rootAsOf(db: pg.Pool, hour: Date): Promise<{ leaves: number; root: string }> {
  const { rows } = await db.query<{ id: string }>(
    'select distinct branch_id::text as id from usage_ledger order by id',
  )
  const leaves: string[] = []
  for (const { id } of rows) leaves.push(...(await headsOf(db, id, hour)).map(merkleLeaf))
  return { leaves: leaves.length, root: merkleRoot(leaves) }
}

/**
 * Makes and signs the root of the last full hour, once whoever asks; null where it stands. What is signed
 * goes into the database and, for internal audit, into a file beside the master key.
 */
export async function makeDueRoot(office: HeadOffice): Promise<string | null> {
  const { pool, clock, dataDir, grantKeys } = office
  const hour = new Date(Math.floor(clock.now() / hourMs) * hourMs)
  const { rowCount } = await pool.query('select from usage_root where hour = $1', [hour])
  if (rowCount !== 0) return null
  const { leaves, root } = await rootAsOf(pool, hour)
  const at = hour.toISOString()
  const signed = signJson(grantKeys.privateKey, { kind: 'usage-root', hour: at, leaves, root })
  const made = await pool.query(
    `insert into usage_root (hour, leaves, root, signed) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [hour, leaves, root, signed],
  )
  if (made.rowCount !== 1) return null
  const line = JSON.stringify({ hour: at, leaves, root, signed })
  await appendFile(join(dataDir, rootsFile), `${line}\n`, { mode: 0o600 })
  return root
}

/** Hours whose root the receipts that stand now do not give any more: something was changed since. */
export async function changedRoots(db: pg.Pool): Promise<string[]> {
  const { rows } = await db.query<{ hour: Date; leaves: number; root: string }>(
    'select hour, leaves, root from usage_root order by hour',
  )
  const changed: string[] = []
  for (const { hour, leaves, root } of rows) {
    const now = await rootAsOf(db, hour)
    if (now.root !== root || now.leaves !== leaves) changed.push(hour.toISOString())
  }
  return changed
}
