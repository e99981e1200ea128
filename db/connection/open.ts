import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import Database from 'better-sqlite3'
import { isDamage } from './failure.ts'

/** An open, decrypted SQLite file that may be written: only the writer thread holds one. */
export type SqliteDatabase = Database.Database

/**
 * What a file is to a terminal. `lasting` (journal, a person's file): every acknowledged commit
 * survives a power cut. `disposable` (cache, snapshot): head office can send it again, and it is read
 * all day.
 */
export type FileKind = 'lasting' | 'disposable'

interface FileSettings {
  /** Pragmas that choose the cipher, before the key; each of them authenticates every page. */
  cipher: readonly string[]
  /** How hard commits are pushed to the disk; always set, for the build's own default is `NORMAL`. */
  synchronous: 'FULL' | 'NORMAL'
  /** Bytes at the end of every page for the cipher's nonce and tag. */
  reservedBytes: number
}

/**
 * AEGIS-256 costs a reader a third of what ChaCha20-Poly1305 does where the processor has AES
 * (docs/decisions/0026); what is small, written once and must open for ever keeps the latter.
 */
const settings: Record<FileKind, FileSettings> = {
  lasting: { cipher: [`cipher = 'chacha20'`], synchronous: 'FULL', reservedBytes: 32 },
  disposable: {
    cipher: [`cipher = 'aegis'`, `algorithm = 'aegis-256'`],
    synchronous: 'NORMAL',
    reservedBytes: 64,
  },
}

/** How a file is opened. */
export interface OpenOptions {
  /**
   * `write` makes the file where there is none; `read` is a connection that can never write.
   */
  mode: 'read' | 'write'
  kind: FileKind
  /** Page cache in KiB; default 8 MiB. */
  cacheKib?: number | undefined
  /** Most pages the file may grow to; tests use it for a full disk. */
  maxPages?: number | undefined
}

/**
 * Is told of every file that is opened, and of every statement before it runs, also those that begin
 * and end a transaction. Simulations stop a terminal there.
 */
export interface FileWatch {
  opened(path: string, db: SqliteDatabase): void
  statement(path: string): void
}

let watch: FileWatch | null = null

/** Sets the watch over files opened from now on; null, as it is at first, for none. */
export function watchFiles(next: FileWatch | null): void {
  watch = next
}

/** The driver's option that tells the watch of a file's statements; nothing where there is none. */
export function watched(path: string): { verbose?: () => void } {
  return watch ? { verbose: () => watch?.statement(path) } : {}
}

let fleeting = false

/**
 * Files that this thread opens from now on are left to the system to write: for those under a key that is
 * in memory alone, which nobody could open after a power cut anyway.
 */
export function writeFleetingly(): void {
  fleeting = true
}

/** The connection settings of every file of a terminal, after its key. */
function configure(db: SqliteDatabase, options: OpenOptions): void {
  db.pragma('foreign_keys = ON')
  db.pragma('temp_store = MEMORY')
  db.pragma(`cache_size = -${options.cacheKib ?? 8192}`)
  if (options.mode === 'read') {
    db.pragma('query_only = ON')
    return
  }
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${fleeting ? 'OFF' : settings[options.kind].synchronous}`)
  db.pragma('secure_delete = ON')
  if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`)
}

/** Gives the 32-byte raw key to a connection, under the cipher of its kind. */
export function unlockFile(db: SqliteDatabase, key: Uint8Array, kind: FileKind): void {
  if (key.length !== 32) throw new Error('a file key has 32 bytes')
  for (const pragma of settings[kind].cipher) db.pragma(pragma)
  db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`)
}

/**
 * Opens an encrypted file in WAL mode. Throws the SQLite error `SQLITE_NOTADB` where the key does
 * not fit or the first page is damaged.
 */
export function openFile(path: string, key: Uint8Array, options: OpenOptions): SqliteDatabase {
  const db = new Database(path, {
    readonly: options.mode === 'read',
    fileMustExist: options.mode === 'read',
    ...watched(path),
  })
  try {
    watch?.opened(path, db)
    unlockFile(db, key, options.kind)
    configure(db, options)
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Where the header of SQLite, which is never enciphered there, tells of the reserved bytes. */
const headerFrom = 18
const headerTo = 24

/**
 * Whether a file was laid out for another cipher than its kind has today: by an earlier version of
 * the program. False of one that is not there, or whose header is that of no file at all.
 */
export function isOfFormerCipher(path: string, kind: FileKind): boolean {
  if (!existsSync(path)) return false
  const header = Buffer.alloc(headerTo)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, headerTo, 0)
  } finally {
    closeSync(file)
  }
  // Write version, read version, reserved bytes, and three that are the same in every file.
  const [write, read, reserved, ...fixed] = header.subarray(headerFrom, headerTo)
  const sound = write === 2 && read === 2 && fixed.join() === '64,32,32'
  return (
    sound &&
    Object.values(settings).some(({ reservedBytes }) => reservedBytes === reserved) &&
    reserved !== settings[kind].reservedBytes
  )
}

/**
 * Gives a lasting file another key, all or nothing. A file that the former key does not open, or that is not
 * there, is left as it is.
 */
export function changeFileKey(path: string, former: Uint8Array, key: Uint8Array): void {
  if (!existsSync(path)) return
  let db: SqliteDatabase
  try {
    db = openFile(path, former, { mode: 'write', kind: 'lasting' })
  } catch (error) {
    if (isDamage(error)) return
    throw error
  }
  try {
    // Pages of two keys cannot stand in one write-ahead log.
    db.pragma('journal_mode = DELETE')
    db.pragma(`rekey = "x'${Buffer.from(key).toString('hex')}'"`)
  } finally {
    db.close()
  }
}
