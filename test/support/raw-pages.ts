import { existsSync, readFileSync } from 'node:fs'
import { aegisStream, openAegis } from './aegis.ts'

/** Where the pages of a file and of its write-ahead log stand in the plain. */
export interface RawPage {
  /** `file` or `wal`, and the page's number. */
  where: string
  plain: Buffer
}

/** At the end of every page: tag and nonce of SQLite3MultipleCiphers' AEGIS-256. */
const tagBytes = 32
const nonceBytes = 32
const keyBytes = 32
/** The first bytes of page 1 stand in the plain: the cipher's salt and what SQLite needs to begin. */
const plainHeader = 24

/**
 * Opens a page: a one-time key and nonce come from the file's key under the page's nonce; the number of
 * the page stands in the last bytes of that nonce.
 */
function decryptPage(key: Buffer, number: number, page: Buffer): Buffer {
  const end = page.length - tagBytes - nonceBytes
  const oneTime = aegisStream(key, page.subarray(end + tagBytes), keyBytes + nonceBytes)
  oneTime.writeUInt32BE(number, oneTime.length - 4)
  const from = number === 1 ? plainHeader : 0
  const plain = Buffer.from(page)
  const body = page.subarray(from, end)
  openAegis(oneTime.subarray(0, keyBytes), oneTime.subarray(keyBytes), body).copy(plain, from)
  return plain
}

/**
 * Every page of a cache's file, free ones as well, and every frame of its write-ahead log,
 * decrypted byte for byte: unlike a copy made by SQLite this shows what deleted rows left behind.
 * A page that was never written (all zero) stays as it is.
 */
export function rawPages(path: string, key: Uint8Array): RawPage[] {
  const secret = Buffer.from(key)
  const open = (number: number, page: Buffer) =>
    page.every((byte) => byte === 0) ? page : decryptPage(secret, number, page)
  const file = readFileSync(path)
  const size = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16)
  const pages = Array.from({ length: Math.floor(file.length / size) }, (_, at) => ({
    where: `file ${at + 1}`,
    plain: open(at + 1, file.subarray(at * size, (at + 1) * size)),
  }))
  const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0)
  const frame = 24 + size
  for (let at = 32; at + frame <= log.length; at += frame) {
    const number = log.readUInt32BE(at)
    pages.push({ where: `wal ${number}`, plain: open(number, log.subarray(at + 24, at + frame)) })
  }
  return pages
}

/** Pages that hold one of some texts (UTF-8), and which; also across the end of a page's body. */
export function pagesWith(pages: readonly RawPage[], texts: readonly string[]): string[] {
  return pages.flatMap(({ where, plain }) =>
    texts.filter((text) => plain.includes(text)).map((text) => `${where}: ${text}`),
  )
}
