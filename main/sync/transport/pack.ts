import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** The body of a request as zstd; packed beside the thread that asks. */
export async function packBody(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await compress(text))
}

/** Longest text a compressed reply or chunk may unpack to, bytes. */
const longestText = 256 * 1024 * 1024

/**
 * Bytes unpacked at a time, at most; the library's own 16 KiB make it ten times slower. Rows rarely
 * unpack to more than so many times their size, and the answer to a poll is no reason to reserve more.
 */
const pieceBytes = 4 * 1024 * 1024
const usualRatio = 16
const leastPieceBytes = 16 * 1024

/** The text of compressed rows, as UTF-8; unpacked beside the thread that asks. */
export function unpackRows(bytes: Uint8Array): Promise<Buffer> {
  const expected = Math.max(leastPieceBytes, bytes.length * usualRatio)
  const chunkSize = Math.min(pieceBytes, expected)
  return decompress(bytes, { maxOutputLength: longestText, chunkSize })
}
