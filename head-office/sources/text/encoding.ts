/** An encoding a source may deliver. */
export type Encoding = 'utf-8' | 'gb18030'

/** Decodes the bytes of one line; null where they are not text of that encoding. */
export type LineDecoder = (bytes: Uint8Array) => string | null

/** Characters that no text of ours holds: NUL, and the mark of text damaged before it came to us. */
const damaged = /[\u0000\ufffd]/

/** A strict decoder of an encoding. */
export function lineDecoder(encoding: Encoding): LineDecoder {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return (bytes) => {
    try {
      const text = decoder.decode(bytes)
      return damaged.test(text) ? null : text
    } catch {
      return null
    }
  }
}

const isAscii = (line: Uint8Array) => line.every((byte) => byte < 0x80)

/** Share of the lines with other than ASCII characters that an encoding can read; 1 where there are none. */
function readableShare(lines: readonly Uint8Array[], encoding: Encoding): number {
  const decode = lineDecoder(encoding)
  const foreign = lines.filter((line) => !isAscii(line))
  if (foreign.length === 0) return 1
  return foreign.filter((line) => decode(line) !== null).length / foreign.length
}

/**
 * The encoding of a file from its first lines, among those its profile allows. UTF-8 is taken as
 * soon as it reads half of the foreign lines: other text hardly ever passes for UTF-8, while
 * GB18030 reads nearly anything.
 */
export function detectEncoding(
  sample: readonly Uint8Array[],
  allowed: readonly Encoding[],
): Encoding | null {
  if (allowed.includes('utf-8') && readableShare(sample, 'utf-8') >= 0.5) return 'utf-8'
  if (allowed.includes('gb18030') && readableShare(sample, 'gb18030') >= 0.9) return 'gb18030'
  return null
}

/** Whether a file begins like UTF-16 text, which no profile reads. */
export function looksLikeUtf16(start: Uint8Array): boolean {
  const [first, second] = start
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}
