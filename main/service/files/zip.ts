import { crc32, deflateRawSync } from 'node:zlib'

/** A file inside an archive. */
export interface ZipEntry {
  /** Path with slashes, ASCII. */
  name: string
  content: string
}

const versionNeeded = 20
const deflated = 8
/** 1980-01-01: the archive says nothing of when it was made. */
const firstDosDay = 0x21

function head(
  signature: number,
  fields: readonly (readonly [bytes: 2 | 4, value: number])[],
): Buffer {
  const buffer = Buffer.alloc(4 + fields.reduce((sum, [bytes]) => sum + bytes, 0))
  buffer.writeUInt32LE(signature, 0)
  let at = 4
  for (const [bytes, value] of fields) {
    buffer.writeUIntLE(value, at, bytes)
    at += bytes
  }
  return buffer
}

/** A ZIP archive with deflated entries (APPNOTE 6.3, without 64-bit extensions: below 4 GB). */
export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const plain = Buffer.from(content, 'utf8')
    const packed = deflateRawSync(plain)
    const path = Buffer.from(name, 'ascii')
    const common = [
      [2, versionNeeded],
      [2, 0],
      [2, deflated],
      [2, 0],
      [2, firstDosDay],
      [4, crc32(plain)],
      [4, packed.length],
      [4, plain.length],
      [2, path.length],
      [2, 0],
    ] as const
    const local = head(0x04034b50, common)
    parts.push(local, path, packed)
    directory.push(
      head(0x02014b50, [
        [2, versionNeeded],
        ...common,
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      path,
    )
    offset += local.length + path.length + packed.length
  }
  const size = directory.reduce((sum, each) => sum + each.length, 0)
  const count = entries.length
  const end = head(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, size],
    [4, offset],
    [2, 0],
  ])
  return Buffer.concat([...parts, ...directory, end])
}
