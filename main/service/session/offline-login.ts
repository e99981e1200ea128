import { AppError } from '#contract/errors.ts'
import type { DeviceIdentity } from '#db/journal/settings.ts'
import type { KeySlot } from '#db/journal/slots.ts'
import type { LeaseClock } from '#main/sync/lease-clock.ts'
import type { Stretch } from '#platform/crypto/password.ts'
import { forget, slotKey, unwrapKeys, type UserKeys } from './keyring.ts'

/**
 * Whether a slot may be tried offline at all; told before any password is looked at, because it
 * says nothing about one. Throws `session.noLocalAccount`, `session.needsOnline`,
 * `session.clockMovedBack` or `session.grantExpired`.
 */
export function checkOfflineAllowed(
  slot: KeySlot | undefined,
  lease: LeaseClock,
): asserts slot is KeySlot {
  if (!slot) throw new AppError('session.noLocalAccount')
  if (slot.online_only === 1) throw new AppError('session.needsOnline')
  if (lease.movedBack) throw new AppError('session.clockMovedBack')
  if (lease.now() > slot.grant_until) throw new AppError('session.grantExpired')
}

/** Tries a password on a slot; null where it is not the right one. */
export async function openSlot(
  password: string,
  slot: KeySlot,
  device: DeviceIdentity,
  deviceSecret: Uint8Array,
): Promise<UserKeys | null> {
  if (slot.sealed === null || slot.stretch === null) return null
  const key = await slotKey(password, JSON.parse(slot.stretch) as Stretch, deviceSecret, {
    staffId: slot.staff_id,
    deviceId: device.deviceId,
    credentialVersion: slot.credential_version,
  })
  const keys = unwrapKeys(key, slot.sealed, slot.grant_text)
  forget(key)
  return keys
}
