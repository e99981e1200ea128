import type { LedgerUpload } from '#contract/sync/ledger.ts'
import type { SealedRecord } from '#domain/usage/chain.ts'
import { usageHashInput } from '#domain/usage/encoding.ts'
import type { UsageRecord } from '#domain/usage/record.ts'
import { evolvedKey, macOfHash } from '#platform/crypto/evolving-key.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'

/** Where a chain of a test begins. */
export interface ChainStart {
  ledgerId: string
  epoch: number
  /** K_0; null for records without seals. */
  first: Uint8Array | null
  wallMs: number
}

/** Seals a record as the terminal does. */
export function sealed(record: UsageRecord, first: Uint8Array | null): SealedRecord {
  const hash = sha256Hex(usageHashInput(record))
  const mac = first && macOfHash(evolvedKey(first, record.seq), hash)
  return { record, hash, mac }
}

/** An honest chain of some records, one a minute; `over` changes what the n-th tells before it is sealed. */
export function chainOf(
  { ledgerId, epoch, first, wallMs }: ChainStart,
  count: number,
  over: (seq: number) => Partial<UsageRecord> = () => ({}),
): SealedRecord[] {
  const records: SealedRecord[] = []
  for (let seq = 1; seq <= count; seq += 1) {
    const record: UsageRecord = {
      ver: 1,
      alg: 1,
      ledger_id: ledgerId,
      epoch,
      seq,
      prev: records.at(-1)?.hash ?? '0'.repeat(64),
      boot_id: 'boot-1',
      mono_ms: seq * 60_000,
      wall_ms: wallMs + seq * 60_000,
      last_receipt_seq: 0,
      actor: 'li',
      role: 'teller',
      session: 's',
      auth_mode: 'online',
      type: 'heartbeat',
      object: '',
      body_hash: '',
      app_ver: '0.1.0',
      policy_ver: '1',
      ...over(seq),
    }
    records.push(sealed(record, first))
  }
  return records
}

/** An upload of records after a number; the clocks are those of the last record. */
export function uploadOf(
  { ledgerId, epoch }: Pick<ChainStart, 'ledgerId' | 'epoch'>,
  records: readonly SealedRecord[],
  over: Partial<LedgerUpload> = {},
): LedgerUpload {
  const last = records.at(-1)?.record
  return {
    ledgerId,
    epoch,
    after: (records[0]?.record.seq ?? 1) - 1,
    afterHash: null,
    records: [...records],
    bodies: [],
    checkpoints: [],
    headSeq: last?.seq ?? 0,
    wallMs: last?.wall_ms ?? 0,
    monoMs: last?.mono_ms ?? 0,
    bootId: last?.boot_id ?? '',
    ...over,
  }
}
