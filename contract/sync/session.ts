import { z } from 'zod'
import { branchPeerSchema, maxPeers, maxWitnessAddresses, witnessAddressSchema } from './witness.ts'

/** `POST /v1/devices/challenge`: asks for a nonce to sign; good once, for a minute. */
export const challengeRequestSchema = z.strictObject({ deviceId: z.string().max(64) })
export const challengeReplySchema = z.object({ epoch: z.string(), nonce: z.string() })

/** The text a device signs to open a session. */
export function sessionProof(deviceId: string, deviceEpoch: number, nonce: string): string {
  return `ocrm-session:${deviceId}:${deviceEpoch}:${nonce}`
}

/** `POST /v1/session`: the device proves its key and says what it speaks. */
export const sessionRequestSchema = z.strictObject({
  deviceId: z.string().max(64),
  deviceEpoch: z.int(),
  /** Which enrolment this is: epochs of devices count within one life of the database. */
  ledgerId: z.string().max(64),
  nonce: z.string().max(64),
  signature: z.string().max(200),
  protocol: z.int(),
  appVersion: z.string().max(40),
  /** Wall clock of the terminal, ms UTC: evidence, never a reason to refuse. */
  deviceTimeMs: z.int(),
  /** Where this PC hears its neighbours; absent where it does not. */
  witnessAt: z.array(witnessAddressSchema).max(maxWitnessAddresses).optional(),
})
export type SessionRequest = z.infer<typeof sessionRequestSchema>

/** What the device may do and pull from now on. */
export const sessionReplySchema = z.object({
  epoch: z.string(),
  /** Bearer of the device session, sent as `x-ocrm-device`. */
  token: z.string(),
  serverTimeMs: z.int(),
  businessDate: z.string(),
  currency: z.string(),
  demo: z.boolean(),
  /** Scopes this device holds: `national` and `branch:<id>`. */
  scopes: z.array(z.string()),
  /** Until when (ms UTC) the terminal may show its data without head office. */
  scopeLeaseUntilMs: z.int(),
  /** Highest command seq head office has answered for this device epoch. */
  lastSeq: z.int(),
  /** Staff whose key slots must be deleted, and quarantined: revoked or moved. */
  revokedStaff: z.array(z.string()),
  /**
   * Many terminals come back at once: beside its first push, this one is to begin at a moment by
   * chance within so long, ms. 0 on an ordinary day.
   */
  spreadMs: z.int().min(0),
  /** The other PCs of the branch: whom to bring signed heads of the ledger to, and whose to keep. */
  peers: z.array(branchPeerSchema).max(maxPeers).default([]),
})
export type SessionReply = z.infer<typeof sessionReplySchema>
