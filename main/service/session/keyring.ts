import { decrypt, encrypt } from '#platform/crypto/cipher.ts'
import { deriveKey, sha256Hex } from '#platform/crypto/hash.ts'
import { demoCost, standardCost, type Stretch, stretchPassword } from '#platform/crypto/password.ts'

/** What a person's slot holds: the branch's cache key and the key of the person's own file. */
export interface UserKeys {
  cacheKey: Buffer
  cacheKeyVersion: number
  userKey: Buffer
}

/** What a key-encryption key is bound to: none of it works on another PC or after a new password. */
export interface SlotBinding {
  staffId: string
  deviceId: string
  credentialVersion: number
}

const keyBytes = 32

/** scrypt's N for a new slot: low on the PC of a demonstration alone, where passwords are printed anyway. */
export function slotCost({ demo }: { demo: boolean }): number {
  return demo ? demoCost : standardCost
}

/** Overwrites keys that are no longer needed. */
export function forget(...keys: (Uint8Array | null | undefined)[]): void {
  for (const key of keys) key?.fill(0)
}

/**
 * The key-encryption key of a password on this device: HKDF(scrypt(password) ‖ device secret),
 * salted with person, device and credential version. There is no stored hash: a password is right
 * when it unwraps the slot, so files copied without the device secret allow no guessing.
 */
export async function slotKey(
  password: string,
  stretch: Stretch,
  deviceSecret: Uint8Array,
  { staffId, deviceId, credentialVersion }: SlotBinding,
): Promise<Buffer> {
  const stretched = await stretchPassword(password, stretch)
  const secret = Buffer.concat([stretched, deviceSecret])
  const salt = Buffer.from(`${staffId}\u0000${deviceId}\u0000${credentialVersion}`, 'utf8')
  const key = deriveKey(secret, salt, 'ocrm-key-slot')
  forget(stretched, secret)
  return key
}

/** Wraps keys; the grant is bound in, so a slot does not work with another grant. */
export function wrapKeys(slot: Uint8Array, keys: UserKeys, grant: string): Buffer {
  const version = Buffer.alloc(4)
  version.writeUInt32BE(keys.cacheKeyVersion)
  const plain = Buffer.concat([version, keys.cacheKey, keys.userKey])
  const sealed = encrypt(slot, plain, sha256Hex(grant))
  forget(plain)
  return sealed
}

/** Unwraps keys; null where password, device or grant is another. */
export function unwrapKeys(slot: Uint8Array, sealed: Uint8Array, grant: string): UserKeys | null {
  const plain = decrypt(slot, sealed, sha256Hex(grant))
  if (plain?.length !== 4 + 2 * keyBytes) return null
  const keys = {
    cacheKeyVersion: plain.readUInt32BE(0),
    cacheKey: Buffer.from(plain.subarray(4, 4 + keyBytes)),
    userKey: Buffer.from(plain.subarray(4 + keyBytes)),
  }
  forget(plain)
  return keys
}
