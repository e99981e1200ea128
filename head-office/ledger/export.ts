import type pg from 'pg'
import { usageRecordSchema } from '#domain/usage/record.ts'
import { sha256Hex } from '#platform/crypto/hash.ts'
import { signText } from '#platform/crypto/signature.ts'
import { recordAudit } from '../audit/audit-log.ts'
import type { MasterKey } from '../keys/master-key.ts'
import { ledgerEscrowContext } from './first-key.ts'

/** A chain of a branch's device. */
export interface ExportedChain {
  branchId: string
  ledgerId: string
  epoch: number
}

/** What is written out: the signed lines, and K_0 (hex) for whoever has to check the seals. */
export interface LedgerExport {
  text: string
  records: number
  /** Null of a chain without keys. */
  firstKey: string | null
}

/** The chains of a device, newest first and empty ones last; `device` is its name, its id or the id of a ledger. */
export async function chainsOf(
  db: pg.Pool,
  device: string,
): Promise<(ExportedChain & { name: string; seq: number })[]> {
  const { rows } = await db.query<ExportedChain & { name: string; seq: number }>(
    `select l.branch_id::text as "branchId", l.ledger_id::text as "ledgerId", l.epoch, d.name,
       coalesce((l.standing::jsonb ->> 'seq')::int, 0) as seq
     from device d join usage_ledger l on l.branch_id = d.branch_id and l.device_id = d.id
     where d.name = $1 or d.id::text = $1 or l.ledger_id::text = $1
     order by l.branch_id, l.standing is null, l.opened_at desc, l.epoch desc`,
    [device],
  )
  return rows
}

async function* lines(db: pg.Pool, { branchId, ledgerId, epoch }: ExportedChain) {
  const key = [branchId, ledgerId, epoch]
  const fields = Object.keys(usageRecordSchema.shape)
  const numbers = new Set(['seq', 'mono_ms', 'wall_ms', 'last_receipt_seq'])
  const columns = fields.map((name) => {
    if (numbers.has(name)) return `${name}::float8 as ${name}`
    return name === 'ledger_id' ? 'ledger_id::text' : name
  })
  const where = 'where branch_id = $1 and ledger_id = $2 and epoch = $3'
  let after = 0
  for (;;) {
    const { rows } = await db.query<Record<string, unknown>>(
      `select ${columns.join(', ')}, hash, mac from usage_record ${where} and seq > $4 and seq in (
         select distinct seq from usage_record ${where} and seq > $4 order by seq limit 1000)
       order by seq, fork`,
      [...key, after],
    )
    if (rows.length === 0) break
    for (const { hash, mac, ...record } of rows) yield { kind: 'record', record, hash, mac }
    after = Number(rows.at(-1)?.['seq'])
  }
  const { rows: checkpoints } = await db.query<object>(
    `select ledger_id::text as "ledgerId", epoch, seq::float8 as seq, head,
       wall_ms::float8 as "wallMs", mono_ms::float8 as "monoMs", boot_id as "bootId", signature
     from usage_checkpoint ${where} order by seq, head`,
    key,
  )
  for (const checkpoint of checkpoints) yield { kind: 'checkpoint', ...checkpoint }
  const { rows: receipts } = await db.query<{ receipt: string }>(
    `select receipt from usage_receipt ${where} order by server_seq`,
    key,
  )
  for (const { receipt } of receipts) yield { kind: 'receipt', receipt }
}

/**
 * A chain as lines of JSON, signed at the end by head office's key (docs/ledger.md): everything the
 * independent verifier looks at, and no body. Who took it, with or without the key, is in the audit log.
 */
export async function exportLedger(
  db: pg.Pool,
  keys: { master: MasterKey; privateKey: string },
  chain: ExportedChain,
  actor: string,
  nowMs: number,
): Promise<LedgerExport> {
  const { rows } = await db.query<{
    signing_key: string
    first_key: string | null
    opening: string | null
    name: string
  }>(
    `select d.signing_key, l.first_key, l.opening, d.name from usage_ledger l
     join device d on d.branch_id = l.branch_id and d.id = l.device_id
     where l.branch_id = $1 and l.ledger_id = $2 and l.epoch = $3`,
    [chain.branchId, chain.ledgerId, chain.epoch],
  )
  const [owner] = rows
  if (!owner) throw new Error('there is no such ledger')
  const { ledgerId, epoch } = chain
  const head = {
    ...{ kind: 'usage-ledger', ledgerId, epoch, device: owner.name },
    deviceKey: owner.signing_key,
    opening: owner.opening,
    exportedAtMs: nowMs,
  }
  const texts = [JSON.stringify(head)]
  let records = 0
  for await (const line of lines(db, chain)) {
    texts.push(JSON.stringify(line))
    if (line.kind === 'record') records += 1
  }
  const before = `${texts.join('\n')}\n`
  const signature = signText(keys.privateKey, `ocrm-ledger-export:${sha256Hex(before)}`)
  const context = ledgerEscrowContext('first', chain)
  const first = owner.first_key === null ? null : keys.master.decrypt(owner.first_key, context)
  const detail = { epoch, records }
  const entry = {
    branchId: chain.branchId,
    actor,
    action: 'ledger.exported',
    object: ledgerId,
    detail,
  }
  await recordAudit(db, entry, nowMs)
  return {
    text: `${before}${JSON.stringify({ kind: 'end', signature })}\n`,
    records,
    firstKey: first && first.toString('hex'),
  }
}
