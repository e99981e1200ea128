import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Column } from './fields.ts'
import type { FileKind, Values } from './profile.ts'
import { ImportRefusal, type Rejection } from './reasons.ts'
import { detectEncoding, type Encoding, lineDecoder, looksLikeUtf16 } from './text/encoding.ts'
import { readLines } from './text/lines.ts'
import { readRecords } from './text/records.ts'
import { splitRecord } from './text/split.ts'

/** Columns that set-aside files carry; ignored when such a file is imported again. */
export const addedColumns = ['_line', '_reason'] as const

/** A file that a profile can read, with what its first lines told. */
export interface SourceFile<World> {
  path: string
  name: string
  bytes: number
  kind: FileKind<World>
  encoding: Encoding
  /** The header exactly as it stands, and its names in order. */
  headerBytes: Uint8Array
  header: readonly string[]
  /** Where each column of the kind stands in a record. */
  positions: readonly { name: string; at: number; column: Column<unknown> }[]
  lineEnd: '\n' | '\r\n'
  /** Names of columns the product has no place for. */
  unused: string[]
}

/** One record of a file: its values, or why it has none. */
export interface SourceRow {
  line: number
  raw: Uint8Array
  result: { values: Values } | { rejection: Rejection }
}

const sampleBytes = 256 * 1024

function asRefusal(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') {
    return new ImportRefusal(`路径不存在：${path}`, `The path does not exist: ${path}`)
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ImportRefusal(`没有权限读取：${path}`, `No permission to read: ${path}`)
  }
  return error
}

/** The files to look at: the one named, or those directly in the folder, by name. */
export async function listFiles(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { withFileTypes: true })
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => join(path, entry.name))
      .sort()
  } catch (error) {
    throw asRefusal(error, path)
  }
}

async function readSample(path: string): Promise<{ start: Buffer; bytes: number }> {
  try {
    const handle = await open(path, 'r')
    try {
      const { size } = await handle.stat()
      const buffer = Buffer.alloc(Math.min(size, sampleBytes))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return { start: buffer.subarray(0, bytesRead), bytes: size }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw asRefusal(error, path)
  }
}

async function* single(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(chunk)
}

async function sampleLines(start: Buffer, whole: boolean): Promise<Uint8Array[]> {
  const lines: Uint8Array[] = []
  for await (const { bytes } of readLines(single(start))) lines.push(bytes)
  // The last line of a sample may be cut inside a character.
  return whole ? lines : lines.slice(0, -1)
}

function headerNames<World>(kind: FileKind<World>, text: string): string[] {
  const split = splitRecord(text, kind.dialect)
  return 'fields' in split ? split.fields.map((field) => field.trim()) : []
}

function missingColumns<World>(kind: FileKind<World>, header: readonly string[]): string[] {
  return Object.keys(kind.columns).filter((name) => !header.includes(name))
}

/** The name a file had before it was set aside: `account.asc.csv` was `account.asc`. */
function originalName(name: string): string {
  return /\.\w+\.csv$/i.test(name) ? name.slice(0, -4) : name
}

/**
 * Looks at a file's name and first lines. Null where it is none of the profile's files. Refuses one
 * that is meant (by its name) and cannot be read: empty, other encoding, missing columns.
 */
export async function inspectFile<World>(
  path: string,
  kinds: readonly FileKind<World>[],
): Promise<SourceFile<World> | null> {
  const name = basename(path)
  const named = kinds.find((kind) => kind.names.test(originalName(name)))
  const { start, bytes } = await readSample(path)
  if (bytes === 0) {
    if (!named) return null
    throw new ImportRefusal(`文件为空：${path}`, `The file is empty: ${path}`)
  }
  if (looksLikeUtf16(start)) {
    throw new ImportRefusal(
      `文件是 UTF-16 编码，请另存为 UTF-8：${path}`,
      `The file is in UTF-16; please save it as UTF-8: ${path}`,
    )
  }
  const lines = await sampleLines(start, start.length === bytes)
  const [headerBytes = new Uint8Array()] = lines
  const fits = (kind: FileKind<World>): boolean => {
    const text = lineDecoder(kind.encodings[0] ?? 'utf-8')(headerBytes)
    return text !== null && missingColumns(kind, headerNames(kind, text)).length === 0
  }
  const kind = named && fits(named) ? named : (kinds.find(fits) ?? named)
  if (!kind) return null
  const encoding = detectEncoding(lines, kind.encodings)
  const text = encoding === null ? null : lineDecoder(encoding)(headerBytes)
  if (encoding === null || text === null) {
    const wanted = kind.encodings.join(', ')
    throw new ImportRefusal(
      `文件编码不是 ${wanted}：${path}`,
      `The file is not in ${wanted}: ${path}`,
    )
  }
  const header = headerNames(kind, text)
  const missing = missingColumns(kind, header)
  if (missing.length > 0) {
    const list = missing.join(', ')
    throw new ImportRefusal(
      `${name} 的表头缺少列：${list}`,
      `The header of ${name} lacks the columns: ${list}`,
    )
  }
  const known = new Set<string>(addedColumns)
  return {
    path,
    name,
    bytes,
    kind,
    encoding,
    headerBytes,
    header,
    positions: Object.entries(kind.columns).map(([column, how]) => ({
      name: column,
      at: header.indexOf(column),
      column: how,
    })),
    lineEnd: start.includes('\r\n') ? '\r\n' : '\n',
    unused: header.filter(
      (column) => !known.has(column) && kind.columns[column]?.used !== true && column !== '',
    ),
  }
}

/** Reads the values of one record. The first column that cannot be read decides. */
function readValues<World>(
  { header, positions }: SourceFile<World>,
  fields: readonly string[],
): { values: Values } | { rejection: Rejection } {
  if (fields.length < header.length) return { rejection: { reason: 'columns_few' } }
  if (fields.length > header.length) return { rejection: { reason: 'columns_many' } }
  const values: Record<string, unknown> = {}
  for (const { name, at, column } of positions) {
    const text = (fields[at] ?? '').trim()
    const parsed = column.parse(text)
    if ('reason' in parsed) {
      const { reason, detail } = parsed
      const rejection: Rejection = { reason, column: name, value: text }
      return { rejection: detail === undefined ? rejection : { ...rejection, detail } }
    }
    values[name] = parsed.value
  }
  return { values }
}

/** Reads a file record by record, in bounded memory. `onBytes` is told how far it is. */
export async function* readRows<World>(
  file: SourceFile<World>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<SourceRow, void, undefined> {
  const stream = createReadStream(file.path, { highWaterMark: 256 * 1024 })
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onBytes(chunk.length)
      yield chunk
    }
  }
  const { dialect } = file.kind
  const decode = lineDecoder(file.encoding)
  const records = readRecords(readLines(counted()), decode, dialect, file.header.length)
  let isHeader = true
  for await (const { line, raw, content } of records) {
    if (isHeader) {
      isHeader = false
      continue
    }
    const result =
      'broken' in content
        ? { rejection: { reason: content.broken } }
        : readValues(file, content.fields)
    yield { line, raw, result }
  }
}
