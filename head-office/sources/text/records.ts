import type { LineDecoder } from './encoding.ts'
import type { Line } from './lines.ts'
import { type Dialect, splitRecord } from './split.ts'

/** A record as it stands in the file: the number of its first line and its exact bytes. */
export interface RawRecord {
  line: number
  raw: Uint8Array
  /** Its values, or why it cannot be cut into values. */
  content: { fields: string[] } | { broken: 'encoding' | 'quoting' }
}

/** Most lines one quoted value may run over before its quoting counts as broken. */
const longestRecord = 50

const lineEnd = Buffer.from('\n')

function* readSingle(line: Line, decode: LineDecoder, dialect: Dialect): Generator<RawRecord> {
  const text = decode(line.bytes)
  const raw = line.bytes
  if (text === null) {
    yield { line: line.number, raw, content: { broken: 'encoding' } }
    return
  }
  if (text.trim() === '') return
  const split = splitRecord(text, dialect)
  const content = 'fields' in split ? split : { broken: 'quoting' as const }
  yield { line: line.number, raw, content }
}

/** Whether a line alone is a whole record. */
function isWhole(line: Line, decode: LineDecoder, dialect: Dialect, columns: number): boolean {
  const split = splitRecord(decode(line.bytes) ?? '', dialect)
  return 'fields' in split && split.fields.length === columns
}

/** The record that the first line begins and later ones complete; null where they do not. */
function joinLines(
  lines: readonly Line[],
  decode: LineDecoder,
  dialect: Dialect,
  columns: number,
): { count: number; fields: string[] } | null {
  let whole = ''
  for (const [at, line] of lines.entries()) {
    const text = decode(line.bytes)
    if (text === null || (at > 0 && isWhole(line, decode, dialect, columns))) return null
    whole += at === 0 ? text : `\n${text}`
    const split = splitRecord(whole, dialect)
    if ('fields' in split && split.fields.length === columns) {
      return { count: at + 1, fields: split.fields }
    }
  }
  return null
}

/**
 * Settles the lines that wait for a closing quote. A line that alone has all its values is never
 * swallowed by an open quote before it: then, and where the quote stays open too long, only the
 * first line is broken, and reading goes on with the next one.
 */
function* settle(
  waiting: Line[],
  decode: LineDecoder,
  dialect: Dialect,
  columns: number,
  ended: boolean,
): Generator<RawRecord> {
  for (;;) {
    const [first] = waiting
    if (!first) return
    const text = decode(first.bytes)
    const split = text === null ? null : splitRecord(text, dialect)
    if (!split || 'fields' in split || split.broken === 'trailing') {
      waiting.shift()
      yield* readSingle(first, decode, dialect)
      continue
    }
    const joined = joinLines(waiting, decode, dialect, columns)
    if (joined) {
      const lines = waiting.splice(0, joined.count)
      const raw = Buffer.concat(lines.flatMap(({ bytes }, at) => (at ? [lineEnd, bytes] : [bytes])))
      yield { line: first.number, raw, content: { fields: joined.fields } }
      continue
    }
    const swallows = waiting.slice(1).some((line) => isWhole(line, decode, dialect, columns))
    if (!ended && !swallows && waiting.length < longestRecord) return
    waiting.shift()
    yield { line: first.number, raw: first.bytes, content: { broken: 'quoting' } }
  }
}

/** Cuts lines into records of `columns` values; blank lines are skipped. */
export async function* readRecords(
  lines: AsyncIterable<Line>,
  decode: LineDecoder,
  dialect: Dialect,
  columns: number,
): AsyncGenerator<RawRecord, void, undefined> {
  if (!dialect.multiline) {
    for await (const line of lines) yield* readSingle(line, decode, dialect)
    return
  }
  const waiting: Line[] = []
  for await (const line of lines) {
    waiting.push(line)
    yield* settle(waiting, decode, dialect, columns, false)
  }
  yield* settle(waiting, decode, dialect, columns, true)
}
