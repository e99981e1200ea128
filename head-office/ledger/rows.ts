import type pg from 'pg'
import { AppError } from '#contract/errors.ts'
import type { LedgerUpload } from '#contract/sync/ledger.ts'
import { type ChainStanding, freshStanding, type SealedRecord } from '#domain/usage/chain.ts'
import type { MasterKey } from '../keys/master-key.ts'
import { ledgerEscrowContext, type LedgerPlace } from './first-key.ts'

/** A chain as it stands at head office; its row is locked. */
export interface LedgerRow {
  place: LedgerPlace
  hasKey: boolean
  /** The key of the record after `standing`; null of a chain without keys. */
  nextKey: Buffer | null
  /** The key of the enrolment that signs its heads; null of one nobody knows. */
  signingKey: string | null
  /** Whether any record of it came. */
  begun: boolean
  standing: ChainStanding
}

/** A chain with its K_0, where it has one. */
export type Keyed = LedgerRow & { firstKey: Buffer | null }

interface StoredLedger {
  epoch: number
  device_epoch: number
  first_key: string | null
  next_key: string | null
  signing_key: string | null
  standing: string | null
}

function opened(
  master: MasterKey,
  which: 'first' | 'next',
  text: string | null,
  place: LedgerPlace,
) {
  if (text === null) return null
  const key = master.decrypt(text, ledgerEscrowContext(which, place))
  if (!key) throw new Error('a key in escrow does not open: the data folder is of another database')
  return key
}

/** Locks all epochs of a device's ledger, oldest first; empty where it has no such ledger. */
export async function lockLedger(
  client: pg.ClientBase,
  master: MasterKey,
  of: Pick<LedgerPlace, 'branchId' | 'deviceId' | 'ledgerId'>,
): Promise<Keyed[]> {
  const { rows } = await client.query<StoredLedger>(
    `select epoch, device_epoch, first_key, next_key, signing_key, standing from usage_ledger
     where branch_id = $1 and ledger_id = $2 and device_id = $3 order by epoch for update`,
    [of.branchId, of.ledgerId, of.deviceId],
  )
  return rows.map((row) => {
    const place = { ...of, deviceEpoch: row.device_epoch, epoch: row.epoch }
    return {
      place,
      hasKey: row.first_key !== null,
      firstKey: opened(master, 'first', row.first_key, place),
      nextKey: opened(master, 'next', row.next_key, place),
      signingKey: row.signing_key,
      begun: row.standing !== null,
      standing: row.standing === null ? freshStanding : (JSON.parse(row.standing) as ChainStanding),
    }
  })
}

/** Notes how far a chain has been looked at, with the key of the record that follows. */
export async function putStanding(
  client: pg.ClientBase,
  master: MasterKey,
  place: LedgerPlace,
  standing: ChainStanding,
  nextKey: Buffer | null,
): Promise<void> {
  const { branchId, ledgerId, epoch } = place
  await client.query(
    `update usage_ledger set standing = $4, next_key = $5
     where branch_id = $1 and ledger_id = $2 and epoch = $3`,
    [
      branchId,
      ledgerId,
      epoch,
      JSON.stringify(standing),
      nextKey && master.encrypt(nextKey, ledgerEscrowContext('next', place)),
    ],
  )
}

/** Notes a chain that came without a key: begun before there were keys, or by another database. */
export async function noteUnkeyed(
  client: pg.ClientBase,
  place: LedgerPlace,
  nowMs: number,
): Promise<void> {
  const { branchId, ledgerId, epoch, deviceId, deviceEpoch } = place
  await client.query(
    `insert into usage_ledger (branch_id, ledger_id, epoch, device_id, device_epoch, opened_at,
       signing_key)
     select $1, $2, $3, $4, $5, $6, d.signing_key from device d where d.id = $4`,
    [branchId, ledgerId, epoch, deviceId, deviceEpoch, new Date(nowMs)],
  )
}

/** Stores records; one that is there already stays as it is. */
export async function putRecords(
  client: pg.ClientBase,
  { branchId }: LedgerPlace,
  records: readonly SealedRecord[],
  fork: boolean,
  nowMs: number,
): Promise<void> {
  if (records.length === 0) return
  const rows = records.map(({ record, hash, mac }) => ({ ...record, hash, mac }))
  await client.query(
    `insert into usage_record
     select $1::uuid, r.ledger_id, r.epoch, r.seq, r.hash, r.mac, $3, r.ver, r.alg, r.prev, r.boot_id,
       r.mono_ms, r.wall_ms, r.last_receipt_seq, r.actor, r.role, r.session, r.auth_mode, r.type,
       r.object, r.body_hash, r.app_ver, r.policy_ver, $4
     from jsonb_to_recordset($2::jsonb) as r (ledger_id uuid, epoch integer, seq bigint, hash text,
       mac text, ver integer, alg integer, prev text, boot_id text, mono_ms bigint, wall_ms bigint,
       last_receipt_seq bigint, actor text, role text, session text, auth_mode text, type text,
       object text, body_hash text, app_ver text, policy_ver text)
     on conflict do nothing`,
    [branchId, JSON.stringify(rows), fork, new Date(nowMs)],
  )
}

/** Stores what records tell in full. */
export async function putBodies(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
  bodies: LedgerUpload['bodies'],
): Promise<void> {
  if (bodies.length === 0) return
  await client.query(
    `insert into usage_body
     select $1::uuid, $2::uuid, $3::integer, b.seq, b.salt, b.body
     from jsonb_to_recordset($4::jsonb) as b (seq bigint, salt text, body text)
     on conflict do nothing`,
    [branchId, ledgerId, epoch, JSON.stringify(bodies)],
  )
}

/** Hashes of the records of a chain at some numbers, forks left out. */
export async function hashesAt(
  client: pg.ClientBase,
  { branchId, ledgerId, epoch }: LedgerPlace,
  seqs: readonly number[],
): Promise<Map<number, string>> {
  if (seqs.length === 0) return new Map()
  const { rows } = await client.query<{ seq: string; hash: string }>(
    `select seq, hash from usage_record
     where branch_id = $1 and ledger_id = $2 and epoch = $3 and seq = any($4::bigint[])
       and not fork`,
    [branchId, ledgerId, epoch, seqs],
  )
  return new Map(rows.map(({ seq, hash }) => [Number(seq), hash]))
}

/** Throws where records are not of the chain they are said to be of, or not in order. */
export function checkOrder({ ledgerId, epoch, records, after }: LedgerUpload): void {
  let last = 0
  for (const { record } of records) {
    const own = record.ledger_id === ledgerId && record.epoch === epoch
    if (!own || record.seq <= last || record.seq <= after) throw new AppError('request.invalid')
    last = record.seq
  }
}
