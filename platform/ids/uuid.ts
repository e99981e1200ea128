import { randomKey, sha256 } from '../crypto/hash.ts'

function format(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => hex.slice(index === 0 ? 0 : ends[index - 1], end))
    .join('-')
}

/** Source of random bytes; injected so that simulations are repeatable. */
export type RandomSource = (length: number) => Uint8Array

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random. Sorts by time of making. */
export function uuidV7(nowMs: number, random: RandomSource = randomKey): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(nowMs, 0, 6)
  Buffer.from(random(10)).copy(bytes, 6)
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80
  return format(bytes)
}

/**
 * UUIDv8 (RFC 9562) of a name: the same source record gets the same id in every import, on every
 * machine. `kind` separates record kinds of one source.
 */
export function nameBasedId(source: string, kind: string, name: string): string {
  const bytes = sha256(`${source}\u0000${kind}\u0000${name}`).subarray(0, 16)
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x80
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80
  return format(bytes)
}
