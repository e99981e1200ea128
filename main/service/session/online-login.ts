import { AppError } from '#contract/errors.ts'
import {
  cacheKeyContext,
  type Grant,
  grantSchema,
  type LoginReply,
  userKeyContext,
} from '#contract/sync/login.ts'
import type { DeviceIdentity, DeviceKeys } from '#db/journal/settings.ts'
import type { KeySlot } from '#db/journal/slots.ts'
import { unseal } from '#platform/crypto/cipher.ts'
import { newStretch, type Stretch } from '#platform/crypto/password.ts'
import { openSignedJson } from '#platform/crypto/signature.ts'
import { isOnlineOnly } from './active-session.ts'
import { forget, slotCost, slotKey, unwrapKeys, type UserKeys, wrapKeys } from './keyring.ts'

/** What a successful login is turned into. */
export interface Admission {
  grant: Grant
  grantText: string
  keys: UserKeys
  /** Key that an older version gave the person's file, where it was another one. */
  formerUserKey: Buffer | null
  /** Slot as it stays in memory for unlocking. */
  slot: KeySlot
}

/** Opens a grant; throws `headOffice.refused` where it is not signed for this device and person. */
export function openGrant(text: string, staffNo: string, device: DeviceIdentity): Grant {
  const grant = grantSchema.safeParse(openSignedJson(device.grantKey, text))
  const fits =
    grant.success &&
    grant.data.deviceId === device.deviceId &&
    grant.data.branchId === device.branchId &&
    grant.data.staffNo === staffNo
  if (!fits) throw new AppError('headOffice.refused', { reason: 'grant' })
  return grant.data
}

/** What a standing slot still gives where the password opens it: its stretch, and the file's key. */
async function fromStanding(
  password: string,
  standing: KeySlot | undefined,
  deviceSecret: Uint8Array,
  device: DeviceIdentity,
): Promise<{ userKey: Buffer | null; stretch: Stretch }> {
  if (standing?.sealed && standing.stretch !== null) {
    const stretch = JSON.parse(standing.stretch) as Stretch
    const key = await slotKey(password, stretch, deviceSecret, {
      staffId: standing.staff_id,
      deviceId: device.deviceId,
      credentialVersion: standing.credential_version,
    })
    const keys = unwrapKeys(key, standing.sealed, standing.grant_text)
    forget(key, keys?.cacheKey)
    if (keys) return { userKey: keys.userKey, stretch }
  }
  return { userKey: null, stretch: newStretch(slotCost(device)) }
}

/**
 * Turns head office's reply into keys and a slot for this PC: verifies the grant against the key of
 * the enrolment, opens cache key and user key with the device's sealing key, and wraps both under the
 * password. Both come from head office's escrow, so a password that was reset loses neither.
 */
export async function admit(
  request: { staffNo: string; password: string },
  reply: LoginReply,
  standing: KeySlot | undefined,
  device: DeviceIdentity,
  deviceKeys: DeviceKeys,
  deviceSecret: Uint8Array,
): Promise<Admission> {
  const grant = openGrant(reply.grant, request.staffNo, device)
  const context = cacheKeyContext(device.deviceId, reply.cacheKeyVersion)
  const cacheKey = unseal(deviceKeys.sealing.privateKey, reply.sealedCacheKey, context)
  if (cacheKey?.length !== 32) throw new AppError('headOffice.refused', { reason: 'key' })
  const known = standing?.staff_id === grant.staffId ? standing : undefined
  const userContext = userKeyContext(device.deviceId, grant.staffId)
  const userKey = unseal(deviceKeys.sealing.privateKey, reply.sealedUserKey, userContext)
  if (userKey?.length !== 32) throw new AppError('headOffice.refused', { reason: 'key' })
  const before = await fromStanding(request.password, known, deviceSecret, device)
  const { stretch } = before
  const binding = {
    staffId: grant.staffId,
    deviceId: device.deviceId,
    credentialVersion: grant.credentialVersion,
  }
  const key = await slotKey(request.password, stretch, deviceSecret, binding)
  const keys: UserKeys = { cacheKey, userKey, cacheKeyVersion: reply.cacheKeyVersion }
  const slot: KeySlot = {
    staff_id: grant.staffId,
    staff_no: grant.staffNo,
    name: grant.name,
    post: grant.post,
    grant_text: reply.grant,
    grant_issued_at: grant.issuedAtMs,
    grant_until: grant.notAfterMs,
    credential_version: grant.credentialVersion,
    cache_key_version: reply.cacheKeyVersion,
    online_only: isOnlineOnly(grant) ? 1 : 0,
    stretch: JSON.stringify(stretch),
    sealed: wrapKeys(key, keys, reply.grant),
  }
  forget(key)
  const formerUserKey = before.userKey?.equals(userKey) === false ? before.userKey : null
  return { grant, grantText: reply.grant, keys, formerUserKey, slot }
}

/** The slot as it goes to disk: online-only roles leave nothing that could be guessed at. */
export function storedSlot(slot: KeySlot): KeySlot {
  return slot.online_only === 1 ? { ...slot, stretch: null, sealed: null } : slot
}
