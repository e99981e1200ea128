import { sha256Hex } from './hash.ts'

/**
 * Merkle root (RFC 6962) over leaf hashes, all 64 hexadecimal digits: a node is SHA-256 over `0x01` and
 * both halves, the left one the largest power of two below the number of leaves. Of none, SHA-256 of
 * nothing.
 */
export function merkleRoot(leaves: readonly string[]): string {
  const [only] = leaves
  if (only === undefined) return sha256Hex('')
  if (leaves.length === 1) return only
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1))
  const halves = merkleRoot(leaves.slice(0, split)) + merkleRoot(leaves.slice(split))
  return sha256Hex(Buffer.concat([Buffer.of(1), Buffer.from(halves, 'hex')]))
}

/** Hash of a leaf: SHA-256 over `0x00` and its UTF-8 bytes. */
export function merkleLeaf(text: string): string {
  return sha256Hex(Buffer.concat([Buffer.of(0), Buffer.from(text, 'utf8')]))
}
