import { createDecipheriv } from 'node:crypto'

/**
 * ChaCha20 (RFC 8439, §2.4) under a 32-byte key, from a block counter on, with a 12-byte nonce:
 * applied twice it gives back what it was given. It authenticates nothing; for reading the pages of
 * SQLite files one by one, which their own library does not do.
 */
export function chacha20(
  key: Uint8Array,
  counter: number,
  nonce: Uint8Array,
  data: Uint8Array,
): Buffer {
  const iv = Buffer.alloc(16)
  iv.writeUInt32LE(counter >>> 0, 0)
  iv.set(nonce, 4)
  return createDecipheriv('chacha20', key, iv).update(data)
}
