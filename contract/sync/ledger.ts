import { z } from 'zod'
import { usageRecordSchema } from '#domain/usage/record.ts'

/** Context that binds the sealed first key of a ledger to its device, ledger and epoch. */
export function ledgerKeyContext(deviceId: string, ledgerId: string, epoch: number): string {
  return `ledger-key:${deviceId}:${ledgerId}:${epoch}`
}

/** Most records, and most bytes, of one upload. */
export const maxLedgerRecords = 200
export const maxLedgerBytes = 512 * 1024

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const id = z.string().max(64)
const short = z.string().max(200)
const count = z.int().min(0)

const recordSchema = usageRecordSchema.extend({
  ledger_id: id,
  boot_id: id,
  actor: id,
  role: short,
  session: id,
  object: id,
  body_hash: z.union([hash, z.literal('')]),
  prev: hash,
  app_ver: id,
  policy_ver: id,
})

/** What a device signs every 64 records or 60 s: the head of its ledger, and its clocks. */
export const checkpointSchema = z.strictObject({
  ledgerId: id,
  epoch: count,
  seq: z.int().min(1),
  head: hash,
  wallMs: z.int(),
  monoMs: z.int(),
  bootId: id,
  /** Ed25519 over `checkpointText`, by the device's signing key; base64url. */
  signature: z.string().max(200),
})
export type Checkpoint = z.infer<typeof checkpointSchema>

/**
 * What the key of a former enrolment signs so that the PC may send the rest of its ledger: under which device
 * it is now, and how far the chain goes.
 */
export function formerText(
  { ledgerId, epoch, headSeq }: { ledgerId: string; epoch: number; headSeq: number },
  deviceId: string,
): string {
  return ['ocrm-ledger-former', ledgerId, epoch, headSeq, deviceId].join(':')
}

/**
 * `POST /v1/ledger`: records of the device's own ledger after those head office has, in order. Without
 * records it asks how far head office has come.
 */
export const ledgerUploadSchema = z.strictObject({
  ledgerId: id,
  epoch: count,
  /** Number of the last record that head office has, as far as the terminal knows. */
  after: count,
  /** Hash of that record here; null where it is not held any more. */
  afterHash: hash.nullable(),
  records: z
    .array(z.strictObject({ record: recordSchema, hash, mac: hash.nullable() }))
    .max(maxLedgerRecords),
  /** What records tell in full; travels apart and may be deleted. */
  bodies: z
    .array(
      z.strictObject({
        seq: z.int().min(1),
        salt: z.string().max(64),
        body: z.string().max(8_000),
      }),
    )
    .max(maxLedgerRecords),
  checkpoints: z.array(checkpointSchema).max(maxLedgerRecords),
  /** The last record the terminal holds. */
  headSeq: count,
  /** The chain is of a former enrolment of this PC: its device then, and `formerText` signed by its key. */
  former: z.strictObject({ deviceId: id, signature: z.string().max(200) }).optional(),
  /** The terminal's clocks now. */
  wallMs: z.int(),
  monoMs: z.int(),
  bootId: id,
})
export type LedgerUpload = z.infer<typeof ledgerUploadSchema>

/** What head office signs about the records it holds (`signJson`, the key of grants). */
export const ledgerReceiptSchema = z.object({
  kind: z.literal('usage-receipt'),
  ledgerId: z.string(),
  epoch: z.int(),
  /** All records up to this one are held. */
  seq: z.int(),
  head: z.string(),
  serverTimeMs: z.int(),
  /** Counts the receipts of this ledger. */
  serverSeq: z.int(),
  /** SHA-256 of the text of the receipt before; 64 zeros of the first. */
  prevReceiptHash: z.string(),
})
export type LedgerReceipt = z.infer<typeof ledgerReceiptSchema>

/** What head office signs when it opens a later epoch of a ledger: it quotes the head of the one before. */
export const ledgerOpeningSchema = z.object({
  kind: z.literal('usage-epoch'),
  ledgerId: z.string(),
  epoch: z.int(),
  previous: z.object({ epoch: z.int(), seq: z.int(), head: z.string() }),
  serverTimeMs: z.int(),
})
export type LedgerOpening = z.infer<typeof ledgerOpeningSchema>

/** How far head office has come. */
export const ledgerReplySchema = z.object({
  epoch: z.string(),
  seq: z.int(),
  /** The newest receipt, signed; null before the first record. */
  receipt: z.string().nullable(),
  /**
   * The terminal goes on with this epoch once nothing of the former one is left: its chain had no key,
   * lost it, or does not hold together.
   */
  next: z.object({ epoch: z.int(), opening: z.string(), sealedKey: z.string() }).nullable(),
})
export type LedgerReply = z.infer<typeof ledgerReplySchema>
