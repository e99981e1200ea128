/** One call of the recorded process, as `shim.c` notes it. */
export type Entry =
  | { kind: 'opened'; fd: number; name: string; how: 'folder' | 'made' | 'emptied' | 'there' }
  | { kind: 'folder'; name: string }
  | { kind: 'closed' | 'synced'; fd: number }
  | { kind: 'written'; fd: number; place: number; bytes: Buffer }
  | { kind: 'cut'; fd: number; length: number }
  | { kind: 'unlinked'; name: string }
  | { kind: 'renamed'; from: string; to: string }
  | { kind: 'mark'; text: string }

const headBytes = 17

/** How a file was opened, by the recorder's number. */
const openings = ['there', 'made', 'emptied', 'folder'] as const

function entryOf(kind: string, fd: number, place: number, text: Buffer): Entry {
  switch (kind) {
    case 'o':
      return { kind: 'opened', fd, name: text.toString(), how: openings[place] ?? 'there' }
    case 'd':
      return { kind: 'folder', name: text.toString() }
    case 'c':
      return { kind: 'closed', fd }
    case 's':
      return { kind: 'synced', fd }
    case 'w':
      return { kind: 'written', fd, place, bytes: text }
    case 't':
      return { kind: 'cut', fd, length: place }
    case 'u':
      return { kind: 'unlinked', name: text.toString() }
    case 'r': {
      const [from = '', to = ''] = text.toString().split('\0')
      return { kind: 'renamed', from, to }
    }
    case 'm':
      return { kind: 'mark', text: text.toString() }
    default:
      throw new Error(`the recorder met what it does not understand: ${kind} ${text.toString()}`)
  }
}

/** Reads a recording; throws where the process did something to its files that a replay cannot do. */
export function readRecording(log: Buffer): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at < log.length;) {
    const kind = String.fromCharCode(log.readUInt8(at))
    const fd = log.readInt32LE(at + 1)
    const place = Number(log.readBigUInt64LE(at + 5))
    const end = at + headBytes + log.readUInt32LE(at + 13)
    entries.push(entryOf(kind, fd, place, log.subarray(at + headBytes, end)))
    at = end
  }
  return entries
}
