import { z } from 'zod'
import { checkpointSchema } from './ledger.ts'

const id = z.string().max(64)

/** Where a PC hears its neighbours: an address of the branch's own network, never a name. */
export const witnessAddressSchema = z.strictObject({
  host: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535),
})
export type WitnessAddress = z.infer<typeof witnessAddressSchema>

/** Most addresses one PC tells of, and most other PCs of its branch that it is told of. */
export const maxWitnessAddresses = 4
export const maxPeers = 64

/** Another PC of the branch as head office knows it. Without addresses it hears nobody, and may still tell. */
export const branchPeerSchema = z.object({
  deviceId: id,
  /** Its enrolment's ledger: what it signs of another one is nobody's business here. */
  ledgerId: id,
  /** Ed25519, SPKI DER, base64url. */
  signingKey: z.string().max(200),
  witnessAt: z.array(witnessAddressSchema).max(maxWitnessAddresses),
})
export type BranchPeer = z.infer<typeof branchPeerSchema>

/** Path on the port where a PC hears its neighbours. */
export const witnessPath = '/v1/witness'

/** Most bytes of what a neighbour brings. */
export const maxWitnessBytes = 2_048

/** A head that its device signed. It names nobody and no business: number, hash and clocks. */
export const witnessedSchema = z.strictObject({ deviceId: id, checkpoint: checkpointSchema })
export type Witnessed = z.infer<typeof witnessedSchema>

/** Most heads in one forwarding. */
export const maxWitnessed = 200

/** `POST /v1/ledger/witnessed`: what neighbours brought here while head office could not be reached. */
export const witnessedUploadSchema = z.strictObject({
  witnessed: z.array(witnessedSchema).min(1).max(maxWitnessed),
})

/** How many of them head office kept; the others are of nobody it knows in this branch. */
export const witnessedReplySchema = z.object({ epoch: z.string(), kept: z.int() })
export type WitnessedReply = z.infer<typeof witnessedReplySchema>
