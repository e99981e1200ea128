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

/** How many of the lines hold other than ASCII characters, and how many of those can be read. */
function readability(
  lines: readonly Uint8Array[],
  encoding: Encoding,
): { foreign: number; readable: number } {
  const decode = lineDecoder(encoding)
  const foreign = lines.filter((line) => !isAscii(line))
  return {
    foreign: foreign.length,
    readable: foreign.filter((line) => decode(line) !== null).length,
  }
}

/** Share of unreadable lines from which a whole file counts as written in another encoding. */
const mostUnreadable = 0.2

/**
 * The encoding of a file from its first lines, among those its profile allows; null where it is
 * another one. UTF-8 is taken as soon as it reads half of the foreign lines: other text hardly ever
 * passes for UTF-8, while GB18030 reads nearly anything. Where only few lines cannot be read, they
 * are the damaged ones, and the first allowed encoding holds.
 */
export function detectEncoding(
  sample: readonly Uint8Array[],
  allowed: readonly Encoding[],
): Encoding | null {
  const [first = 'utf-8'] = allowed
  for (const [encoding, share] of [
    ['utf-8', 0.5],
    ['gb18030', 0.9],
  ] as const) {
    if (!allowed.includes(encoding)) continue
    const { foreign, readable } = readability(sample, encoding)
    if (foreign > 0 && readable >= foreign * share) return encoding
  }
  const { foreign, readable } = readability(sample, first)
  return foreign - readable > sample.length * mostUnreadable ? null : first
}

/** Whether a file begins like UTF-16 text, which no profile reads. */
export function looksLikeUtf16(start: Uint8Array): boolean {
  const [first, second] = start
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}
