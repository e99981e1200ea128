/** A physical line: its number from 1, its bytes without the line end. */
export interface Line {
  number: number
  bytes: Uint8Array
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
/** A line longer than this is no row; it is cut so that memory stays bounded. */
const longestLine = 1024 * 1024

function withoutReturn(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes
}

/**
 * Cuts a stream of bytes into lines at LF or CRLF, which stand for themselves in UTF-8 and GB18030
 * alike. The last line may lack its end; a byte-order mark of UTF-8 is removed from the first.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Line, void, undefined> {
  let pending: Uint8Array = new Uint8Array()
  let number = 0
  const line = (bytes: Uint8Array): Line => {
    number += 1
    const marked = number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return { number, bytes: withoutReturn(marked ? bytes.subarray(3) : bytes) }
  }
  for await (const chunk of chunks) {
    const data = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    let start = 0
    for (;;) {
      const end = data.indexOf(lineFeed, start)
      if (end < 0) break
      yield line(data.subarray(start, end))
      start = end + 1
    }
    pending = data.subarray(start, Math.min(data.length, start + longestLine))
  }
  if (pending.length > 0) yield line(pending)
}
