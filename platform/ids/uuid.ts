import { randomKey, sha256 } from '../crypto/hash.ts'

function format(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => hex.slice(index === 0 ? 0 : ends[index - 1], end))
    .join('-')
}

/** Source of random bytes; injected so that simulations are repeatable. */
export type RandomSource = (length: number) => Uint8Array

const tailBytes = 10
/** Bytes of the tail from here on are the counter; those before carry version and variant. */
const counterStart = 3
let lastMs = 0
let lastTail = Buffer.alloc(tailBytes)

/** A tail above the last one of the same millisecond: the random part, counted up by one. */
function nextTail(nowMs: number): Buffer {
  const tail = Buffer.from(nowMs === lastMs ? lastTail : randomKey(tailBytes))
  if (nowMs === lastMs) {
    for (let at = tailBytes - 1; at >= counterStart; at -= 1) {
      tail[at] = (tail.readUInt8(at) + 1) & 0xff
      if (tail[at] !== 0) break
    }
  } else {
    // Half of the counter's range is left above, so that counting never overflows.
    tail[counterStart] = tail.readUInt8(counterStart) & 0x7f
  }
  lastMs = nowMs
  lastTail = tail
  return tail
}

/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, then random. Ids made one after the other by one
 * process in the same millisecond rise (method 2 of the RFC), so that sorting by id is sorting by
 * making. A `random` of the caller's is taken as it is.
 */
export function uuidV7(nowMs: number, random?: RandomSource): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(nowMs, 0, 6)
  Buffer.from(random ? random(tailBytes) : nextTail(nowMs)).copy(bytes, 6)
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
