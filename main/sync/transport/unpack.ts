import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'

const decompress = promisify(zstdDecompress)

/** Longest text a compressed reply or chunk may unpack to, bytes. */
const longestText = 256 * 1024 * 1024

/** Bytes unpacked at a time; the library's own 16 KiB make it ten times slower. */
const pieceBytes = 4 * 1024 * 1024

/** The text of compressed rows, as UTF-8; unpacked beside the thread that asks. */
export function unpackRows(bytes: Uint8Array): Promise<Buffer> {
  return decompress(bytes, { maxOutputLength: longestText, chunkSize: pieceBytes })
}
