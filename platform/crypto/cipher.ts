import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto'
import { deriveKey } from './hash.ts'

const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM. Returns nonce ‖ ciphertext ‖ tag; `context` is authenticated but not stored. */
export function encrypt(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce)
  cipher.setAAD(Buffer.from(context, 'utf8'))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Reverses {@link encrypt}; null where key, context or bytes do not fit together. */
export function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    const body = sealed.subarray(nonceBytes, sealed.length - tagBytes)
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    return null
  }
}

/** An X25519 key pair for receiving sealed boxes; both halves base64url of DER. */
export interface SealingKeys {
  publicKey: string
  privateKey: string
}

/** Makes a fresh X25519 key pair. */
export function generateSealingKeys(): SealingKeys {
  const pair = generateKeyPairSync('x25519')
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  }
}

function publicKeyOf(text: string) {
  return createPublicKey({ key: Buffer.from(text, 'base64url'), type: 'spki', format: 'der' })
}

function privateKeyOf(text: string) {
  return createPrivateKey({ key: Buffer.from(text, 'base64url'), type: 'pkcs8', format: 'der' })
}

/**
 * Seals bytes to an X25519 public key: an ephemeral key agrees on an AES-256-GCM key by HKDF, so
 * only the holder of the private key reads it. Returns base64url of `u16 length ‖ ephemeral ‖ box`.
 */
export function seal(recipient: string, plain: Uint8Array, context: string): string {
  const ephemeral = generateSealingKeys()
  const shared = diffieHellman({
    privateKey: privateKeyOf(ephemeral.privateKey),
    publicKey: publicKeyOf(recipient),
  })
  const ephemeralBytes = Buffer.from(ephemeral.publicKey, 'base64url')
  const key = deriveKey(shared, ephemeralBytes, `ocrm-seal:${context}`)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(ephemeralBytes.length)
  return Buffer.concat([length, ephemeralBytes, encrypt(key, plain, context)]).toString('base64url')
}

/** Opens what {@link seal} made; null where the key or the context is another. */
export function unseal(privateKey: string, sealed: string, context: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 2) return null
  const end = 2 + bytes.readUInt16BE(0)
  if (bytes.length < end) return null
  const ephemeralBytes = bytes.subarray(2, end)
  try {
    const shared = diffieHellman({
      privateKey: privateKeyOf(privateKey),
      publicKey: publicKeyOf(ephemeralBytes.toString('base64url')),
    })
    const key = deriveKey(shared, ephemeralBytes, `ocrm-seal:${context}`)
    return decrypt(key, bytes.subarray(end), context)
  } catch {
    return null
  }
}
