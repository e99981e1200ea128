import { hmacSha256 } from './hash.ts'

/**
 * The key that follows a key: `HMAC-SHA-256(key, "evolve")`, `steps` times. Whoever holds a key can make
 * all later ones and none of the earlier.
 */
export function evolvedKey(key: Uint8Array, steps = 1): Buffer {
  let next: Buffer = Buffer.from(key)
  for (let step = 0; step < steps; step += 1) next = hmacSha256(next, 'evolve')
  return next
}

/** Seal of a hash (64 hexadecimal digits) by the key of its number: HMAC over its 32 bytes, in hex. */
export function macOfHash(key: Uint8Array, hash: string): string {
  return hmacSha256(key, Buffer.from(hash, 'hex')).toString('hex')
}
