import { z } from 'zod'

/** `POST /v1/devices/enrol`: a new PC shows its one-time code and its public keys. */
export const enrolRequestSchema = z.strictObject({
  code: z.string().min(8).max(64),
  deviceName: z.string().min(1).max(40),
  /** Ed25519, SPKI DER, base64url: signs sessions. */
  signingKey: z.string().max(200),
  /** X25519, SPKI DER, base64url: head office seals the cache key to it. */
  sealingKey: z.string().max(200),
})
export type EnrolRequest = z.infer<typeof enrolRequestSchema>

/** What the device keeps for ever after. */
export const enrolReplySchema = z.object({
  epoch: z.string(),
  deviceId: z.string(),
  /** Counts enrolments of this PC; part of the identity of its command sequence. */
  deviceEpoch: z.int(),
  branchId: z.string(),
  branchName: z.string(),
  /** Ed25519 public key that signs grants. */
  grantKey: z.string(),
  /** Id of this enrolment's usage ledger. */
  ledgerId: z.string(),
  /**
   * First key of the ledger, sealed to the device's sealing key (`ledgerKeyContext`). Absent where the
   * ledger has records at head office already: it is given out once.
   */
  sealedLedgerKey: z.string().optional(),
  demo: z.boolean(),
})
export type EnrolReply = z.infer<typeof enrolReplySchema>
