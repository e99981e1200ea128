import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'

/** An Ed25519 key pair; both halves base64url of DER (SPKI, PKCS#8). */
export interface SigningKeys {
  publicKey: string
  privateKey: string
}

/** Makes a fresh Ed25519 key pair. */
export function generateSigningKeys(): SigningKeys {
  const pair = generateKeyPairSync('ed25519')
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url'),
  }
}

/** Ed25519 signature of the UTF-8 bytes of `text`, base64url. */
export function signText(privateKey: string, text: string): string {
  const key = createPrivateKey({
    key: Buffer.from(privateKey, 'base64url'),
    type: 'pkcs8',
    format: 'der',
  })
  return sign(null, Buffer.from(text, 'utf8'), key).toString('base64url')
}

/** Whether `signature` is the holder's Ed25519 signature of `text`; malformed input is false. */
export function verifyText(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(publicKey, 'base64url'),
      type: 'spki',
      format: 'der',
    })
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

/** Signs a JSON value: `base64url(json).signature`. The signature covers the exact bytes sent. */
export function signJson(privateKey: string, value: unknown): string {
  const body = Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
  return `${body}.${signText(privateKey, body)}`
}

/** Opens what {@link signJson} made; null where the signature does not hold. */
export function openSignedJson(publicKey: string, signed: string): unknown {
  const [body, signature] = signed.split('.')
  if (!body || !signature || !verifyText(publicKey, body, signature)) return null
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as unknown
}
